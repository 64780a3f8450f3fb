using System.Text.Json;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.Contracts.AudienceProfiling.V1;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <param name="EventProperties">See <see cref="ProfilingOptions.EventProperties"/>.</param>
/// <param name="TcfVendorId">See <see cref="ProfilingOptions.TcfVendorId"/>.</param>
internal sealed record FactRules(ConsentCategories Categories, int? TcfVendorId = null, IReadOnlyList<string>? EventProperties = null)
{
    public static FactRules Of(ProfilingOptions options) => new(new ConsentCategories(options.ConsentCategories), options.TcfVendorId, options.EventPropertyNames);
}

/// <summary>What a profile takes from one event. Nothing else of it is kept.</summary>
internal static class ReadingFacts
{
    private const int MaxNames = 20;
    private const int MaxNameLength = 100;

    /// <summary>Of a message from before the door read them.</summary>
    public static ViewerFacts Of(ViewerEvent e, FactRules rules)
    {
        if (e.Facts is { } read) return read;
        var context = e.Context ?? default;
        return Of(e.Type, e.Name, e.Properties ?? default, context, e.Timestamp, context.Text(RefusalSignals.OfRequest), rules);
    }

    /// <param name="properties">Traits of identify and group.</param>
    /// <param name="signal">See <see cref="RefusalSignals.OfRequest"/>.</param>
    public static ViewerFacts Of(string type, string? name, JsonElement properties, JsonElement context, DateTimeOffset at, string? signal, FactRules rules)
    {
        var consent = ConsentStatement.Read(context, rules.Categories, rules.TcfVendorId, signal);
        return new()
        {
            Kind = type switch { "track" => Cut(name!), "page" or "screen" => type, _ => null },
            Weight = WeightOf(properties) is var weight && weight == 1 ? null : weight,
            Kept = KeptProperties.Of(properties, rules.EventProperties ?? []),
            TitleId = type is "track" or "page" or "screen" ? properties.Text("title_id") ?? properties.Text("titleId") : null,
            Genres = Names(properties, "genres", "genre"),
            Categories = Names(properties, "categories", "iab_categories"),
            Device = ReadingDevice.Of(context),
            Country = ReadingPlace.Country(context, type == "identify" ? properties : default),
            Language = ReadingPlace.Language(context),
            Daypart = ReadingPlace.LocalHour(context, at) / 6,
            Allowed = consent.Mask(allowed: true),
            Refused = consent.Mask(allowed: false),
            ConsentSource = consent.Source.Length > 0 ? consent.Source : null,
            MalformedConsent = consent.Malformed,
            ViewingHistory = consent.ViewingHistory,
            Traits = type is "identify" or "group" ? ReadingTraits.Of(properties) : null,
        };
    }

    public static string Cut(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength];

    /// <summary>The title's and the event's own.</summary>
    public static IReadOnlyList<string> Joined(IReadOnlyList<string>? ofTitle, IReadOnlyList<string>? own) =>
        ofTitle is null ? own ?? [] : own is null ? ofTitle : [.. ofTitle.Union(own).Take(MaxNames)];

    /// <summary>
    /// properties.rating on the scale 1..5 counts (rating - 1) / 4, so that a title that was disliked is no interest; properties.completion
    /// (share watched, 0..1) counts as it is; any other event counts 1.
    /// </summary>
    private static double WeightOf(JsonElement properties)
    {
        if (properties.Number("rating") is { } rating) return Math.Clamp((rating - 1) / 4, 0, 1);
        return properties.Number("completion") is { } completion ? Math.Clamp(completion, 0, 1) : 1;
    }

    /// <summary>An array of texts, or one text with | or commas between; null without any.</summary>
    private static List<string>? Names(JsonElement properties, string name, string other)
    {
        if (properties.ValueKind != JsonValueKind.Object || (!properties.TryGetProperty(name, out var value) && !properties.TryGetProperty(other, out value))) return null;
        List<string>? names = null;
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                if (item.ValueKind == JsonValueKind.String) Add(item.GetString()!);
        }
        else if (value.ValueKind == JsonValueKind.String)
        {
            foreach (var one in value.GetString()!.Split('|', ',')) Add(one);
        }

        return names;

        void Add(string one)
        {
            one = Cut(one.Trim().ToLowerInvariant());
            if (one.Length > 0 && names is not { Count: >= MaxNames } && !one.Contains('\0') && names?.Contains(one) != true) (names ??= []).Add(one);
        }
    }
}
