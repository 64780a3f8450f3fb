using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>What all languages share: which facts a headline and a body rest on. How they are said is the language's own.</summary>
internal abstract class SentenceBook(FactSheet facts, IGrammar grammar)
{
    /// <summary>A body names at most this many claims, taken in the brief's order; more pairs would only be more of the same.</summary>
    private const int Supports = 8;

    protected FactSheet Facts { get; } = facts;
    protected Term P { get; } = new(facts.Product, FactBook.ProductId, IsName: true);
    protected Term By { get; } = new(facts.Advertiser, FactBook.AdvertiserId, IsName: true);

    /// <summary>The name of the advertiser says something that the product's does not.</summary>
    protected bool NamesAdvertiser { get; } = !facts.Product.Contains(facts.Advertiser, StringComparison.OrdinalIgnoreCase);

    public IEnumerable<Phrase> Headlines(Slot slot) => slot switch
    {
        { Angle: Angle.Offer } => Offer(new OfferTerms(grammar, Facts.Offer!)),
        { Claim: { } claim } => Usable(claim) ? OfClaim(claim, Of(claim), ShapeOf(claim)) : [],
        _ => OfProduct(),
    };

    public IEnumerable<Phrase> Bodies(Slot slot)
    {
        var supports = Facts.Claims.Where(c => c.Id != slot.Claim?.Id && Usable(c)).Take(Supports).ToList();
        foreach (var claim in supports)
            foreach (var sentence in Stated(claim)) yield return sentence;
        foreach (var first in supports)
            foreach (var second in supports)
                if (first.Id != second.Id) yield return Pair(first, second);
        if (Facts.Offer is { } offer)
            foreach (var detail in slot.Angle == Angle.Offer ? Details(new OfferTerms(grammar, offer)) : Terms(new OfferTerms(grammar, offer)))
            {
                yield return detail;
                foreach (var claim in supports) yield return Joined(Stated(claim).First(), detail);
            }
        if (supports.Count == 0 && slot.Claim is { } only && Usable(only))
            foreach (var sentence in Stated(only).Skip(1)) yield return sentence;
        foreach (var sentence in About()) yield return sentence;
    }

    protected abstract Shape ShapeOf(Claim claim);

    /// <summary>Whether a clause addresses the reader in the brief's form of address, or not at all.</summary>
    protected virtual bool Usable(Claim claim) => true;

    protected abstract IEnumerable<Phrase> OfClaim(Claim claim, Term c, Shape shape);

    protected abstract IEnumerable<Phrase> OfProduct();

    protected abstract IEnumerable<Phrase> Offer(OfferTerms o);

    protected abstract IEnumerable<Phrase> State(Claim claim, Term c, Shape shape);

    protected abstract Phrase Pair(Term a, Shape shapeA, Term b, Shape shapeB, Phrase first);

    /// <summary>The offer as the second argument of another angle.</summary>
    protected abstract IEnumerable<Phrase> Terms(OfferTerms o);

    /// <summary>The terms of the offer, under a headline that has announced it.</summary>
    protected abstract IEnumerable<Phrase> Details(OfferTerms o);

    /// <summary>Bodies that need nothing but the product.</summary>
    protected abstract IEnumerable<Phrase> About();

    protected static Term Of(Claim claim) => new(claim.Text, claim.Id);

    /// <summary>Between two sentences stands a space; Japanese needs none.</summary>
    protected virtual Phrase Joined(Phrase first, Phrase second) => Phrase.Join(first, second);

    private IEnumerable<Phrase> Stated(Claim claim) => State(claim, Of(claim), ShapeOf(claim));

    private Phrase Pair(Claim first, Claim second) => Pair(Of(first), ShapeOf(first), Of(second), ShapeOf(second), Stated(first).First());
}
