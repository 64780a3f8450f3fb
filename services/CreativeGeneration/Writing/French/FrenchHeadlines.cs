using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.French;

internal sealed class FrenchHeadlines(FrenchGrammar grammar, FrenchTerms terms)
{
    private Term P => terms.Product;

    public IEnumerable<Phrase> Of(Slot slot) => slot switch
    {
        { Angle: Angle.Offer } => Offer(),
        { Claim: { } claim } => terms.Addresses(claim) ? Claim(claim) : [],
        _ => Product(),
    };

    private IEnumerable<Phrase> Claim(Claim claim)
    {
        var c = FrenchTerms.Of(claim);
        return terms.ShapeOf(claim) switch
        {
            Shape.Verb => Verb(claim, c),
            Shape.Noun => [Say("name-avec", $"{P}, avec {c}"), Say("claim", $"{c}"), Say("name-colon", $"{P}\u00A0: {c}"), .. Discover(c), .. KindColon(c)],
            Shape.Sentence => [Say("claim", $"{c}"), .. ClaimDiscover(c), Say("name-colon", $"{P}\u00A0: {c}"), .. Chiffres(claim, c)],
            Shape.Quality => [Say("name-comma", $"{P}, {c}"), Say("name-colon", $"{P}\u00A0: {c}"), .. ClaimDiscover(c), .. UnKind(claim, c)],
            _ => [Say("name-colon", $"{P}\u00A0: {c}"), Say("claim", $"{c}"), .. ClaimDiscover(c), .. KindColon(c)],
        };
    }

    private IEnumerable<Phrase> Verb(Claim claim, Term c)
    {
        yield return Say("name-verb", $"{P} {c}");
        if (terms is { UnKind: { } un, LeKind: { } le })
        {
            yield return Say("un-kind-qui", $"{un} qui {c}");
            if (!terms.NameSaysKind) yield return Say("name-le-kind-qui", $"{P}, {le} qui {c}");
            yield return terms.Formal ? Say("decouvrez-kind-qui", $"Découvrez {le} qui {c}") : Say("decouvre-kind-qui", $"Découvre {le} qui {c}");
            if (!terms.NameSaysKind) yield return Say("name-un-kind-qui", $"{P}\u00A0: {un} qui {c}");
        }
        if (terms.Imperative(claim) is { } act)
        {
            yield return Say("imperative-avec", $"{act} avec {P}");
            yield return Say("imperative", $"{act}");
        }
        if (terms.Infinitive(claim) is { } to) yield return Say("pour-name", $"Pour {to}\u00A0: {P}");
    }

    private IEnumerable<Phrase> Chiffres(Claim claim, Term c) => claim.Kind == FactKind.Proof ? [Say("name-chiffres", $"{P} en chiffres\u00A0: {c}")] : [];

    private IEnumerable<Phrase> Discover(Term c) => [terms.Formal ? Say("decouvrez", $"Découvrez {c}") : Say("decouvre", $"Découvre {c}")];

    private IEnumerable<Phrase> ClaimDiscover(Term c) => [terms.Formal ? Say("claim-decouvrez", $"{c}. Découvrez {P}.") : Say("claim-decouvre", $"{c}. Découvre {P}.")];

    private IEnumerable<Phrase> KindColon(Term c) => terms.Kind is { } kind ? [Say("kind-colon", $"{kind}\u00A0: {c}")] : [];

    private IEnumerable<Phrase> UnKind(Claim claim, Term c) => terms.UnKind is { } un && terms.AgreesWithKind(claim) ? terms.NameSaysKind ? [Say("un-kind-quality", $"{un} {c}")] : [Say("un-kind-quality", $"{un} {c}"), Say("name-un-kind-quality", $"{P}, {un} {c}")] : [];

    private IEnumerable<Phrase> Product()
    {
        yield return terms.Formal ? Say("decouvrez", $"Découvrez {P}") : Say("decouvre", $"Découvre {P}");
        yield return Say("voici", $"Voici {P}");
        if (terms is { UnKind: { } un, NameSaysKind: false }) yield return Say("name-un-kind", $"{P}, {un}");
        if (terms.NamesAdvertiser)
        {
            yield return Say("name-de", $"{P} {terms.DeAdvertiser}");
            if (terms is { Kind: { } kind, Signed: { } signed })
                yield return signed == "signée" ? Say("kind-signee", $"{kind} signée {terms.Advertiser}") : Say("kind-signe", $"{kind} signé {terms.Advertiser}");
        }
        yield return terms.Formal ? Say("connaissance", $"Faites la connaissance {terms.DeProduct}") : Say("connaissance", $"Fais la connaissance {terms.DeProduct}");
        yield return Say("decouverte", $"À la découverte {terms.DeProduct}");
        if (terms.Kind is { } plain)
        {
            yield return Say("kind-alone", $"{plain}");
            yield return Say("noun-alone", $"{plain with { Text = plain.Text.Split(' ')[0] }}");
        }
        if (terms.NamesAdvertiser) yield return Say("de-alone", $"{terms.Advertiser}");
        if (terms.VotreKind is { } mine) yield return Say("votre-kind-alone", $"{mine}");
        if (terms is { VotreKind: { } yours, NameSaysKind: false }) yield return Say("votre-kind", $"{yours}\u00A0: {P}");
        yield return terms.Formal ? Say("bonjour", $"Dites bonjour {terms.AProduct}") : Say("bonjour", $"Dis bonjour {terms.AProduct}");
    }

    private IEnumerable<Phrase> Offer()
    {
        var o = new OfferTerms(grammar, terms.Facts.Offer!);
        if (o.Discount is { } d)
        {
            yield return Say("moins-sur", $"{d.With("−")} sur {P}");
            if (terms is { LeKind: { } tea, NameSaysKind: false }) yield return Say("moins-sur-kind", $"{d.With("−")} sur {tea} {P}");
            yield return Say("remise-sur", $"{d} de remise sur {P}");
            if (o.Until is { } end)
            {
                yield return Say("moins-jusquau", $"{d.With("−")} jusqu’au {end}");
                yield return Say("moins-sur-jusquau", $"{d.With("−")} sur {P} jusqu’au {end}");
            }
            yield return Say("remise", $"{d} de remise");
            yield return Say("name-remise", $"{P}\u00A0: {d} de remise");
            if (o.Code is { } code) yield return Say("moins-code", $"{d.With("−")} avec le code {code}");
        }
        if (o.Price is not { } price) yield break;
        if (o.Prior is { } prior)
        {
            yield return Say("name-au-lieu", $"{P} à {price} au lieu de {prior}");
            yield return Say("au-lieu", $"{price} au lieu de {prior}");
            yield return terms.Formal ? Say("economisez", $"Économisez {o.Saving!.Value} sur {P}") : Say("economise", $"Économise {o.Saving!.Value} sur {P}");
        }
        yield return Say("name-a", $"{P} à {price}");
        if (terms is { LeKind: { } le, NameSaysKind: false }) yield return Say("le-kind-name-a", $"{le} {P} à {price}");
        if (o.Until is { } last) yield return Say("name-a-jusquau", $"{P} à {price} jusqu’au {last}");
        if (terms.VotreKind is { } yours) yield return Say("votre-kind-a", $"{yours} à {price}");
        if (terms.Kind is { } what) yield return Say("kind-prix", $"{what}\u00A0: {price}");
        yield return Say("name-prix", $"{P}\u00A0: {price}");
    }
}
