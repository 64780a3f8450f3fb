using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>Everything but headlines, body and button: fixed by the facts, the format and the law, and by what the others say.</summary>
internal static class Fixtures
{
    public static readonly IReadOnlyList<string> Fixed = [Roles.Disclosure, Roles.Sponsored, Roles.Product, Roles.Link, Roles.Legal, Roles.Price, Roles.Badge, Roles.Source, Roles.BusinessName];

    /// <param name="texts">Complete but for the fixtures, which are added.</param>
    /// <param name="argues">The creative argues with the offer.</param>
    public static void Add(Dictionary<string, Phrase> texts, FactSheet facts, FormatSpec format, ITypography grammar, bool argues)
    {
        void Put(string role, Phrase phrase) { if (format.Find(role) is not null) texts[role] = phrase; }
        Put(Roles.Disclosure, Cell.Fixed(Roles.Disclosure, grammar.Labels.Disclosure));
        Put(Roles.Sponsored, new("sponsored", [new(facts.Advertiser, FactBook.AdvertiserId)]));
        Put(Roles.Product, new("product", [new(facts.Product, FactBook.ProductId)]));
        AddName(texts, facts, format);
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

    /// <summary>The business name, where the network asks for one.</summary>
    public static void AddName(Dictionary<string, Phrase> texts, FactSheet facts, FormatSpec format)
    {
        if (format.Find(Roles.LongHeadline) is not null && facts.Advertiser.Length <= FormatCatalogue.BusinessNameMax) texts[Roles.BusinessName] = new("business-name", [new(facts.Advertiser, FactBook.AdvertiserId)]);
    }

    /// <returns>Neither picture nor fault for a format that is not drawn.</returns>
    public static (Artwork? Artwork, string? Fault) Draw(
        Dictionary<string, Phrase> texts, FactSheet facts, FormatSpec format, Palette colours, int seed, Guid segment, string angle, string writer, Illustration illustration, Typeface type) => format.Canvas is null ? default
        : Artist.Draw(new(format, facts.Locale, facts.Advertiser, facts.Product, texts.ToDictionary(t => t.Key, t => t.Value.Text), colours, Cell.HashCode(seed, segment, angle), writer, illustration) { Type = type });

    /// <summary>Last day on which all of it is true and may be shown; null when nothing in it ends.</summary>
    /// <param name="rights">Last days of its pictures.</param>
    public static DateOnly? LastDay(FactSheet facts, IEnumerable<Phrase> texts, IEnumerable<DateOnly?> rights) =>
        rights.Append(facts.Offer is { EndsOn: { } end } offer && texts.Any(t => t.Facts.Contains(offer.Id)) ? end : null).Where(day => day is not null).Min();

    /// <summary>The part of the offer that headline and body do not say already; null when they say all of it.</summary>
    private static string? Badge(Offer offer, ITypography grammar, string said)
    {
        var discount = offer.DiscountPercent is { } percent ? grammar.Percent(percent) : null;
        var price = offer.Price is { } money ? grammar.Money(money) : null;
        if (price is not null && !said.Contains(price, StringComparison.Ordinal)) return price;
        return discount is not null && !said.Contains(discount, StringComparison.Ordinal) ? "−" + discount : null;
    }

    private static string DisplayHost(FactSheet facts) => new Uri(facts.LandingUrl).Host is ['w', 'w', 'w', '.', .. var bare] ? bare : new Uri(facts.LandingUrl).Host;
}
