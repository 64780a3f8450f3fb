using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.English;

internal sealed class EnglishBodies(EnglishGrammar grammar, EnglishTerms terms)
{
    /// <summary>A body names at most this many claims, taken in the brief's order; more pairs would only be more of the same.</summary>
    private const int Supports = 8;

    private Term P => terms.Product;

    public IEnumerable<Phrase> Of(Slot slot)
    {
        var supports = terms.Facts.Claims.Where(c => c.Id != slot.Claim?.Id).Take(Supports).ToList();
        var offer = slot.Angle == Angle.Offer ? OfferDetail().ToList() : OfferSentences().ToList();
        foreach (var claim in supports)
            foreach (var sentence in State(claim)) yield return sentence;
        foreach (var first in supports)
            foreach (var second in supports)
                if (first.Id != second.Id)
                    foreach (var pair in Pair(first, second)) yield return pair;
        foreach (var detail in offer)
        {
            yield return detail;
            foreach (var claim in supports)
            {
                var state = State(claim).First();
                yield return Join(state, detail);
            }
        }
        if (supports.Count == 0 && slot.Claim is { } only)
            foreach (var sentence in State(only).Skip(1)) yield return sentence;
        if (terms.NamesAdvertiser)
        {
            yield return Say("body-by", $"Discover {P} by {terms.Advertiser}.");
            if (terms is { KindIsSingular: true, NameSaysKind: false }) yield return Say("body-kind-by", $"{P} is {terms.AKind} by {terms.Advertiser}.");
        }
        yield return Say("body-get-to-know", $"Get to know {P}.");
        if (terms is { KindIsSingular: true, NameSaysKind: false }) yield return Say("body-kind", $"Meet {P}, {terms.AKind}.");
    }

    private IEnumerable<Phrase> State(Claim claim)
    {
        var c = EnglishTerms.Of(claim);
        switch (terms.ShapeOf(claim))
        {
            case Shape.Verb:
                yield return Say("state-verb", $"{P} {c}.");
                if (!terms.KindIsSingular) break;
                yield return Say("state-discover-that", $"Discover {terms.AKind} that {c}.");
                if (terms.NameSaysKind) break;
                yield return Say("state-kind-that", $"{P} is {terms.AKind} that {c}.");
                break;
            case Shape.Quality:
                yield return Say("state-is", $"{P} is {c}.");
                if (terms is { KindIsSingular: true, NameSaysKind: false }) yield return Say("state-kind-quality", $"{P} is {terms.AKind}, {c}.");
                yield return Say("state", $"{c}.");
                break;
            case Shape.Noun:
                yield return Say("state", $"{c}.");
                yield return Say("state-with", $"{P}, with {c}.");
                if (terms is { KindIsSingular: true, NameSaysKind: false }) yield return Say("state-kind-with", $"{P} is {terms.AKind} with {c}.");
                break;
            default:
                yield return Say("state", $"{c}.");
                yield return Say("state-name", $"{P}: {c}.");
                break;
        }
        if (claim.Source is { } source) yield return Say("state-source", $"{c} ({new Term(source, claim.Id)}).");
    }

    private IEnumerable<Phrase> Pair(Claim first, Claim second)
    {
        var (a, b) = (EnglishTerms.Of(first), EnglishTerms.Of(second));
        var (shapeA, shapeB) = (terms.ShapeOf(first), terms.ShapeOf(second));
        if (shapeA == Shape.Verb && shapeB == Shape.Verb) yield return Say("pair-verbs", $"{P} {a} and {b}.");
        else if (shapeA == Shape.Quality && shapeB == Shape.Verb) yield return Say("pair-quality-verb", $"{a}, {P} {b}.");
        else if (shapeA == Shape.Verb && shapeB == Shape.Noun) yield return Say("pair-verb-with", $"With {b}, {P} {a}.");
        else if (shapeB == Shape.Verb) yield return Say("pair-then-verb", $"{a}. {P} {b}.");
        else if (shapeA == Shape.Verb && shapeB == Shape.Quality) yield return Say("pair-verb-is", $"{P} {a}. It is {b}.");
        else yield return Join(State(first).First(), Say("state", $"{b}."));
    }

    /// <summary>The offer as the second argument of another angle.</summary>
    private IEnumerable<Phrase> OfferSentences()
    {
        if (terms.Facts.Offer is not { } facts) yield break;
        var o = new OfferTerms(grammar, facts);
        if (o.Price is { } price) yield return o.Prior is { } prior ? Say("offer-instead", $"{price} instead of {prior}.") : Say("offer-price", $"For {price}.");
        if (o.Discount is { } percent) yield return o.Until is { } end ? Say("offer-until", $"{percent} off until {end}.") : Say("offer-off", $"{percent} off.");
    }

    /// <summary>The terms of the offer, under a headline that has announced it.</summary>
    private IEnumerable<Phrase> OfferDetail()
    {
        foreach (var sentence in OfferSentences()) yield return sentence;
        var o = new OfferTerms(grammar, terms.Facts.Offer!);
        if (o is { Price: { } price, Prior: { } prior, Until: { } end }) yield return Say("detail-until", $"Until {end}: {price} instead of {prior}.");
        if (o.Code is { } code) yield return o.Until is { } last ? Say("detail-code-until", $"Use code {code} until {last}.") : Say("detail-code", $"Use code {code}.");
        if (o.Until is { } day) yield return Say("detail-ends", $"Offer until {day}.");
    }
}
