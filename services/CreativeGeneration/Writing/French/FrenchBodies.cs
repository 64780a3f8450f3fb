using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.French;

internal sealed class FrenchBodies(FrenchGrammar grammar, FrenchTerms terms)
{
    /// <summary>A body names at most this many claims, taken in the brief's order; more pairs would only be more of the same.</summary>
    private const int Supports = 8;

    private Term P => terms.Product;

    public IEnumerable<Phrase> Of(Slot slot)
    {
        var supports = terms.Facts.Claims.Where(c => c.Id != slot.Claim?.Id && terms.Addresses(c)).Take(Supports).ToList();
        foreach (var claim in supports)
            foreach (var sentence in State(claim)) yield return sentence;
        foreach (var first in supports)
            foreach (var second in supports)
                if (first.Id != second.Id) yield return Pair(first, second);
        foreach (var detail in slot.Angle == Angle.Offer ? OfferDetail() : OfferSentences())
        {
            yield return detail;
            foreach (var claim in supports) yield return Join(State(claim).First(), detail);
        }
        if (supports.Count == 0 && slot.Claim is { } only && terms.Addresses(only))
            foreach (var sentence in State(only).Skip(1)) yield return sentence;
        if (terms.NamesAdvertiser)
        {
            yield return terms.Formal ? Say("body-de", $"Découvrez {P} {terms.DeAdvertiser}.") : Say("body-de", $"Découvre {P} {terms.DeAdvertiser}.");
            if (terms is { UnKind: { } un, Signed: { } signed, NameSaysKind: false })
                yield return signed == "signée" ? Say("body-signee", $"{P} est {un} signée {terms.Advertiser}.") : Say("body-signe", $"{P} est {un} signé {terms.Advertiser}.");
        }
        yield return terms.Formal ? Say("body-connaissance", $"Faites la connaissance {terms.DeProduct}.") : Say("body-connaissance", $"Fais la connaissance {terms.DeProduct}.");
        if (terms is { UnKind: { } plain, NameSaysKind: false }) yield return Say("body-kind", $"{P} est {plain}.");
    }

    private IEnumerable<Phrase> State(Claim claim)
    {
        var c = FrenchTerms.Of(claim);
        switch (terms.ShapeOf(claim))
        {
            case Shape.Verb:
                yield return Say("state-verb", $"{P} {c}.");
                if (terms is { UnKind: { } un, LeKind: { } le })
                {
                    if (!terms.NameSaysKind) yield return Say("state-kind-qui", $"{P} est {un} qui {c}.");
                    yield return terms.Formal ? Say("state-decouvrez-qui", $"Découvrez {le} qui {c}.") : Say("state-decouvre-qui", $"Découvre {le} qui {c}.");
                }
                break;
            case Shape.Quality:
                yield return Say("state-comma", $"{P}, {c}.");
                if (terms is { UnKind: { } sort, NameSaysKind: false } && terms.AgreesWithKind(claim)) yield return Say("state-kind-quality", $"{P}, {sort} {c}.");
                yield return Say("state", $"{c}.");
                break;
            case Shape.Noun:
                yield return Say("state", $"{c}.");
                yield return Say("state-avec", $"{P}, avec {c}.");
                if (terms is { UnKind: { } kind, NameSaysKind: false }) yield return Say("state-kind-avec", $"{P} est {kind} avec {c}.");
                break;
            default:
                yield return Say("state", $"{c}.");
                yield return Say("state-name", $"{P}\u00A0: {c}.");
                break;
        }
        if (claim.Source is { } source) yield return Say("state-source", $"{c} ({new Term(source, claim.Id)}).");
    }

    private Phrase Pair(Claim first, Claim second)
    {
        var (a, b) = (FrenchTerms.Of(first), FrenchTerms.Of(second));
        return (terms.ShapeOf(first), terms.ShapeOf(second)) switch
        {
            (Shape.Verb, Shape.Verb) => Say("pair-verbs", $"{P} {a} et {b}."),
            (Shape.Verb, Shape.Noun) => Say("pair-verb-avec", $"Avec {b}, {P} {a}."),
            (Shape.Quality, Shape.Verb) => Say("pair-quality-verb", $"{a}, {P} {b}."),
            (Shape.Verb, _) => Say("pair-verb-then", $"{P} {a}. {b.Capital()}."),
            (_, Shape.Verb) => Say("pair-then-verb", $"{a}. {P} {b}."),
            _ => Join(State(first).First(), Say("state", $"{b}.")),
        };
    }

    /// <summary>The offer as the second argument of another angle.</summary>
    private IEnumerable<Phrase> OfferSentences()
    {
        if (terms.Facts.Offer is not { } facts) yield break;
        var o = new OfferTerms(grammar, facts);
        if (o.Price is { } price) yield return o.Prior is { } prior ? Say("offer-au-lieu", $"{price} au lieu de {prior}.") : Say("offer-prix", $"À {price}.");
        if (o.Discount is { } percent) yield return o.Until is { } end ? Say("offer-jusquau", $"{percent} de remise jusqu’au {end}.") : Say("offer-remise", $"{percent} de remise.");
    }

    /// <summary>The terms of the offer, under a headline that has announced it.</summary>
    private IEnumerable<Phrase> OfferDetail()
    {
        foreach (var sentence in OfferSentences()) yield return sentence;
        var o = new OfferTerms(grammar, terms.Facts.Offer!);
        if (o is { Price: { } price, Prior: { } prior, Until: { } end }) yield return Say("detail-jusquau", $"Jusqu’au {end}\u00A0: {price} au lieu de {prior}.");
        if (o.Code is { } code) yield return o.Until is { } last ? Say("detail-code-jusquau", $"Avec le code {code}, jusqu’au {last}.") : Say("detail-code", $"Avec le code {code}.");
        if (o.Until is { } day) yield return Say("detail-fin", $"Offre valable jusqu’au {day}.");
    }
}
