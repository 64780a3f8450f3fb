using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.Portuguese;

internal sealed class PortugueseSentences : SentenceBook
{
    private static readonly ReaderAddress Address = new("senhor senhora", "tu te ti teu tua contigo");
    private readonly (string Noun, char? Gender)? _kind;

    public PortugueseSentences(FactSheet facts, PortugueseGrammar grammar) : base(facts, grammar) => _kind = facts.Kind is { } kind ? PortugueseWords.Nouns.Read(kind) : null;

    private bool NameSaysKind => _kind is { } kind && Gate.Tokens.Contains(Facts.Product, kind.Noun.Split(' ')[0]);
    private Term? Kind => _kind is { } kind ? N(kind.Noun) : null;
    private Term? Um => _kind is { Gender: { } g } kind ? N(PortugueseWords.Indefinite(kind.Noun, g)) : null;
    private Term? O => _kind is { Gender: { } g } kind ? N(PortugueseWords.Definite(kind.Noun, g)) : null;
    private Term? Seu => _kind is { Gender: { } g } kind ? N(PortugueseWords.Yours(kind.Noun, g)) : null;

    private static Term N(string text) => new(text, FactBook.ProductId);

    protected override Shape ShapeOf(Claim claim) => PortugueseWords.Clauses.ShapeOf(claim.Text, Facts.Product);

    /// <summary>Brazilian copy says você: a clause that says tu would stand out.</summary>
    protected override bool Usable(Claim claim) => Address.Fits(claim.Text, wantsFormal: true);

    private bool Agrees(Claim claim) => _kind is { Gender: { } g } && ClauseWords.Split(claim.Text)[0] is var word && (PortugueseWords.SameInBothGenders(word) || word.EndsWith('a') == (g == 'f'));

    protected override IEnumerable<Phrase> OfClaim(Claim claim, Term c, Shape shape) => shape switch
    {
        Shape.Verb => Verb(claim, c),
        Shape.Noun => [Say("claim", $"{c}"), Say("name-colon", $"{P}: {c}"), .. KindColon(c), Say("claim-descubra", $"{c}. Descubra {P}."), Say("assim-e", $"Assim é {P}: {c}"), Say("conheca-colon", $"Conheça {P}: {c}")],
        Shape.Sentence => [Say("claim", $"{c}"), Say("claim-descubra", $"{c}. Descubra {P}."), Say("name-colon", $"{P}: {c}"), .. Numeros(claim, c), Say("claim-assim", $"{c}. Assim é {P}.")],
        Shape.Quality => [Say("name-comma", $"{P}, {c}"), Say("name-colon", $"{P}: {c}"), .. UmKind(claim, c), Say("claim-descubra", $"{c}. Descubra {P}."), Say("conheca-colon", $"Conheça {P}: {c}")],
        _ => [Say("name-colon", $"{P}: {c}"), Say("claim", $"{c}"), .. KindColon(c), Say("claim-descubra", $"{c}. Descubra {P}."), Say("conheca-colon", $"Conheça {P}: {c}")],
    };

    private IEnumerable<Phrase> Verb(Claim claim, Term c)
    {
        yield return Say("name-verb", $"{P} {c}");
        if (Um is { } um && O is { } o)
        {
            yield return Say("um-kind-que", $"{um} que {c}");
            if (!NameSaysKind) yield return Say("name-o-kind-que", $"{P}, {o} que {c}");
            yield return Say("descubra-kind-que", $"Descubra {o} que {c}");
            yield return Say("conheca-kind-que", $"Conheça {o} que {c}");
        }
        if (PortugueseWords.Imperative(claim.Text) is { } act)
        {
            yield return Say("imperativo-com", $"{new Term(act, claim.Id)} com {P}");
            yield return Say("imperativo", $"{new Term(act, claim.Id)}");
        }
        yield return Say("assim", $"Assim {P} {c}");
    }

    private IEnumerable<Phrase> Numeros(Claim claim, Term c) => claim.Kind == FactKind.Proof ? [Say("name-numeros", $"{P} em números: {c}")] : [];

    private IEnumerable<Phrase> KindColon(Term c) => Kind is { } kind ? [Say("kind-colon", $"{kind}: {c}")] : [];

    private IEnumerable<Phrase> UmKind(Claim claim, Term c) => Um is { } um && Agrees(claim) ? [Say("um-kind-quality", $"{um} {c}")] : [];

    protected override IEnumerable<Phrase> OfProduct()
    {
        yield return Say("descubra", $"Descubra {P}");
        yield return Say("conheca", $"Conheça {P}");
        yield return Say("assim-e", $"Assim é {P}");
        if (Um is { } um && !NameSaysKind) yield return Say("name-um-kind", $"{P}, {um}");
        if (NamesAdvertiser)
        {
            yield return Say("name-by", $"{P}, por {By}");
            if (Kind is { } kind) yield return Say("kind-by", $"{kind} por {By}");
            yield return Say("by-so", $"{By}");
        }
        if (Kind is { } plain)
        {
            yield return Say("kind-so", $"{plain}");
            yield return Say("nome-so", $"{N(plain.Text.Split(' ')[0])}");
        }
        if (Seu is { } mine)
        {
            yield return Say("seu-kind", $"{mine}");
            if (!NameSaysKind) yield return Say("seu-kind-name", $"{mine}: {P}");
        }
        yield return Say("ola", $"Diga olá para {P}");
    }

    protected override IEnumerable<Phrase> Offer(OfferTerms o)
    {
        if (o.Discount is { } d)
        {
            yield return Say("desconto-em", $"{d} de desconto em {P}");
            yield return Say("economize-porcento", $"Economize {d} em {P}");
            if (o.Until is { } end)
            {
                yield return Say("desconto-ate", $"{d} de desconto até {end}");
                yield return Say("ate-desconto", $"Até {end}: {d} de desconto em {P}");
            }
            yield return Say("desconto", $"{d} de desconto");
            yield return Say("name-desconto", $"{P}: {d} de desconto");
            if (Kind is { } kind) yield return Say("kind-desconto", $"{kind}: {d} de desconto");
            if (o.Code is { } code) yield return Say("desconto-codigo", $"{d} de desconto com o código {code}");
        }
        if (o.Price is not { } price) yield break;
        if (o.Prior is { } prior)
        {
            yield return Say("name-em-vez", $"{P} por {price} em vez de {prior}");
            yield return Say("em-vez", $"{price} em vez de {prior}");
            yield return Say("economize", $"Economize {o.Saving!.Value} em {P}");
        }
        yield return Say("name-por", $"{P} por {price}");
        if (o.Until is { } last) yield return Say("name-por-ate", $"{P} por {price} até {last}");
        if (Seu is { } yours) yield return Say("seu-kind-por", $"{yours} por {price}");
        if (Kind is { } what) yield return Say("kind-preco", $"{what}: {price}");
        yield return Say("name-preco", $"{P}: {price}");
    }

    protected override IEnumerable<Phrase> State(Claim claim, Term c, Shape shape)
    {
        switch (shape)
        {
            case Shape.Verb:
                yield return Say("state-verb", $"{P} {c}.");
                if (Um is { } um && O is { } o)
                {
                    if (!NameSaysKind) yield return Say("state-kind-que", $"{P} é {um} que {c}.");
                    yield return Say("state-descubra-que", $"Descubra {o} que {c}.");
                }
                break;
            case Shape.Quality:
                yield return Say("state-comma", $"{P}, {c}.");
                yield return Say("state", $"{c}.");
                if (Um is { } sort && !NameSaysKind && Agrees(claim)) yield return Say("state-kind-quality", $"{P}, {sort} {c}.");
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
        if (o.Price is { } price) yield return o.Prior is { } prior ? Say("offer-em-vez", $"{price} em vez de {prior}.") : Say("offer-preco", $"Por {price}.");
        if (o.Discount is { } percent) yield return o.Until is { } end ? Say("offer-ate", $"{percent} de desconto até {end}.") : Say("offer-desconto", $"{percent} de desconto.");
    }

    protected override IEnumerable<Phrase> Details(OfferTerms o)
    {
        foreach (var sentence in Terms(o)) yield return sentence;
        if (o is { Price: { } price, Prior: { } prior, Until: { } end }) yield return Say("detail-ate", $"Até {end}: {price} em vez de {prior}.");
        if (o.Code is { } code) yield return o.Until is { } last ? Say("detail-codigo-ate", $"Com o código {code}, até {last}.") : Say("detail-codigo", $"Com o código {code}.");
        if (o.Until is { } day) yield return Say("detail-fim", $"Oferta válida até {day}.");
    }

    protected override IEnumerable<Phrase> About()
    {
        if (NamesAdvertiser)
        {
            yield return Say("body-by", $"Descubra {P}, por {By}.");
            if (Um is { } um && !NameSaysKind) yield return Say("body-kind-by", $"{P} é {um} por {By}.");
        }
        yield return Say("body-conheca", $"Conheça {P}.");
        if (Um is { } plain && !NameSaysKind) yield return Say("body-kind", $"{P} é {plain}.");
    }
}
