using System.Text.RegularExpressions;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Facts;

/// <summary>Why a brief cannot be written for: a path into the brief, and a sentence for the advertiser.</summary>
internal sealed record BriefFault(string Field, string Reason);

/// <summary>Brief to typed facts, or the first fault. A contradiction is never resolved by guessing which side is right.</summary>
internal static partial class ReadingBrief
{
    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex HexColour();

    public static (FactBook? Book, BriefFault? Fault) Read(CampaignBrief brief)
    {
        var fault = Identity(brief)
            ?? brief.Facts.Select((fact, i) => ClaimChecks.Fault(fact, i, brief)).FirstOrDefault(f => f is not null)
            ?? (brief.Offer is { } offer ? OfferChecks.Fault(offer, brief) : null)
            ?? Brand(brief);
        return fault is null ? (new FactBook(brief, Typed(brief)), null) : (null, fault);
    }

    private static BriefFault? Identity(CampaignBrief brief)
    {
        if (!brief.Product.Name.Any(n => !string.IsNullOrWhiteSpace(n.Value))) return new("product.name", "is missing in every language");
        if (string.IsNullOrWhiteSpace(brief.Advertiser.Name)) return new("advertiser.name", "is missing");
        if (!OnDomains(brief.LandingUrl, brief.Advertiser.Domains)) return new("landingUrl", "must be an https URL on one of the advertiser's domains");
        if (PrivateHost(brief.LandingUrl)) return new("landingUrl", "must name a public host, not an address or a private name");
        foreach (var (locale, name) in brief.Product.Name)
            if (ClaimChecks.Unprintable(name)) return new($"product.name.{locale}", "has mark-up, or characters that do not show");
        if (ClaimChecks.Unprintable(brief.Advertiser.Name)) return new("advertiser.name", "has mark-up, or characters that do not show");
        foreach (var (field, text) in new[] { ("sponsor", brief.Political?.Sponsor), ("controlledBy", brief.Political?.ControlledBy), ("process", brief.Political?.Process) })
            if (text is not null && ClaimChecks.Unprintable(text)) return new($"political.{field}", "has mark-up, or characters that do not show");
        return brief.Advertiser.Payer is { } payer && ClaimChecks.Unprintable(payer) ? new("advertiser.payer", "has mark-up, or characters that do not show") : null;
    }

    private static BriefFault? Brand(CampaignBrief brief)
    {
        for (var i = 0; i < brief.Brand.Colours.Count; i++)
            if (!HexColour().IsMatch(brief.Brand.Colours[i])) return new($"brand.colours[{i}]", "must be #RRGGBB");
        foreach (var (locale, kind) in brief.Product.Kind)
            if (ClaimChecks.Unprintable(kind)) return new($"product.kind.{locale}", "has mark-up, or characters that do not show");
        foreach (var (locale, text) in brief.Brand.MandatoryText)
            if (ClaimChecks.Unprintable(text)) return new($"brand.mandatoryText.{locale}", "has mark-up, or characters that do not show");
        var must = brief.Brand.MandatoryText.Select(t => t.Value).Concat(brief.Product.Name.Values).Append(brief.Advertiser.Name).ToList();
        for (var i = 0; i < brief.Brand.ForbiddenTerms.Count; i++)
            if (must.Any(text => Gate.Tokens.Contains(text, brief.Brand.ForbiddenTerms[i])))
                return new($"brand.forbiddenTerms[{i}]", $"\"{brief.Brand.ForbiddenTerms[i]}\" is forbidden, yet a name or the mandatory text has it");
        return null;
    }

    /// <summary>An IP address, or a name that only resolves inside (RFC 6761, RFC 6762, RFC 8375 and common practice).</summary>
    private static bool PrivateHost(string url) => new Uri(url) is var uri && (uri.HostNameType != UriHostNameType.Dns || !uri.IdnHost.Contains('.')
        || PrivateNames.Any(name => uri.IdnHost.EndsWith(name, StringComparison.OrdinalIgnoreCase)));

    private static readonly string[] PrivateNames = [".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".private", ".home.arpa"];

    /// <summary>https, and the host is one of the domains or below it.</summary>
    public static bool OnDomains(string url, IReadOnlyList<string> domains) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0
        && domains.Any(d => uri.IdnHost.Equals(d, StringComparison.OrdinalIgnoreCase) || uri.IdnHost.EndsWith("." + d, StringComparison.OrdinalIgnoreCase));

    private static List<TypedFact> Typed(CampaignBrief brief)
    {
        static Dictionary<string, string> Any(string text) => new() { ["*"] = text };
        List<TypedFact> facts =
        [
            new(FactBook.ProductId, "product", brief.Product.Name),
            new(FactBook.ProductId, "kind", brief.Product.Kind),
            new(FactBook.AdvertiserId, "advertiser", Any(brief.Advertiser.Name)),
            .. brief.Facts.Select(f => new TypedFact(f.Id, f.Kind.ToString().ToLowerInvariant(), f.Text, f.Source, f.Appeals)),
        ];
        if (brief.Offer is { } offer)
        {
            if (offer.Price is { } price) facts.Add(new(offer.Id, "price", Any(price.ToString())));
            if (offer.PriorPrice is { } prior) facts.Add(new(offer.Id, "priorPrice", Any(prior.ToString())));
            if (offer.DiscountPercent is { } percent) facts.Add(new(offer.Id, "discount", Any($"{percent}%")));
            if (offer.Code is { } code) facts.Add(new(offer.Id, "code", Any(code)));
            if (offer.EndsOn is { } end) facts.Add(new(offer.Id, "deadline", Any(end.ToString("yyyy-MM-dd"))));
        }
        if (brief.Brand.MandatoryText.Count > 0) facts.Add(new(FactBook.MandatoryId, "mandatoryText", brief.Brand.MandatoryText));
        facts.Add(new(FactBook.LandingId, "landingUrl", Any(brief.LandingUrl)));
        return facts;
    }
}
