using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.Dutch;

internal sealed class DutchSentences(FactSheet facts, DutchGrammar grammar) : SentenceBook(facts, grammar)
{
    private static readonly ReaderAddress Address = new("u uw", "je jij jou jouw");
    private readonly DutchKind? _kind = facts.Kind is { } kind ? new(kind) : null;

    private bool NameSaysKind => _kind is { } kind && Facts.Product.Contains(kind.Bare, StringComparison.OrdinalIgnoreCase);

    private DutchKind? WithArticle => _kind is { HasArticle: true } ? _kind : null;

    private DutchKind? Sayable => NameSaysKind ? null : WithArticle;

    private static Term N(string text) => new(text, FactBook.ProductId);

    protected override Shape ShapeOf(Claim claim) => DutchVerbs.Words.ShapeOf(claim.Text, Facts.Product);

    protected override bool Usable(Claim claim) => Address.Fits(claim.Text, Facts.Formal);

    private static Term? Relative(Claim claim) => DutchVerbs.VerbLast(claim.Text) is { } last ? new(last, claim.Id) : null;

    protected override IEnumerable<Phrase> OfClaim(Claim claim, Term c, Shape shape) => shape switch
    {
        Shape.Verb => Verb(claim, c),
        Shape.Noun => [Say("claim", $"{c}"), Say("name-colon", $"{P}: {c}"), Say("dit-is", $"Dit is {P}: {c}"), .. KindColon(c), Say("claim-ontdek", $"{c}. Ontdek {P}."), Say("maak-kennis", $"Maak kennis met {P}: {c}")],
        Shape.Sentence => [Say("claim", $"{c}"), Say("claim-ontdek", $"{c}. Ontdek {P}."), Say("name-colon", $"{P}: {c}"), .. Cijfers(claim, c), Say("claim-dit-is", $"{c}. Dit is {P}.")],
        Shape.Quality => [Say("name-comma", $"{P}, {c}"), Say("name-colon", $"{P}: {c}"), .. KindColon(c), Say("claim-ontdek", $"{c}. Ontdek {P}."), Say("dit-is", $"Dit is {P}: {c}"), Say("claim", $"{c}")],
        _ => [Say("name-colon", $"{P}: {c}"), Say("claim", $"{c}"), .. KindColon(c), Say("claim-ontdek", $"{c}. Ontdek {P}."), Say("dit-is", $"Dit is {P}: {c}")],
    };

    private IEnumerable<Phrase> Verb(Claim claim, Term c)
    {
        yield return Say("name-verb", $"{P} {c}");
        if (WithArticle is { } kind && Relative(claim) is { } last)
        {
            yield return Say("een-kind-die", $"{N(kind.Indefinite)} {kind.Who} {last}");
            if (kind.Definite is { } definite)
            {
                if (!NameSaysKind) yield return Say("name-de-kind-die", $"{P}, {N(definite)} {kind.Who} {last}");
                yield return Say("ontdek-kind-die", $"Ontdek {N(definite)} {kind.Who} {last}");
                yield return Say("dit-is-kind-die", $"Dit is {N(definite)} {kind.Who} {last}");
            }
        }
        if (DutchVerbs.Imperative(claim.Text) is { } act)
        {
            yield return Say("gebiedend-met", $"{new Term(act, claim.Id)} met {P}");
            yield return Say("gebiedend", $"{new Term(act, claim.Id)}");
        }
        if (Relative(claim) is { } how) yield return Say("hoe", $"Hoe {P} {how}");
    }

    private IEnumerable<Phrase> Cijfers(Claim claim, Term c) => claim.Kind == FactKind.Proof ? [Say("name-cijfers", $"{P} in cijfers: {c}")] : [];

    private IEnumerable<Phrase> KindColon(Term c) => _kind is { } kind ? [Say("kind-colon", $"{N(kind.Text)}: {c}")] : [];

    protected override IEnumerable<Phrase> OfProduct()
    {
        yield return Say("ontdek", $"Ontdek {P}");
        yield return Say("dit-is", $"Dit is {P}");
        yield return Say("maak-kennis", $"Maak kennis met {P}");
        if (Sayable is { } kind) yield return Say("name-een-kind", $"{P}, {N(kind.Indefinite)}");
        if (NamesAdvertiser)
        {
            yield return Say("name-van", $"{P} van {By}");
            if (_kind is { } sort) yield return Say("kind-van", $"{N(sort.Text)} van {By}");
            yield return Say("van-alleen", $"{By}");
        }
        if (_kind is { } plain)
        {
            yield return Say("kind-alleen", $"{N(plain.Text)}");
            yield return Say("naamwoord-alleen", $"{N(plain.Bare)}");
            yield return Say("uw-kind", $"{N(plain.Yours(Facts.Formal))}");
            if (!NameSaysKind) yield return Say("uw-kind-name", $"{N(plain.Yours(Facts.Formal))}: {P}");
        }
        yield return Say("zeg-hallo", $"Zeg hallo tegen {P}");
    }

    protected override IEnumerable<Phrase> Offer(OfferTerms o)
    {
        if (o.Discount is { } d)
        {
            yield return Say("korting-op", $"{d} korting op {P}");
            if (Sayable?.Definite is { } kind) yield return Say("korting-op-kind", $"{d} korting op {N(kind)} {P}");
            yield return Say("bespaar-procent", $"Bespaar {d} op {P}");
            if (o.Until is { } end)
            {
                yield return Say("korting-tot", $"{d} korting tot en met {end}");
                yield return Say("tot-korting", $"Tot en met {end}: {d} korting op {P}");
            }
            yield return Say("korting", $"{d} korting");
            yield return Say("name-korting", $"{P}: {d} korting");
            if (o.Code is { } code) yield return Say("korting-code", $"{d} korting met code {code}");
        }
        if (o.Price is not { } price) yield break;
        if (o.Prior is { } prior)
        {
            yield return Say("name-in-plaats", $"{P} voor {price} in plaats van {prior}");
            yield return Say("in-plaats", $"{price} in plaats van {prior}");
            yield return Say("bespaar", $"Bespaar {o.Saving!.Value} op {P}");
        }
        yield return Say("name-voor", $"{P} voor {price}");
        if (o.Until is { } last) yield return Say("name-voor-tot", $"{P} voor {price} tot en met {last}");
        if (_kind is { } yours) yield return Say("uw-kind-voor", $"{N(yours.Yours(Facts.Formal))} voor {price}");
        if (_kind is { } what) yield return Say("kind-prijs", $"{N(what.Text)}: {price}");
        yield return Say("name-prijs", $"{P}: {price}");
    }

    protected override IEnumerable<Phrase> State(Claim claim, Term c, Shape shape)
    {
        switch (shape)
        {
            case Shape.Verb:
                yield return Say("state-verb", $"{P} {c}.");
                if (WithArticle is { } kind && Relative(claim) is { } last)
                {
                    if (!NameSaysKind) yield return Say("state-kind-die", $"{P} is {N(kind.Indefinite)} {kind.Who} {last}.");
                    if (kind.Definite is { } definite) yield return Say("state-ontdek-die", $"Ontdek {N(definite)} {kind.Who} {last}.");
                }
                break;
            case Shape.Quality:
                yield return Say("state-is", $"{P} is {c}.");
                yield return Say("state", $"{c}.");
                if (Sayable is { } sort) yield return Say("state-kind-comma", $"{P} is {N(sort.Indefinite)}, {c}.");
                break;
            default:
                yield return Say("state", $"{c}.");
                yield return Say("state-name", $"{P}: {c}.");
                break;
        }
        if (claim.Source is { } source) yield return Say("state-bron", $"{c} ({new Term(source, claim.Id)}).");
    }

    protected override Phrase Pair(Term a, Shape shapeA, Term b, Shape shapeB, Phrase first) => (shapeA, shapeB) switch
    {
        (Shape.Verb, Shape.Verb) => Say("pair-verbs", $"{P} {a} en {b}."),
        (Shape.Quality, Shape.Verb) => Say("pair-quality-verb", $"{P} is {a} en {b}."),
        (_, Shape.Verb) => Say("pair-then-verb", $"{a}. {P} {b}."),
        (Shape.Verb, Shape.Quality) => Say("pair-verb-is", $"{P} {a} en is {b}."),
        _ => Join(first, Say("state", $"{b}.")),
    };

    protected override IEnumerable<Phrase> Terms(OfferTerms o)
    {
        if (o.Price is { } price) yield return o.Prior is { } prior ? Say("offer-in-plaats", $"{price} in plaats van {prior}.") : Say("offer-prijs", $"Voor {price}.");
        if (o.Discount is { } percent) yield return o.Until is { } end ? Say("offer-tot", $"{percent} korting tot en met {end}.") : Say("offer-korting", $"{percent} korting.");
    }

    protected override IEnumerable<Phrase> Details(OfferTerms o)
    {
        foreach (var sentence in Terms(o)) yield return sentence;
        if (o is { Price: { } price, Prior: { } prior, Until: { } end }) yield return Say("detail-tot", $"Tot en met {end}: {price} in plaats van {prior}.");
        if (o.Code is { } code) yield return o.Until is { } last ? Say("detail-code-tot", $"Met code {code}, tot en met {last}.") : Say("detail-code", $"Met code {code}.");
        if (o.Until is { } day) yield return Say("detail-einde", $"De actie geldt tot en met {day}.");
    }

    protected override IEnumerable<Phrase> About()
    {
        if (NamesAdvertiser)
        {
            yield return Say("body-van", $"Ontdek {P} van {By}.");
            if (Sayable is { } kind) yield return Say("body-kind-van", $"{P} is {N(kind.Indefinite)} van {By}.");
        }
        yield return Say("body-kennis", $"Maak kennis met {P}.");
        if (Sayable is { } plain) yield return Say("body-kind", $"{P} is {N(plain.Indefinite)}.");
    }
}
