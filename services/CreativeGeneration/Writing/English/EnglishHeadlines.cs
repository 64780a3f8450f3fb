using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using static AdPlatform.CreativeGeneration.Writing.Phrase;

namespace AdPlatform.CreativeGeneration.Writing.English;

internal sealed class EnglishHeadlines(EnglishGrammar grammar, EnglishTerms terms)
{
    private Term P => terms.Product;

    public IEnumerable<Phrase> Of(Slot slot) => slot switch
    {
        { Angle: Angle.Offer } => Offer(),
        { Claim: { } claim } => Claim(claim),
        _ => Product(),
    };

    private IEnumerable<Phrase> Claim(Claim claim)
    {
        var c = EnglishTerms.Of(claim);
        return terms.ShapeOf(claim) switch
        {
            Shape.Verb => Verb(claim, c),
            Shape.Noun => [Say("name-with", $"{P}, with {c}"), .. KindWith(c), Say("claim", $"{c}"), Say("name-colon", $"{P}: {c}"), Say("meet-colon", $"Meet {P}: {c}"), Say("discover-claim", $"Discover {c}")],
            Shape.Sentence => [Say("claim", $"{c}"), Say("claim-meet", $"{c}. Meet {P}."), Say("name-colon", $"{P}: {c}"), .. Figures(claim, c), Say("claim-discover", $"{c}. Discover {P}.")],
            Shape.Quality => [Say("name-comma", $"{P}, {c}"), Say("name-colon", $"{P}: {c}"), .. KindQuality(c), Say("claim-meet", $"{c}. Meet {P}."), Say("claim", $"{c}"), Say("meet-colon", $"Meet {P}: {c}")],
            _ => [Say("name-colon", $"{P}: {c}"), Say("claim", $"{c}"), Say("claim-meet", $"{c}. Meet {P}."), .. KindColon(c), Say("meet-colon", $"Meet {P}: {c}"), Say("claim-colon", $"{c}: discover {P}")],
        };
    }

    private IEnumerable<Phrase> Verb(Claim claim, Term c)
    {
        yield return Say("name-verb", $"{P} {c}");
        if (terms.KindIsSingular)
        {
            yield return Say("a-kind-that", $"{terms.AKind} that {c}");
            yield return Say("meet-kind-that", $"Meet {P}, the {terms.Kind!.Value} that {c}");
            yield return Say("name-kind-that", $"{P}: {terms.AKind} that {c}");
            yield return Say("discover-kind-that", $"Discover {terms.AKind} that {c}");
        }
        if (terms.Imperative(claim) is { } act)
        {
            yield return Say("imperative-with", $"{act} with {P}");
            yield return Say("imperative", $"{act}");
        }
        yield return Say("see-how", $"See how {P} {c}");
        yield return Say("how", $"How {P} {c}");
    }

    private IEnumerable<Phrase> Figures(Claim claim, Term c) => claim.Kind == FactKind.Proof ? [Say("name-figures", $"{P} in figures: {c}")] : [];

    private IEnumerable<Phrase> KindWith(Term c) => terms.KindIsSingular ? [Say("a-kind-with", $"{terms.AKind} with {c}")] : [];

    private IEnumerable<Phrase> KindQuality(Term c) => terms.KindIsSingular && c.Text.Contains(' ') ? [Say("a-kind-quality", $"{terms.AKind} {c}")] : [];

    private IEnumerable<Phrase> KindColon(Term c) => terms.Kind is { } kind ? [Say("kind-colon", $"{kind}: {c}")] : [];

    private IEnumerable<Phrase> Product()
    {
        yield return Say("meet", $"Meet {P}");
        yield return Say("discover", $"Discover {P}");
        if (terms is { KindIsSingular: true, NameSaysKind: false }) yield return Say("name-kind", $"{P}, {terms.AKind}");
        if (terms.NamesAdvertiser)
        {
            yield return Say("name-by", $"{P} by {terms.Advertiser}");
            if (terms.Kind is { } kind) yield return Say("kind-by", $"{kind} by {terms.Advertiser}");
            yield return Say("meet-by", $"Meet {P} by {terms.Advertiser}");
        }
        if (terms.Kind is { } plain)
        {
            yield return Say("your-kind-alone", $"Your {plain}");
            yield return Say("kind-alone", $"{plain}");
            yield return Say("noun-alone", $"{plain with { Text = plain.Text[(plain.Text.LastIndexOf(' ') + 1)..] }}");
        }
        if (terms.NamesAdvertiser) yield return Say("by-alone", $"{terms.Advertiser}");
        yield return Say("introducing", $"Introducing {P}");
        yield return Say("get-to-know", $"Get to know {P}");
        yield return Say("say-hello", $"Say hello to {P}");
        if (terms.Kind is { } yours)
        {
            yield return Say("your-kind", $"Your {yours}: {P}");
            yield return Say("get-to-know-kind", $"Get to know your {yours}");
            yield return Say("introducing-kind", $"Introducing your {yours}");
            yield return Say("hello-kind", $"Hello, {yours}");
            if (!terms.NameSaysKind) yield return Say("name-your-kind", $"{P}, your {yours}");
        }
        yield return Say("this-is", $"This is {P}");
        yield return Say("hello", $"Hello, {P}");
        yield return Say("see", $"See {P}");
        if (!terms.NamesAdvertiser) yield break;
        yield return Say("from", $"{P} from {terms.Advertiser}");
        yield return Say("from-colon", $"From {terms.Advertiser}: {P}");
        yield return Say("by-colon", $"{terms.Advertiser}: {P}");
        yield return Say("discover-by", $"Discover {terms.Advertiser}");
        yield return Say("get-to-know-by", $"Get to know {terms.Advertiser}");
        yield return Say("say-hello-by", $"Say hello to {terms.Advertiser}");
        if (terms.Kind is { } theirs) yield return Say("by-kind", $"{terms.Advertiser} {theirs}");
    }

    private IEnumerable<Phrase> Offer()
    {
        var o = new OfferTerms(grammar, terms.Facts.Offer!);
        if (o.Discount is { } d)
        {
            yield return Say("off-name", $"{d} off {P}");
            if (terms is { Kind: { } tea, NameSaysKind: false }) yield return Say("off-name-kind", $"{d} off {P} {tea}");
            yield return Say("save-percent", $"Save {d} on {P}");
            if (o.Until is { } end)
            {
                yield return Say("off-until", $"{d} off until {end}");
                yield return Say("off-name-until", $"{d} off {P} until {end}");
            }
            yield return Say("off", $"{d} off");
            yield return Say("name-off", $"{P}: {d} off");
            if (o.Code is { } code)
            {
                yield return Say("off-code", $"{d} off with code {code}");
                yield return Say("code-colon", $"Code {code}: {d} off");
                yield return Say("use-code", $"Use code {code}");
            }
            yield return Say("save", $"Save {d}");
            if (o.Until is { } day) yield return Say("until-colon", $"Until {day}: save {d}");
        }
        if (o.Price is not { } price) yield break;
        if (o.Prior is { } prior)
        {
            yield return Say("name-instead", $"{P} for {price} instead of {prior}");
            yield return Say("instead", $"{price} instead of {prior}");
            yield return Say("save-amount", $"Save {o.Saving!.Value} on {P}");
            if (terms is { Kind: { } sort, NameSaysKind: false }) yield return Say("save-amount-kind", $"Save {o.Saving!.Value} on {P} {sort}");
        }
        yield return Say("name-for", $"{P} for {price}");
        if (o.Saving is { } saving) yield return Say("save-alone", $"Save {saving}");
        if (o.Until is { } last) yield return Say("name-for-until", $"{P} for {price} until {last}");
        if (terms.Kind is { } kind) yield return Say("your-kind-for", $"Your {kind} for {price}");
        if (terms.Kind is { } what) yield return Say("kind-price", $"{what}: {price}");
        yield return Say("name-price", $"{P}: {price}");
    }
}
