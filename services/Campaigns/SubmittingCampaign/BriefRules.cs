using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Http;

namespace AdPlatform.Campaigns.SubmittingCampaign;

/// <summary>What a brief must be before anything is stored. Each refusal names its field as the client wrote it.</summary>
internal static partial class BriefRules
{
    private const int MaxFlightDays = 366;

    public static FieldErrors Validate(CampaignBrief brief, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        TextRules.Check(brief.Name, "name", 200, errors);
        Advertiser(brief.Advertiser, errors);
        Locales(brief, errors);
        PerLocale(brief.Product.Name, "product.name", 60, brief.Locales, errors);
        PerLocale(brief.Product.Kind, "product.kind", 60, brief.Locales, errors);
        FactRules.Check(brief, errors);
        OfferRules.Check(brief, now, errors);
        Money(brief.Budget, "budget", errors);
        Schedule(brief, now, errors);
        Each(brief.Geographies, "geographies", 50, Countries.IsKnown, "must be an ISO 3166-1 alpha-2 country in capitals, such as FR", errors);
        Each(brief.Formats, "formats", 50, FormatIds.InBriefs.Contains, $"must be one of {string.Join(", ", FormatIds.InBriefs)}", errors);
        Targeting(brief.Targeting, errors);
        Brand(brief, errors);
        LandingUrl(brief, errors);
        PoliticalFields.Check(brief, errors);
        errors.Check(brief.Holdout is null or (>= 0.01 and <= 0.5), "holdout", "must be 0.01 to 0.5, or absent");
        return errors;
    }

    internal static void Money(Money money, string field, FieldErrors errors)
    {
        errors.Check(money.Micros > 0, $"{field}.amount", "must be more than 0");
        errors.Check(money.Micros <= 1_000_000_000L * Contracts.Money.MicrosPerUnit, $"{field}.amount", "must be at most 1,000,000,000");
        errors.Check(Currencies.IsKnown(money.Currency), $"{field}.currency", "must be an ISO 4217 currency in use, such as EUR");
    }

    internal static void PerLocale(IReadOnlyDictionary<string, string> texts, string field, int max, IReadOnlyList<string> locales, FieldErrors errors)
    {
        errors.Check(texts.Count > 0, field, "must have a text for at least one locale");
        foreach (var (locale, text) in texts)
        {
            errors.Check(locales.Contains(locale), $"{field}.{locale}", "is not one of the brief's locales");
            TextRules.Check(text, $"{field}.{locale}", max, errors);
        }
    }

    private static void Advertiser(Advertiser advertiser, FieldErrors errors)
    {
        TextRules.Check(advertiser.Name, "advertiser.name", 25, errors);
        Each(advertiser.Domains, "advertiser.domains", 50, domain => Domain().IsMatch(domain), "must be a host name in lower case, such as example.com", errors);
        errors.Check(advertiser.Category is null or { Length: <= 20 }, "advertiser.category", "must be an IAB Content Taxonomy 3.1 id");
        if (advertiser.Payer is not null) TextRules.Check(advertiser.Payer, "advertiser.payer", 100, errors);
    }

    private static void Locales(CampaignBrief brief, FieldErrors errors) =>
        Each(brief.Locales, "locales", 20, locale => Locale().IsMatch(locale), "must be a BCP 47 language tag, such as en or pt-BR", errors);

    private static void Schedule(CampaignBrief brief, DateTimeOffset now, FieldErrors errors)
    {
        if (!errors.Check(TimeZoneInfo.TryFindSystemTimeZoneById(brief.Zone, out var zone) && zone.HasIanaId, "zone", "must be an IANA time zone, such as Europe/Paris")) return;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone!).DateTime);
        if (!errors.Check(brief.Flight.End >= brief.Flight.Start, "flight.end", "must not be before flight.start")) return;
        errors.Check(brief.Flight.End >= today, "flight.end", $"lies in the past (today is {today:yyyy-MM-dd} in {brief.Zone})");
        errors.Check(brief.Flight.Days <= MaxFlightDays, "flight.end", $"the flight must have at most {MaxFlightDays} days");
    }

    private static void Targeting(Targeting targeting, FieldErrors errors)
    {
        Each(targeting.Segments, "targeting.segments", 100, text => text.Length <= 200, "must have at most 200 characters", errors, needed: false);
        Each(targeting.Interests, "targeting.interests", 100, text => text.Length <= 100, "must have at most 100 characters", errors, needed: false);
        Each(targeting.ExcludedGenres, "targeting.excludedGenres", 100, text => text.Length <= 100, "must have at most 100 characters", errors, needed: false);
        Each(targeting.Devices, "targeting.devices", 20, text => text.Length <= 40, "must have at most 40 characters", errors, needed: false);
        CapRules.Check(targeting.FrequencyCap, "targeting.frequencyCap", errors);
        CapRules.Check(targeting.CreativeCap, "targeting.creativeCap", errors);
        CapRules.Check(targeting.AdvertiserCap, "targeting.advertiserCap", errors);
    }

    private static void Brand(CampaignBrief brief, FieldErrors errors)
    {
        Each(brief.Brand.ForbiddenTerms, "brand.forbiddenTerms", 500, term => term.Trim().Length is >= 2 and <= 100, "must have 2 to 100 characters", errors, needed: false);
        if (brief.Brand.MandatoryText.Count > 0) PerLocale(brief.Brand.MandatoryText, "brand.mandatoryText", 120, brief.Locales, errors);
        Each(brief.Brand.Colours, "brand.colours", 8, colour => Colour().IsMatch(colour), "must be #RRGGBB", errors, needed: false);
        errors.Check(brief.Brand.Font is null or { Length: >= 1 and <= 100 }, "brand.font", "must have 1 to 100 characters: the family of a font in the library");
        errors.Check(brief.Brand.Colours.Count != 1, "brand.colours", "must have two at least (background, accent), or none");
    }

    /// <summary>RFC 6761, RFC 6762, RFC 8375 and common practice.</summary>
    private static readonly string[] PrivateNames = [".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".private", ".home.arpa"];

    private static void LandingUrl(CampaignBrief brief, FieldErrors errors)
    {
        const string field = "landingUrl";
        if (!errors.Check(Uri.TryCreate(brief.LandingUrl, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps, field, "must be an absolute https URL")) return;
        errors.Check(brief.LandingUrl.Length <= 2000, field, "must have at most 2000 characters");
        errors.Check(url!.UserInfo.Length == 0, field, "must not carry a user name");
        errors.Check(url.HostNameType == UriHostNameType.Dns && url.IsDefaultPort, field, "must name a public host, without a port of its own");
        errors.Check(!PrivateNames.Any(name => url.IdnHost.EndsWith(name, StringComparison.Ordinal)), field, "must name a public host: this name only resolves inside a network");
        errors.Check(brief.Advertiser.Domains.Any(domain => url.IdnHost == domain || url.IdnHost.EndsWith("." + domain, StringComparison.Ordinal)),
            field, "must lie on one of advertiser.domains");
    }

    private static void Each(
        IReadOnlyList<string> items, string field, int max, Func<string, bool> holds, string reason, FieldErrors errors, bool needed = true)
    {
        errors.Check(!needed || items.Count > 0, field, "must have at least one entry");
        if (!errors.Check(items.Count <= max, field, $"must have at most {max} entries")) return;
        for (var i = 0; i < items.Count; i++)
        {
            errors.Check(items[i] is not null && holds(items[i]), $"{field}[{i}]", reason);
            errors.Check(items.Take(i).All(earlier => earlier != items[i]), $"{field}[{i}]", "is named twice");
        }
    }

    [GeneratedRegex(@"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$")]
    private static partial Regex Domain();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]
    private static partial Regex Locale();

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex Colour();
}
