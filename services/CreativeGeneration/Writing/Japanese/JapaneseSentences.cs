using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.Japanese;

internal sealed class JapaneseSentences(FactSheet facts, JapaneseGrammar grammar) : SentenceBook(facts, grammar)
{
    private Term? Kind => Facts.Kind is { } kind ? new(kind, FactBook.ProductId) : null;

    private bool NameSaysKind => Facts.Kind is { } kind && Facts.Product.Contains(kind, StringComparison.Ordinal);

    /// <summary>A clause with its own subject (が) is a sentence; one that ends in a verb has the product for its subject; the rest is a label.</summary>
    protected override Shape ShapeOf(Claim claim) => claim.Text switch
    {
        var text when text.Contains(Facts.Product, StringComparison.OrdinalIgnoreCase) => Shape.Sentence,
        var text when JapaneseVerbs.EndsInVerb(text) => claim.Kind == FactKind.Proof || text.Contains('が') || text.Contains('は') ? Shape.Sentence : Shape.Verb,
        _ => Shape.Label,
    };

    protected override Phrase Joined(Phrase first, Phrase second) => new($"{first.Rule}+{second.Rule}", [.. first.Parts, .. second.Parts]);

    protected override IEnumerable<Phrase> OfClaim(Claim claim, Term c, Shape shape) => shape == Shape.Verb ? Verb(c)
        : [Say("claim", $"{c}"), Say("name-colon", $"{P}：{c}"), Say("claim-name", $"{c}。{P}"), .. claim.Kind == FactKind.Proof ? [Say("suji", $"数字で見る{P}：{c}")] : Array.Empty<Phrase>(), .. KindColon(c), Say("kore-ga", $"これが{P}：{c}"), Say("dash", $"{c}―{P}")];

    private IEnumerable<Phrase> Verb(Term c)
    {
        if (Kind is { } kind)
        {
            yield return Say("clause-kind", $"{c}{kind}");
            if (!NameSaysKind)
            {
                yield return Say("clause-kind-name", $"{c}{kind}、{P}");
                yield return Say("name-clause-kind", $"{P}。{c}{kind}");
            }
        }
        yield return Say("name-wa", $"{P}は{c}");
        yield return Say("clause-name", $"{c}{P}");
        yield return Say("name-colon", $"{P}：{c}");
        yield return Say("kore-ga-clause", $"これが{c}{P}");
    }

    private IEnumerable<Phrase> KindColon(Term c) => Kind is { } kind ? [Say("kind-colon", $"{kind}：{c}")] : [];

    protected override IEnumerable<Phrase> OfProduct()
    {
        yield return Say("kore-ga", $"これが{P}");
        yield return Say("goshokai", $"{P}のご紹介");
        if (Kind is { } kind && !NameSaysKind)
        {
            yield return Say("name-kind", $"{P}、{kind}");
            yield return Say("kind-nara", $"{kind}なら{P}");
        }
        if (NamesAdvertiser)
        {
            yield return Say("by-no-name", $"{By}の{P}");
            if (Kind is { } sort) yield return Say("by-no-kind", $"{By}の{sort}");
            yield return Say("by-alone", $"{By}");
        }
        if (Kind is { } plain) yield return Say("kind-alone", $"{plain}");
        yield return Say("name-alone", $"{P}");
        yield return Say("konnichiwa", $"こんにちは、{P}");
    }

    protected override IEnumerable<Phrase> Offer(OfferTerms o)
    {
        if (o.Discount is { } d)
        {
            yield return Say("name-ga-off", $"{P}が{d}オフ");
            if (Kind is { } kind && !NameSaysKind) yield return Say("kind-name-ga-off", $"{kind}「{P}」が{d}オフ");
            if (o.Until is { } end)
            {
                yield return Say("made-off", $"{end}まで{d}オフ");
                yield return Say("made-name-off", $"{P}が{end}まで{d}オフ");
            }
            yield return Say("name-off", $"{P}：{d}オフ");
            if (o.Code is { } code) yield return Say("code-off", $"コード{code}で{d}オフ");
        }
        if (o.Price is not { } price) yield break;
        if (o.Prior is { } prior)
        {
            yield return Say("name-tokoro", $"{P}が{prior}のところ{price}");
            yield return Say("tokoro", $"{prior}のところ{price}");
            yield return Say("waribiki", $"{P}が{o.Saving!.Value}引き");
        }
        yield return Say("name-ga", $"{P}が{price}");
        if (o.Until is { } last) yield return Say("name-ga-made", $"{P}が{last}まで{price}");
        if (Kind is { } what) yield return Say("kind-price", $"{what}：{price}");
        yield return Say("name-price", $"{P}：{price}");
    }

    protected override IEnumerable<Phrase> State(Claim claim, Term c, Shape shape)
    {
        if (shape == Shape.Verb)
        {
            yield return Say("state-polite", $"{P}は{new Term(JapaneseVerbs.Polite(claim.Text), claim.Id)}。");
            if (Kind is { } kind)
            {
                if (!NameSaysKind) yield return Say("state-clause-kind", $"{P}は{c}{kind}です。");
                yield return Say("state-kind", $"{c}{kind}です。");
            }
        }
        else
        {
            yield return Say("state", $"{c}。");
            yield return Say("state-name", $"{P}：{c}。");
        }
        if (claim.Source is { } source) yield return Say("state-shutten", $"{c}（{new Term(source, claim.Id)}）。");
    }

    protected override Phrase Pair(Term a, Shape shapeA, Term b, Shape shapeB, Phrase first) => (shapeA, shapeB) switch
    {
        (Shape.Verb, Shape.Verb) => Say("pair-te", $"{P}は{a with { Text = JapaneseVerbs.Te(a.Text) }}、{b with { Text = JapaneseVerbs.Polite(b.Text) }}。"),
        (_, Shape.Verb) => Say("pair-then-polite", $"{a}。{P}は{b with { Text = JapaneseVerbs.Polite(b.Text) }}。"),
        _ => Joined(first, Say("state", $"{b}。")),
    };

    protected override IEnumerable<Phrase> Terms(OfferTerms o)
    {
        if (o.Price is { } price) yield return o.Prior is { } prior ? Say("offer-tokoro", $"{prior}のところ{price}。") : Say("offer-price", $"{price}です。");
        if (o.Discount is { } percent) yield return o.Until is { } end ? Say("offer-made", $"{end}まで{percent}オフ。") : Say("offer-off", $"{percent}オフ。");
    }

    protected override IEnumerable<Phrase> Details(OfferTerms o)
    {
        foreach (var sentence in Terms(o)) yield return sentence;
        if (o is { Price: { } price, Prior: { } prior, Until: { } end }) yield return Say("detail-made", $"{end}まで{prior}のところ{price}です。");
        if (o.Code is { } code) yield return o.Until is { } last ? Say("detail-code-made", $"コードは{code}、{last}まで。") : Say("detail-code", $"コードは{code}です。");
        if (o.Until is { } day) yield return Say("detail-kigen", $"特典は{day}までです。");
    }

    protected override IEnumerable<Phrase> About()
    {
        if (NamesAdvertiser)
        {
            yield return Say("body-by", $"{By}の{P}です。");
            if (Kind is { } kind && !NameSaysKind) yield return Say("body-kind-by", $"{P}は{By}の{kind}です。");
        }
        if (Kind is { } plain && !NameSaysKind) yield return Say("body-kind", $"{P}は{plain}です。");
        yield return Say("body-goshokai", $"{P}をご紹介します。");
    }
}
