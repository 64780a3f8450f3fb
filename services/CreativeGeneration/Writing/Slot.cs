using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>What a creative argues with. Product is the one that needs nothing but a name.</summary>
internal enum Angle { Offer, Benefit, Feature, Proof, Ease, Identity, Product }

/// <summary>An angle with its evidence: the claim that the headline rests on; null for the offer and the product itself.</summary>
internal sealed record Slot(Angle Angle, Claim? Claim)
{
    public string Key => Claim is null ? Angle.ToString() : $"{Angle}:{Claim.Id}";

    /// <summary>Every argument that the facts carry.</summary>
    public static IReadOnlyList<Slot> Of(FactSheet facts) =>
    [
        .. facts.Offer is null ? Array.Empty<Slot>() : [new Slot(Angle.Offer, null)],
        .. facts.Claims.Select(c => new Slot(AngleOf(c.Kind), c)),
        new Slot(Angle.Product, null),
    ];

    public static Angle AngleOf(FactKind kind) => kind switch
    {
        FactKind.Benefit => Angle.Benefit,
        FactKind.Feature => Angle.Feature,
        FactKind.Proof => Angle.Proof,
        FactKind.Ease => Angle.Ease,
        _ => Angle.Identity,
    };
}
