using System.Collections.Frozen;
using System.Globalization;
using AdPlatform.AdDelivery.Deciding;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>Who asks, and from where: device and user of a bid request.</summary>
internal static class People
{
    private const int MaxIds = 10;
    private const int MaxText = 256;

    /// <summary>ISO 3166-1 alpha-3 to alpha-2.</summary>
    private static readonly FrozenDictionary<string, string> Countries = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name))
        .Where(region => region.ThreeLetterISORegionName.Length == 3 && region.TwoLetterISORegionName.All(char.IsAsciiLetterUpper))
        .GroupBy(region => region.ThreeLetterISORegionName, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(group => group.Key, group => group.First().TwoLetterISORegionName, StringComparer.OrdinalIgnoreCase);

    public static Person Of(RtbNode? device, RtbNode? user)
    {
        device?.Whole("w", 0);
        device?.Whole("h", 0);
        device?.Whole("ppi", 0);
        var place = device?.Object("geo");
        var home = user?.Object("geo");
        place?.Whole("accuracy", 0);
        home?.Whole("accuracy", 0);
        return new(
            Ids(device, user), Country(place?.Text("country")) ?? Country(home?.Text("country")), device?.Text("language") ?? device?.Text("langb"),
            Kind(device?.Whole("devicetype")), place?.Whole("utcoffset", -900, 900));
    }

    private static string? Country(string? code) =>
        code is null ? null : code.Length == 2 && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : Countries.GetValueOrDefault(code);

    /// <summary>List "Device Types" of AdCOM 1.0.</summary>
    private static string? Kind(int? type) => type switch
    {
        1 or 4 => "mobile",
        2 => "desktop",
        3 or 6 or 7 => "tv",
        5 => "tablet",
        _ => null,
    };

    private static List<ViewerId> Ids(RtbNode? device, RtbNode? user)
    {
        var ids = new List<ViewerId>();
        Add("user", user?.Text("id"));
        Add("buyer", user?.Text("buyeruid"));
        Add("device", device?.Text("ifa"));
        foreach (var source in user?.Objects("eids") ?? [])
            foreach (var uid in source.Objects("uids")) Add(source.Text("source") ?? "", uid.Text("id"));
        return ids;

        void Add(string kind, string? id)
        {
            if (id is { Length: > 0 and <= MaxText } && kind.Length is > 0 and <= MaxText && !kind.Contains(':', StringComparison.Ordinal) && ids.Count < MaxIds) ids.Add(new(kind, id));
        }
    }
}
