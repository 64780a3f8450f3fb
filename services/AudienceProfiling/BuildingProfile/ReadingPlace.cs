using System.Text.Json;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>Where and in which language, as far as the client tells; an address is never looked up.</summary>
internal static class ReadingPlace
{
    /// <summary>context.location.country, context.country, or the traits country and address.country: ISO 3166-1 alpha-2 only.</summary>
    public static string? Country(JsonElement context, JsonElement traits) =>
        Alpha2(context.Member("location").Text("country")) ?? Alpha2(context.Text("country"))
        ?? Alpha2(traits.Text("country")) ?? Alpha2(traits.Member("address").Text("country"));

    /// <summary>Primary subtag of context.locale (fr-CA is fr).</summary>
    public static string? Language(JsonElement context)
    {
        if (context.Text("locale") is not { } locale) return null;
        var end = locale.AsSpan().IndexOfAny('-', '_');
        var primary = (end < 0 ? locale : locale[..end]).ToLowerInvariant();
        return primary.Length is 2 or 3 && primary.All(char.IsAsciiLetterLower) ? primary : null;
    }

    /// <summary>In context.timezone (IANA); UTC when that is missing or unknown here.</summary>
    public static int LocalHour(JsonElement context, DateTimeOffset at) =>
        context.Text("timezone") is { Length: <= 64 } zone && IsName(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? TimeZoneInfo.ConvertTime(at, found).Hour
            : at.UtcDateTime.Hour;

    /// <summary>The runtime looks zones up as files: a name must not lead anywhere else.</summary>
    private static bool IsName(string zone) => char.IsAsciiLetter(zone[0]) && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');

    private static string? Alpha2(string? country) =>
        country is { Length: 2 } && country.All(char.IsAsciiLetter) ? country.ToUpperInvariant() : null;
}
