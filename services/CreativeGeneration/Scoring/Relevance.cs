using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Scoring;

/// <summary>Which arguments a segment responds to: its strong interests against what each fact speaks to. Knows segments, never viewers.</summary>
internal sealed class Relevance(AudienceSegment segment, Objective objective)
{
    private readonly Dictionary<string, double> _interests = segment.TopInterests
        .GroupBy(i => Tokens.Fold(i.Name)).ToDictionary(g => g.Key, g => g.Max(i => i.Weight));

    /// <summary>0 for a fact that speaks to everyone; up to 1.5 for one that speaks to what the segment is strong in; below 0 for one that speaks to others.</summary>
    public double Of(Claim claim)
    {
        if (claim.Appeals.Count == 0) return 0;
        var strongest = claim.Appeals.Max(a => _interests.GetValueOrDefault(Tokens.Fold(a)));
        // Weights are relative to the universe's mean: 1 is average, beyond 3 says no more.
        return strongest <= 0 ? -0.25 : 0.5 * Math.Min(strongest, 3);
    }

    public double Of(Slot slot) => Base(slot.Angle) + (slot.Claim is { } claim ? Of(claim) : 0);

    /// <summary>The slots to write for the segment: different angles first, strongest first; the bare product only when arguments run out.</summary>
    public IReadOnlyList<Slot> Choose(IReadOnlyList<Slot> slots, int count)
    {
        var ranked = slots.Select((slot, i) => (slot, i)).OrderByDescending(s => Of(s.slot)).ThenBy(s => s.i).Select(s => s.slot).ToList();
        var perAngle = ranked.GroupBy(s => s.Angle).Select(g => g.First()).Take(count).ToList();
        return [.. perAngle, .. ranked.Except(perAngle).Where(s => s.Angle != Angle.Product).Take(count - perAngle.Count)];
    }

    private double Base(Angle angle) => angle switch
    {
        Angle.Offer => objective == Objective.Conversions ? 1.2 : 0.9,
        Angle.Benefit => objective is Objective.Awareness or Objective.Reach ? 1.0 : 0.9,
        Angle.Proof => 0.8,
        Angle.Feature => 0.7,
        Angle.Ease => 0.65,
        Angle.Identity => 0.6,
        _ => -1,
    };
}
