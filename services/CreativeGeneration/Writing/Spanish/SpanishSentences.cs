using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.Spanish;

internal sealed class SpanishSentences : SentenceBook
{
    private static readonly ReaderAddress Address = new("usted ustedes", "tú te ti tu tus contigo");
    private readonly (string Noun, char? Gender)? _kind;

    public SpanishSentences(FactSheet facts, SpanishGrammar grammar) : base(facts, grammar) => _kind = facts.Kind is { } kind ? SpanishWords.Nouns.Read(kind) : null;

    private bool NameSaysKind => _kind is { } kind && Gate.Tokens.Contains(Facts.Product, kind.Noun.Split(' ')[0]);
    private Term? Kind => _kind is { } kind ? N(kind.Noun) : null;
    private Term? Un => _kind is { Gender: { } g } kind ? N(SpanishWords.Indefinite(kind.Noun, g)) : null;
    private Term? El => _kind is { Gender: { } g } kind ? N(SpanishWords.Definite(kind.Noun, g)) : null;
    private Term? Su => _kind is { Gender: not null } kind ? N((Facts.Formal ? "su " : "tu ") + kind.Noun) : null;

    private static Term N(string text) => new(text, FactBook.ProductId);

    protected override Shape ShapeOf(Claim claim) => SpanishWords.Clauses.ShapeOf(claim.Text, Facts.Product);

    protected override bool Usable(Claim claim) => Address.Fits(claim.Text, Facts.Formal);

    /// <summary>An adjective agrees with the product in the brief's words; it may only stand beside the kind if it agrees with that too.</summary>
    private bool Agrees(Claim claim) => _kind is { Gender: { } g } && ClauseWords.Split(claim.Text)[0] is var word && (SpanishWords.SameInBothGenders(word) || word.EndsWith('a') == (g == 'f'));

    protected override IEnumerable<Phrase> OfClaim(Claim claim, Term c, Shape shape) => shape switch
    {
        Shape.Verb => Verb(claim, c),
        Shape.Noun => [Say("claim", $"{c}"), Say("name-colon", $"{P}: {c}"), .. KindColon(c), .. Descubre(c), Say("asi-es", $"Así es {P}: {c}"), Say("esto-es", $"Esto es {P}: {c}")],
        Shape.Sentence => [Say("claim", $"{c}"), .. Descubre(c), Say("name-colon", $"{P}: {c}"), .. Cifras(claim, c), Say("claim-asi-es", $"{c}. Así es {P}.")],
        Shape.Quality => [Say("name-comma", $"{P}, {c}"), Say("name-colon", $"{P}: {c}"), .. UnKind(claim, c), .. Descubre(c), Say("asi-es", $"Así es {P}: {c}")],
        _ => [Say("name-colon", $"{P}: {c}"), Say("claim", $"{c}"), .. KindColon(c), .. Descubre(c), Say("asi-es", $"Así es {P}: {c}")],
    };

    private IEnumerable<Phrase> Verb(Claim claim, Term c)
    {
        yield return Say("name-verb", $"{P} {c}");
        if (Un is { } un && El is { } el)
        {
            yield return Say("un-kind-que", $"{un} que {c}");
            if (!NameSaysKind) yield return Say("name-el-kind-que", $"{P}, {el} que {c}");
            yield return Facts.Formal ? Say("descubra-kind-que", $"Descubra {el} que {c}") : Say("descubre-kind-que", $"Descubre {el} que {c}");
            yield return Say("este-es-kind-que", $"Así es {el} que {c}");
        }
        if (SpanishWords.Imperative(claim.Text, Facts.Formal) is { } act)
        {
            yield return Say("imperativo-con", $"{new Term(act, claim.Id)} con {P}");
            yield return Say("imperativo", $"{new Term(act, claim.Id)}");
        }
        yield return Say("asi", $"Así {c} {P}");
    }

    private IEnumerable<Phrase> Cifras(Claim claim, Term c) => claim.Kind == FactKind.Proof ? [Say("name-cifras", $"{P} en cifras: {c}")] : [];

    private IEnumerable<Phrase> Descubre(Term c) => [Facts.Formal ? Say("claim-descubra", $"{c}. Descubra {P}.") : Say("claim-descubre", $"{c}. Descubre {P}.")];

    private IEnumerable<Phrase> KindColon(Term c) => Kind is { } kind ? [Say("kind-colon", $"{kind}: {c}")] : [];

    private IEnumerable<Phrase> UnKind(Claim claim, Term c) => Un is { } un && Agrees(claim) ? [Say("un-kind-quality", $"{un} {c}")] : [];

    protected override IEnumerable<Phrase> OfProduct()
    {
        yield return Facts.Formal ? Say("descubra", $"Descubra {P}") : Say("descubre", $"Descubre {P}");
        yield return Say("este-es", $"Esto es {P}");
        yield return Say("asi-es", $"Así es {P}");
        if (Un is { } un && !NameSaysKind) yield return Say("name-un-kind", $"{P}, {un}");
        if (NamesAdvertiser)
        {
            yield return Say("name-de", $"{P} de {By}");
            if (Kind is { } kind) yield return Say("kind-de", $"{kind} de {By}");
            yield return Say("de-solo", $"{By}");
        }
        if (Kind is { } plain)
        {
            yield return Say("kind-solo", $"{plain}");
            yield return Say("nombre-solo", $"{N(plain.Text.Split(' ')[0])}");
        }
        if (Su is { } mine)
        {
            yield return Say("su-kind", $"{mine}");
            if (!NameSaysKind) yield return Say("su-kind-name", $"{mine}: {P}");
        }
        yield return Facts.Formal ? Say("conozca", $"Conozca {P}") : Say("conoce", $"Conoce {P}");
        yield return Facts.Formal ? Say("salude", $"Diga hola a {P}") : Say("saluda", $"Di hola a {P}");
    }

    protected override IEnumerable<Phrase> Offer(OfferTerms o)
    {
        if (o.Discount is { } d)
        {
            yield return Say("descuento-en", $"{d} de descuento en {P}");
            if (El is { } el && !NameSaysKind) yield return Say("descuento-en-kind", $"{d} de descuento en {el} {P}");
            yield return Facts.Formal ? Say("ahorre-porcentaje", $"Ahorre un {d} en {P}") : Say("ahorra-porcentaje", $"Ahorra un {d} en {P}");
            if (o.Until is { } end)
            {
                yield return Say("descuento-hasta", $"{d} de descuento hasta el {end}");
                yield return Say("hasta-descuento", $"Hasta el {end}: {d} de descuento en {P}");
            }
            yield return Say("descuento", $"{d} de descuento");
            yield return Say("name-descuento", $"{P}: {d} de descuento");
            if (o.Code is { } code) yield return Say("descuento-codigo", $"{d} de descuento con el código {code}");
        }
        if (o.Price is not { } price) yield break;
        if (o.Prior is { } prior)
        {
            yield return Say("name-en-vez", $"{P} por {price} en vez de {prior}");
            yield return Say("en-vez", $"{price} en vez de {prior}");
            yield return Facts.Formal ? Say("ahorre", $"Ahorre {o.Saving!.Value} en {P}") : Say("ahorra", $"Ahorra {o.Saving!.Value} en {P}");
        }
        yield return Say("name-por", $"{P} por {price}");
        if (o.Until is { } last) yield return Say("name-por-hasta", $"{P} por {price} hasta el {last}");
        if (Su is { } yours) yield return Say("su-kind-por", $"{yours} por {price}");
        if (Kind is { } what) yield return Say("kind-precio", $"{what}: {price}");
        yield return Say("name-precio", $"{P}: {price}");
    }

    protected override IEnumerable<Phrase> State(Claim claim, Term c, Shape shape)
    {
        switch (shape)
        {
            case Shape.Verb:
                yield return Say("state-verb", $"{P} {c}.");
                if (Un is { } un && El is { } el)
                {
                    if (!NameSaysKind) yield return Say("state-kind-que", $"{P} es {un} que {c}.");
                    yield return Facts.Formal ? Say("state-descubra-que", $"Descubra {el} que {c}.") : Say("state-descubre-que", $"Descubre {el} que {c}.");
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
        if (claim.Source is { } source) yield return Say("state-fuente", $"{c} ({new Term(source, claim.Id)}).");
    }

    protected override Phrase Pair(Term a, Shape shapeA, Term b, Shape shapeB, Phrase first) => (shapeA, shapeB) switch
    {
        // "y" becomes "e" before the sound i: incluye, ilumina.
        (Shape.Verb, Shape.Verb) => b.Text.StartsWith('i') ? Say("pair-verbs-e", $"{P} {a} e {b}.") : Say("pair-verbs", $"{P} {a} y {b}."),
        (Shape.Quality, Shape.Verb) => Say("pair-quality-verb", $"{a}, {P} {b}."),
        (_, Shape.Verb) => Say("pair-then-verb", $"{a}. {P} {b}."),
        (Shape.Verb, _) => Say("pair-verb-then", $"{P} {a}. {b.Capital()}."),
        _ => Join(first, Say("state", $"{b}.")),
    };

    protected override IEnumerable<Phrase> Terms(OfferTerms o)
    {
        if (o.Price is { } price) yield return o.Prior is { } prior ? Say("offer-en-vez", $"{price} en vez de {prior}.") : Say("offer-precio", $"Por {price}.");
        if (o.Discount is { } percent) yield return o.Until is { } end ? Say("offer-hasta", $"{percent} de descuento hasta el {end}.") : Say("offer-descuento", $"{percent} de descuento.");
    }

    protected override IEnumerable<Phrase> Details(OfferTerms o)
    {
        foreach (var sentence in Terms(o)) yield return sentence;
        if (o is { Price: { } price, Prior: { } prior, Until: { } end }) yield return Say("detail-hasta", $"Hasta el {end}: {price} en vez de {prior}.");
        if (o.Code is { } code) yield return o.Until is { } last ? Say("detail-codigo-hasta", $"Con el código {code}, hasta el {last}.") : Say("detail-codigo", $"Con el código {code}.");
        if (o.Until is { } day) yield return Say("detail-fin", $"Oferta válida hasta el {day}.");
    }

    protected override IEnumerable<Phrase> About()
    {
        if (NamesAdvertiser)
        {
            yield return Facts.Formal ? Say("body-de", $"Descubra {P} de {By}.") : Say("body-de", $"Descubre {P} de {By}.");
            if (Un is { } un && !NameSaysKind) yield return Say("body-kind-de", $"{P} es {un} de {By}.");
        }
        yield return Facts.Formal ? Say("body-conozca", $"Conozca {P}.") : Say("body-conoce", $"Conoce {P}.");
        if (Un is { } plain && !NameSaysKind) yield return Say("body-kind", $"{P} es {plain}.");
    }
}
