using System.Globalization;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AdDelivery.ServingVast;

/// <summary>Query of <c>GET /v1/vast</c> and <c>/v1/vmap</c>: what a player or stitcher can say of itself.</summary>
internal static class VastRequest
{
    private const int MaxAds = 10;

    /// <param name="breaks">Ids of breaks, each a pod; one for a plain document.</param>
    public static Question? Read(IQueryCollection query, IReadOnlyList<string> breaks, int? tcfVendorId, FieldErrors errors)
    {
        var format = Text("format") ?? FormatIds.Video1920x1080;
        errors.Check(format is FormatIds.Video1920x1080 or FormatIds.Pause1920x1080, "format", $"must be {FormatIds.Video1920x1080} or {FormatIds.Pause1920x1080}");
        var (ads, most, least, total) = (Number("ads", 1, MaxAds), Number("maxSeconds", 1, 3600), Number("minSeconds", 0, 3600), Number("podSeconds", 1, 7200));
        var tmax = Number("tmax", 1, 60_000);
        var viewer = Text("viewer");
        var kind = Text("viewerKind") ?? "user";
        errors.Check(!kind.Contains(':', StringComparison.Ordinal), "viewerKind", "must not contain a colon");
        var country = Text("country");
        errors.Check(country is null || (country.Length == 2 && country.All(char.IsAsciiLetter)), "country", "must be an ISO 3166-1 alpha-2 code, such as FR");
        var gdpr = Number("gdpr", 0, 1);
        var category = Number("cattax", 1, 600);
        if (errors.Any) return null;
        var terms = format == FormatIds.Video1920x1080
            ? new BuyingTerms { Video = new(List("mimes"), least, most, []) } : null;
        return new()
        {
            Slots = [.. breaks.Select(id => new Slot(id, [new(id, format, null, null, terms)], ads ?? (total is null ? 1 : MaxAds), Pod: id, Seconds: total))],
            Ids = viewer is null ? [] : [new(kind, viewer)],
            Context = new()
            {
                TitleId = Text("titleId"), Genres = List("genres") is { Count: > 0 } genres ? genres : null, Country = country, Language = Text("language"), Device = Text("device"),
            },
            Consent = StatedConsent.Of(new ConsentRequest(gdpr is { } applies ? applies == 1 : null, null, Text("consent", 16_384)), tcfVendorId),
            OptedOut = Profiles.Consent.UsPrivacy.TryRead(Text("usPrivacy"))?.OptOutSale == 'Y' || Profiles.Consent.GppString.TryRead(Text("gpp", 16_384))?.IsOptedOut == true,
            BlockedCategories = List("bcat"),
            Taxonomy = category ?? Taxonomies.Content3,
            BlockedDomains = List("badv"),
            Tmax = tmax,
        };

        string? Text(string name, int atMost = 256)
        {
            if (query[name].ToString() is not { Length: > 0 } text) return null;
            return errors.Check(text.Length <= atMost, name, $"must have at most {atMost} characters") ? text : null;
        }

        IReadOnlyList<string> List(string name) => (Text(name, 4_096) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        int? Number(string name, int from, int to)
        {
            if (Text(name) is not { } text) return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to) return number;
            errors.Add(name, $"must be a whole number, {from} to {to}");
            return null;
        }
    }
}
