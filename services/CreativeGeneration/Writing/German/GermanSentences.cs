using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.German.GermanCase;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.German;

internal sealed class GermanSentences(FactSheet facts, GermanGrammar grammar) : SentenceBook(facts, grammar)
{
    private static readonly ReaderAddress Address = new("Sie Ihnen Ihr Ihre Ihren Ihrem Ihrer", "du dir dich dein deine deinen deinem deiner");
    private readonly GermanKind? _kind = facts.Kind is { } kind ? new(kind) : null;

    private bool NameSaysKind => _kind is { } kind && Facts.Product.Contains(kind.Bare, StringComparison.OrdinalIgnoreCase);

    private GermanKind? Sayable => _kind is { HasArticle: true } && !NameSaysKind ? _kind : null;

    private GermanKind? WithArticle => _kind is { HasArticle: true } ? _kind : null;

    private static Term N(string text) => new(text, FactBook.ProductId);

    protected override Shape ShapeOf(Claim claim) => GermanVerbs.Words.ShapeOf(claim.Text, Facts.Product);

    protected override bool Usable(Claim claim) => Address.Fits(claim.Text, Facts.Formal);

    private Term? Relative(Claim claim) => GermanVerbs.VerbLast(claim.Text) is { } last ? new(last, claim.Id) : null;

    /// <summary>What follows "der", "die" or "das"; null where it begins with the same word: "die die Füße" stumbles.</summary>
    private Term? After(GermanKind kind, Claim claim) => Relative(claim) is { } last && !last.Text.StartsWith(kind.Who + " ", StringComparison.OrdinalIgnoreCase) ? last : null;

    protected override IEnumerable<Phrase> OfClaim(Claim claim, Term c, Shape shape) => shape switch
    {
        Shape.Verb => Verb(claim, c),
        Shape.Noun => [Say("claim", $"{c}"), Say("name-colon", $"{P}: {c}"), Say("das-ist", $"Das ist {P}: {c}"), .. KindColon(c), Say("hier-ist", $"Hier ist {P}: {c}"), Say("claim-von-name", $"{c}. Das ist {P}."), .. Entdecken(c)],
        Shape.Sentence => [Say("claim", $"{c}"), .. Entdecken(c), Say("name-colon", $"{P}: {c}"), .. Zahlen(claim, c), Say("claim-name", $"{c}. Das ist {P}.")],
        Shape.Quality => [Say("name-comma", $"{P}, {c}"), Say("name-colon", $"{P}: {c}"), Say("das-ist", $"Das ist {P}: {c}"), .. KindColon(c), .. Entdecken(c), Say("claim", $"{c}")],
        _ => [Say("name-colon", $"{P}: {c}"), Say("claim", $"{c}"), .. KindColon(c), Say("hier-ist", $"Hier ist {P}: {c}"), .. Entdecken(c)],
    };

    private IEnumerable<Phrase> Verb(Claim claim, Term c)
    {
        yield return Say("name-verb", $"{P} {c}");
        if (WithArticle is { } kind && After(kind, claim) is { } last)
        {
            yield return Say("ein-kind-der", $"{N(kind.Indefinite(Nominative))}, {kind.Who} {last}");
            if (Sayable is not null) yield return Say("name-der-kind-der", $"{P}, {N(kind.Definite(Nominative))}, {kind.Who} {last}");
            yield return Facts.Formal ? Say("entdecken-kind-der", $"Entdecken Sie {N(kind.Definite(Accusative))}, {kind.Who} {last}") : Say("entdecke-kind-der", $"Entdecke {N(kind.Definite(Accusative))}, {kind.Who} {last}");
            yield return Say("hier-ist-kind-der", $"Hier ist {N(kind.Definite(Nominative))}, {kind.Who} {last}");
        }
        if (GermanVerbs.Imperative(claim.Text, Facts.Formal) is { } act)
        {
            yield return Say("imperativ-mit", $"{new Term(act, claim.Id)} mit {P}");
            yield return Say("imperativ", $"{new Term(act, claim.Id)}");
        }
        if (Relative(claim) is { } how) yield return Say("wie", $"Wie {P} {how}");
    }

    private IEnumerable<Phrase> Zahlen(Claim claim, Term c) => claim.Kind == FactKind.Proof ? [Say("name-zahlen", $"{P} in Zahlen: {c}")] : [];

    private IEnumerable<Phrase> Entdecken(Term c) => [Facts.Formal ? Say("claim-entdecken", $"{c}. Entdecken Sie {P}.") : Say("claim-entdecke", $"{c}. Entdecke {P}.")];

    private IEnumerable<Phrase> KindColon(Term c) => _kind is { } kind ? [Say("kind-colon", $"{N(kind.Text)}: {c}")] : [];

    protected override IEnumerable<Phrase> OfProduct()
    {
        yield return Facts.Formal ? Say("entdecken", $"Entdecken Sie {P}") : Say("entdecke", $"Entdecke {P}");
        yield return Say("das-ist", $"Das ist {P}");
        yield return Say("hier-ist", $"Hier ist {P}");
        if (Sayable is { } kind) yield return Say("name-ein-kind", $"{P}, {N(kind.Indefinite(Nominative))}");
        if (NamesAdvertiser)
        {
            yield return Say("name-von", $"{P} von {By}");
            if (_kind is { } sort) yield return Say("kind-von", $"{N(sort.Text)} von {By}");
            yield return Say("von-allein", $"{By}");
        }
        if (_kind is { } plain)
        {
            yield return Say("kind-allein", $"{N(plain.Text)}");
            yield return Say("nomen-allein", $"{N(plain.Bare)}");
        }
        if (WithArticle is { } mine)
        {
            yield return Say("ihr-kind", $"{N(mine.Yours(Facts.Formal, Nominative))}");
            if (!NameSaysKind) yield return Say("ihr-kind-name", $"{N(mine.Yours(Facts.Formal, Nominative))}: {P}");
        }
        yield return Facts.Formal ? Say("kennenlernen", $"Lernen Sie {P} kennen") : Say("kennenlernen", $"Lerne {P} kennen");
        yield return Facts.Formal ? Say("hallo", $"Sagen Sie Hallo zu {P}") : Say("hallo", $"Sag Hallo zu {P}");
    }

    protected override IEnumerable<Phrase> Offer(OfferTerms o)
    {
        if (o.Discount is { } d)
        {
            yield return Say("rabatt-auf", $"{d} Rabatt auf {P}");
            if (Sayable is { } kind) yield return Say("rabatt-auf-kind", $"{d} Rabatt auf {N(kind.Definite(Accusative))} {P}");
            yield return Facts.Formal ? Say("sparen-prozent", $"Sparen Sie {d} auf {P}") : Say("spare-prozent", $"Spare {d} auf {P}");
            if (o.Until is { } end)
            {
                yield return Say("rabatt-bis", $"{d} Rabatt bis zum {end}");
                yield return Say("rabatt-auf-bis", $"Bis zum {end}: {d} Rabatt auf {P}");
            }
            yield return Say("rabatt", $"{d} Rabatt");
            yield return Say("name-rabatt", $"{P}: {d} Rabatt");
            if (o.Code is { } code) yield return Say("rabatt-code", $"{d} Rabatt mit dem Code {code}");
        }
        if (o.Price is not { } price) yield break;
        if (o.Prior is { } prior)
        {
            yield return Say("name-statt", $"{P} für {price} statt {prior}");
            yield return Say("statt", $"{price} statt {prior}");
            yield return Facts.Formal ? Say("sparen-betrag", $"Sparen Sie {o.Saving!.Value} auf {P}") : Say("spare-betrag", $"Spare {o.Saving!.Value} auf {P}");
        }
        yield return Say("name-fuer", $"{P} für {price}");
        if (o.Until is { } last) yield return Say("name-fuer-bis", $"{P} bis zum {last} für {price}");
        if (WithArticle is { } yours) yield return Say("ihr-kind-fuer", $"{N(yours.Yours(Facts.Formal, Nominative))} für {price}");
        if (_kind is { } what) yield return Say("kind-preis", $"{N(what.Text)}: {price}");
        yield return Say("name-preis", $"{P}: {price}");
    }

    protected override IEnumerable<Phrase> State(Claim claim, Term c, Shape shape)
    {
        switch (shape)
        {
            case Shape.Verb:
                yield return Say("state-verb", $"{P} {c}.");
                if (WithArticle is { } kind && After(kind, claim) is { } last)
                {
                    if (!NameSaysKind) yield return Say("state-kind-der", $"{P} ist {N(kind.Indefinite(Nominative))}, {kind.Who} {last}.");
                    yield return Facts.Formal ? Say("state-entdecken-der", $"Entdecken Sie {N(kind.Definite(Accusative))}, {kind.Who} {last}.") : Say("state-entdecke-der", $"Entdecke {N(kind.Definite(Accusative))}, {kind.Who} {last}.");
                }
                break;
            case Shape.Quality:
                yield return Say("state-ist", $"{P} ist {c}.");
                yield return Say("state", $"{c}.");
                if (Sayable is { } sort) yield return Say("state-kind-comma", $"{P} ist {N(sort.Indefinite(Nominative))}, {c}.");
                break;
            default:
                yield return Say("state", $"{c}.");
                yield return Say("state-name", $"{P}: {c}.");
                if (shape == Shape.Noun && Sayable is { } it) yield return Say("state-kind-name", $"{P} ist {N(it.Indefinite(Nominative))}: {c}.");
                break;
        }
        if (claim.Source is { } source) yield return Say("state-quelle", $"{c} ({new Term(source, claim.Id)}).");
    }

    protected override Phrase Pair(Term a, Shape shapeA, Term b, Shape shapeB, Phrase first) => (shapeA, shapeB) switch
    {
        (Shape.Verb, Shape.Verb) => Say("pair-verbs", $"{P} {a} und {b}."),
        (Shape.Quality, Shape.Verb) => Say("pair-quality-verb", $"{P} ist {a} und {b}."),
        (_, Shape.Verb) => Say("pair-then-verb", $"{a}. {P} {b}."),
        (Shape.Verb, Shape.Quality) => Say("pair-verb-ist", $"{P} {a} und ist {b}."),
        _ => Join(first, Say("state", $"{b}.")),
    };

    protected override IEnumerable<Phrase> Terms(OfferTerms o)
    {
        if (o.Price is { } price) yield return o.Prior is { } prior ? Say("offer-statt", $"{price} statt {prior}.") : Say("offer-preis", $"Für {price}.");
        if (o.Discount is { } percent) yield return o.Until is { } end ? Say("offer-bis", $"{percent} Rabatt bis zum {end}.") : Say("offer-rabatt", $"{percent} Rabatt.");
    }

    protected override IEnumerable<Phrase> Details(OfferTerms o)
    {
        foreach (var sentence in Terms(o)) yield return sentence;
        if (o is { Price: { } price, Prior: { } prior, Until: { } end }) yield return Say("detail-bis", $"Bis zum {end}: {price} statt {prior}.");
        if (o.Code is { } code) yield return o.Until is { } last ? Say("detail-code-bis", $"Mit dem Code {code} bis zum {last}.") : Say("detail-code", $"Mit dem Code {code}.");
        if (o.Until is { } day) yield return Say("detail-ende", $"Das Angebot gilt bis zum {day}.");
    }

    protected override IEnumerable<Phrase> About()
    {
        if (NamesAdvertiser)
        {
            yield return Facts.Formal ? Say("body-von", $"Entdecken Sie {P} von {By}.") : Say("body-von", $"Entdecke {P} von {By}.");
            if (Sayable is { } kind) yield return Say("body-kind-von", $"{P} ist {N(kind.Indefinite(Nominative))} von {By}.");
        }
        yield return Facts.Formal ? Say("body-kennenlernen", $"Lernen Sie {P} kennen.") : Say("body-kennenlernen", $"Lerne {P} kennen.");
        if (Sayable is { } plain) yield return Say("body-kind", $"{P} ist {N(plain.Indefinite(Nominative))}.");
    }
}
