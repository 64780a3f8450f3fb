using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.Italian;

internal sealed class ItalianSentences : SentenceBook
{
    private static readonly ReaderAddress Address = new("Lei Le Suo Sua La", "tu te ti tuo tua tuoi tue");
    private readonly (string Noun, char? Gender)? _kind;

    public ItalianSentences(FactSheet facts, ItalianGrammar grammar) : base(facts, grammar) => _kind = facts.Kind is { } kind ? ItalianWords.Nouns.Read(kind) : null;

    private bool NameSaysKind => _kind is { } kind && Gate.Tokens.Contains(Facts.Product, kind.Noun.Split(' ')[0]);
    private Term? Kind => _kind is { } kind ? N(kind.Noun) : null;
    private Term? Un => _kind is { Gender: { } g } kind ? N(ItalianWords.Indefinite(kind.Noun, g)) : null;
    private Term? Il => _kind is { Gender: { } g } kind ? N(ItalianWords.Definite(kind.Noun, g)) : null;
    private Term? Suo => _kind is { Gender: { } g } kind ? N(ItalianWords.Yours(kind.Noun, g, Facts.Formal)) : null;

    private static Term N(string text) => new(text, FactBook.ProductId);

    /// <summary>al 31 dicembre, all’8 dicembre.</summary>
    private static Term To(Term date) => date.With(ItalianWords.Until(date.Text));

    protected override Shape ShapeOf(Claim claim) => claim.Text.StartsWith("l’", StringComparison.OrdinalIgnoreCase) ? Shape.Label : ItalianWords.Clauses.ShapeOf(claim.Text, Facts.Product);

    protected override bool Usable(Claim claim) => Address.Fits(claim.Text, Facts.Formal);

    private bool Agrees(Claim claim) => _kind is { Gender: { } g } && ClauseWords.Split(claim.Text)[0] is var word && (ItalianWords.SameInBothGenders(word) || word.EndsWith('a') == (g == 'f'));

    protected override IEnumerable<Phrase> OfClaim(Claim claim, Term c, Shape shape) => shape switch
    {
        Shape.Verb => Verb(claim, c),
        Shape.Noun => [Say("claim", $"{c}"), Say("name-colon", $"{P}: {c}"), .. KindColon(c), .. Scopri(c), Say("ecco", $"Ecco {P}: {c}"), Say("questo-e", $"Questo è {P}: {c}")],
        Shape.Sentence => [Say("claim", $"{c}"), .. Scopri(c), Say("name-colon", $"{P}: {c}"), .. Cifre(claim, c), Say("claim-ecco", $"{c}. Ecco {P}.")],
        Shape.Quality => [Say("name-comma", $"{P}, {c}"), Say("name-colon", $"{P}: {c}"), .. UnKind(claim, c), .. Scopri(c), Say("ecco", $"Ecco {P}: {c}")],
        _ => [Say("name-colon", $"{P}: {c}"), Say("claim", $"{c}"), .. KindColon(c), .. Scopri(c), Say("ecco", $"Ecco {P}: {c}")],
    };

    private IEnumerable<Phrase> Verb(Claim claim, Term c)
    {
        yield return Say("name-verb", $"{P} {c}");
        if (Un is { } un && Il is { } il)
        {
            yield return Say("un-kind-che", $"{un} che {c}");
            if (!NameSaysKind) yield return Say("name-il-kind-che", $"{P}, {il} che {c}");
            yield return Facts.Formal ? Say("scopra-kind-che", $"Scopra {il} che {c}") : Say("scopri-kind-che", $"Scopri {il} che {c}");
            yield return Say("ecco-kind-che", $"Ecco {il} che {c}");
        }
        if (ItalianWords.Imperative(claim.Text, Facts.Formal) is { } act)
        {
            yield return Say("imperativo-con", $"{new Term(act, claim.Id)} con {P}");
            yield return Say("imperativo", $"{new Term(act, claim.Id)}");
        }
        yield return Say("cosi", $"Così {P} {c}");
    }

    private IEnumerable<Phrase> Cifre(Claim claim, Term c) => claim.Kind == FactKind.Proof ? [Say("name-cifre", $"{P} in cifre: {c}")] : [];

    private IEnumerable<Phrase> Scopri(Term c) => [Facts.Formal ? Say("claim-scopra", $"{c}. Scopra {P}.") : Say("claim-scopri", $"{c}. Scopri {P}.")];

    private IEnumerable<Phrase> KindColon(Term c) => Kind is { } kind ? [Say("kind-colon", $"{kind}: {c}")] : [];

    private IEnumerable<Phrase> UnKind(Claim claim, Term c) => Un is { } un && Agrees(claim) ? [Say("un-kind-quality", $"{un} {c}")] : [];

    protected override IEnumerable<Phrase> OfProduct()
    {
        yield return Facts.Formal ? Say("scopra", $"Scopra {P}") : Say("scopri", $"Scopri {P}");
        yield return Say("ecco", $"Ecco {P}");
        yield return Say("questo-e", $"Questo è {P}");
        if (Un is { } un && !NameSaysKind) yield return Say("name-un-kind", $"{P}, {un}");
        if (NamesAdvertiser)
        {
            yield return Say("name-di", $"{P} di {By}");
            if (Kind is { } kind) yield return Say("kind-di", $"{kind} di {By}");
            yield return Say("di-solo", $"{By}");
        }
        if (Kind is { } plain)
        {
            yield return Say("kind-solo", $"{plain}");
            yield return Say("nome-solo", $"{N(plain.Text.Split(' ')[0])}");
        }
        if (Suo is { } mine)
        {
            yield return Say("suo-kind", $"{mine}");
            if (!NameSaysKind) yield return Say("suo-kind-name", $"{mine}: {P}");
        }
        yield return Facts.Formal ? Say("conosca", $"Conosca {P}") : Say("conosci", $"Conosci {P}");
        yield return Facts.Formal ? Say("saluti", $"Dica ciao a {P}") : Say("saluta", $"Di’ ciao a {P}");
    }

    protected override IEnumerable<Phrase> Offer(OfferTerms o)
    {
        if (o.Discount is { } d)
        {
            yield return Say("sconto-su", $"{d} di sconto su {P}");
            yield return Facts.Formal ? Say("risparmi-percento", $"Risparmi il {d} su {P}") : Say("risparmia-percento", $"Risparmia il {d} su {P}");
            if (o.Until is { } end)
            {
                yield return Say("sconto-fino", $"{d} di sconto fino {To(end)}");
                yield return Say("fino-sconto", $"Fino {To(end)}: {d} di sconto su {P}");
            }
            yield return Say("sconto", $"{d} di sconto");
            yield return Say("name-sconto", $"{P}: {d} di sconto");
            if (Kind is { } kind) yield return Say("kind-sconto", $"{kind}: {d} di sconto");
            if (o.Code is { } code) yield return Say("sconto-codice", $"{d} di sconto con il codice {code}");
        }
        if (o.Price is not { } price) yield break;
        if (o.Prior is { } prior)
        {
            yield return Say("name-invece", $"{P} a {price} invece di {prior}");
            yield return Say("invece", $"{price} invece di {prior}");
            yield return Facts.Formal ? Say("risparmi", $"Risparmi {o.Saving!.Value} su {P}") : Say("risparmia", $"Risparmia {o.Saving!.Value} su {P}");
        }
        yield return Say("name-a", $"{P} a {price}");
        if (o.Until is { } last) yield return Say("name-a-fino", $"{P} a {price} fino {To(last)}");
        if (Suo is { } yours) yield return Say("suo-kind-a", $"{yours} a {price}");
        if (Kind is { } what) yield return Say("kind-prezzo", $"{what}: {price}");
        yield return Say("name-prezzo", $"{P}: {price}");
    }

    protected override IEnumerable<Phrase> State(Claim claim, Term c, Shape shape)
    {
        switch (shape)
        {
            case Shape.Verb:
                yield return Say("state-verb", $"{P} {c}.");
                if (Un is { } un && Il is { } il)
                {
                    if (!NameSaysKind) yield return Say("state-kind-che", $"{P} è {un} che {c}.");
                    yield return Facts.Formal ? Say("state-scopra-che", $"Scopra {il} che {c}.") : Say("state-scopri-che", $"Scopri {il} che {c}.");
                }
                break;
            case Shape.Quality:
                yield return Say("state-comma", $"{P}, {c}.");
                yield return Say("state", $"{c}.");
                if (Un is { } sort && !NameSaysKind && Agrees(claim)) yield return Say("state-kind-quality", $"{P}, {sort} {c}.");
                break;
            default:
                yield return Say("state", $"{c}.");
                yield return Say("state-name", $"{P}: {c}.");
                break;
        }
        if (claim.Source is { } source) yield return Say("state-fonte", $"{c} ({new Term(source, claim.Id)}).");
    }

    protected override Phrase Pair(Term a, Shape shapeA, Term b, Shape shapeB, Phrase first) => (shapeA, shapeB) switch
    {
        (Shape.Verb, Shape.Verb) => Say("pair-verbs", $"{P} {a} e {b}."),
        (Shape.Quality, Shape.Verb) => Say("pair-quality-verb", $"{a}, {P} {b}."),
        (_, Shape.Verb) => Say("pair-then-verb", $"{a}. {P} {b}."),
        (Shape.Verb, _) => Say("pair-verb-then", $"{P} {a}. {b.Capital()}."),
        _ => Join(first, Say("state", $"{b}.")),
    };

    protected override IEnumerable<Phrase> Terms(OfferTerms o)
    {
        if (o.Price is { } price) yield return o.Prior is { } prior ? Say("offer-invece", $"{price} invece di {prior}.") : Say("offer-prezzo", $"A {price}.");
        if (o.Discount is { } percent) yield return o.Until is { } end ? Say("offer-fino", $"{percent} di sconto fino {To(end)}.") : Say("offer-sconto", $"{percent} di sconto.");
    }

    protected override IEnumerable<Phrase> Details(OfferTerms o)
    {
        foreach (var sentence in Terms(o)) yield return sentence;
        if (o is { Price: { } price, Prior: { } prior, Until: { } end }) yield return Say("detail-fino", $"Fino {To(end)}: {price} invece di {prior}.");
        if (o.Code is { } code) yield return o.Until is { } last ? Say("detail-codice-fino", $"Con il codice {code}, fino {To(last)}.") : Say("detail-codice", $"Con il codice {code}.");
        if (o.Until is { } day) yield return Say("detail-fine", $"Offerta valida fino {To(day)}.");
    }

    protected override IEnumerable<Phrase> About()
    {
        if (NamesAdvertiser)
        {
            yield return Facts.Formal ? Say("body-di", $"Scopra {P} di {By}.") : Say("body-di", $"Scopri {P} di {By}.");
            if (Un is { } un && !NameSaysKind) yield return Say("body-kind-di", $"{P} è {un} di {By}.");
        }
        yield return Facts.Formal ? Say("body-conosca", $"Conosca {P}.") : Say("body-conosci", $"Conosci {P}.");
        if (Un is { } plain && !NameSaysKind) yield return Say("body-kind", $"{P} è {plain}.");
    }
}
