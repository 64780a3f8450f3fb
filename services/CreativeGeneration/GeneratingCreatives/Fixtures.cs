using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>Everything but headlines, body and button: fixed by the facts, the format and the law, and by what the others say.</summary>
internal static class Fixtures
{
    public static readonly IReadOnlyList<string> Fixed = [Roles.Disclosure, Roles.Sponsored, Roles.Product, Roles.Link, Roles.Legal, Roles.Price, Roles.Badge, Roles.Source];

    /// <param name="texts">Complete but for the fixtures, which are added.</param>
    /// <param name="argues">The creative argues with the offer.</param>
    public static void Add(Dictionary<string, Phrase> texts, FactSheet facts, FormatSpec format, IGrammar grammar, bool argues)
    {
        void Put(string role, Phrase phrase) { if (format.Find(role) is not null) texts[role] = phrase; }
        Put(Roles.Disclosure, Cell.Fixed(Roles.Disclosure, grammar.Labels.Disclosure));
        Put(Roles.Sponsored, new("sponsored", [new(facts.Advertiser, FactBook.AdvertiserId)]));
        Put(Roles.Product, new("product", [new(facts.Product, FactBook.ProductId)]));
        if (DisplayHost(facts) is var host && host.Length <= format.Find(Roles.Link)?.Max) Put(Roles.Link, new("link", [new(host, FactBook.LandingId)]));
        if (facts.Mandatory is { } mandatory) Put(Roles.Legal, new("mandatory", [new(mandatory, FactBook.MandatoryId)]));
        if (facts.Offer is { } offer)
        {
            if (offer.Price is { } price) Put(Roles.Price, new("price", [new(grammar.Money(price), offer.Id)]));
            if (argues && Badge(offer, grammar, texts[Roles.Headline].Text + texts.GetValueOrDefault(Roles.Body)?.Text) is { } badge) Put(Roles.Badge, new("badge", [new(badge, offer.Id)]));
        }
        var cited = facts.Claims.Where(c => c.Source is not null && texts.Values.Any(t => t.Facts.Contains(c.Id))).ToList();
        if (cited.Count > 0)
            Put(Roles.Source, new("source", [new(grammar.Labels.Source + " ", null), .. cited.SelectMany((c, i) => new[] { new Part(i == 0 ? "" : " – ", null), new Part(c.Source!, c.Id) }).Where(p => p.Text.Length > 0)]));
    }

    /// <returns>Neither picture nor fault for a format that is not drawn.</returns>
    public static (Artwork? Artwork, string? Fault) Draw(Dictionary<string, Phrase> texts, FactSheet facts, FormatSpec format, Palette colours, int seed, Guid segment, string angle, string writer)
    {
        if (format.Canvas is null) return default;
        var (art, fault) = Artist.Draw(new(format, facts.Locale, facts.Advertiser, facts.Product, texts.ToDictionary(t => t.Key, t => t.Value.Text), colours, Cell.HashCode(seed, segment, angle)));
        if (art is null) return (null, fault);
        var marked = Marking.Mark(art, writer);
        return marked.Bytes > format.MaxBytes ? (null, $"{marked.Bytes} bytes, at most {format.MaxBytes}") : (marked, null);
    }

    /// <summary>Last day on which all of it is true; null when nothing in it ends.</summary>
    public static DateOnly? LastDay(FactSheet facts, IEnumerable<Phrase> texts) =>
        facts.Offer is { EndsOn: { } end } offer && texts.Any(t => t.Facts.Contains(offer.Id)) ? end : null;

    /// <summary>The part of the offer that headline and body do not say already; null when they say all of it.</summary>
    private static string? Badge(Offer offer, IGrammar grammar, string said)
    {
        var discount = offer.DiscountPercent is { } percent ? grammar.Percent(percent) : null;
        var price = offer.Price is { } money ? grammar.Money(money) : null;
        if (price is not null && !said.Contains(price, StringComparison.Ordinal)) return price;
        return discount is not null && !said.Contains(discount, StringComparison.Ordinal) ? "−" + discount : null;
    }

    private static string DisplayHost(FactSheet facts) => new Uri(facts.LandingUrl).Host is ['w', 'w', 'w', '.', .. var bare] ? bare : new Uri(facts.LandingUrl).Host;
}
