using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.MediaPlanning.V1;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>What the profile takes from one event. Nothing else of it is kept.</summary>
internal sealed record EventFacts
{
    /// <summary>Under which the event is counted: the name of a track call, page, screen; null for calls that are no behaviour.</summary>
    public string? Kind { get; init; }

    /// <summary>What it says about interest, 0..1.</summary>
    public double Weight { get; init; } = 1;

    public string? TitleId { get; init; }

    /// <summary>See <see cref="KeptProperties"/>; null when there are none.</summary>
    public string? Properties { get; init; }

    public IReadOnlyList<string> Genres { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];
    public string? Device { get; init; }
    public string? Country { get; init; }
    public string? Language { get; init; }

    /// <summary>0 night, 1 morning, 2 afternoon, 3 evening.</summary>
    public int Daypart { get; init; }

    private const int MaxNames = 20;
    private const int MaxNameLength = 100;

    /// <param name="title">Of <see cref="TitleIdOf"/>, from the publisher's catalogue; null when it is not (yet) known.</param>
    /// <param name="keptProperties">Names of properties that are kept.</param>
    public static EventFacts Of(ViewerEvent e, CataloguedTitle? title, IReadOnlyList<string> keptProperties)
    {
        var properties = e.Properties is { ValueKind: JsonValueKind.Object } p ? p : default;
        var context = e.Context is { ValueKind: JsonValueKind.Object } c ? c : default;
        var genres = Names(properties, "genres", "genre");
        var categories = Names(properties, "categories", "iab_categories");
        return new()
        {
            Kind = e.Type switch { "track" => Cut(e.Name!), "page" or "screen" => e.Type, _ => null },
            Weight = WeightOf(properties),
            Properties = KeptProperties.Of(properties, keptProperties),
            TitleId = TitleIdOf(e),
            Genres = title is null ? genres : [.. title.Genres.Union(genres).Take(MaxNames)],
            Categories = title is null ? categories : [.. title.Categories.Union(categories).Take(MaxNames)],
            Device = ReadingDevice.Of(context),
            Country = ReadingPlace.Country(context, e.Type == "identify" ? properties : default),
            Language = ReadingPlace.Language(context),
            Daypart = ReadingPlace.LocalHour(context, e.Timestamp) / 6,
        };
    }

    /// <summary>properties.title_id or titleId of a track, page or screen call.</summary>
    public static string? TitleIdOf(ViewerEvent e) =>
        e.Type is "track" or "page" or "screen" && e.Properties is { ValueKind: JsonValueKind.Object } p
            ? p.Text("title_id") ?? p.Text("titleId")
            : null;

    /// <summary>
    /// properties.rating on the scale 1..5 counts (rating - 1) / 4, so that a title that was disliked is no interest; properties.completion
    /// (share watched, 0..1) counts as it is; any other event counts 1.
    /// </summary>
    private static double WeightOf(JsonElement properties)
    {
        if (properties.Number("rating") is { } rating) return Math.Clamp((rating - 1) / 4, 0, 1);
        return properties.Number("completion") is { } completion ? Math.Clamp(completion, 0, 1) : 1;
    }

    /// <summary>An array of texts, or one text with | or commas between.</summary>
    private static IReadOnlyList<string> Names(JsonElement properties, string name, string other)
    {
        if (properties.ValueKind != JsonValueKind.Object) return [];
        if (!properties.TryGetProperty(name, out var value) && !properties.TryGetProperty(other, out value)) return [];
        var names = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split('|', ','),
            JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
            _ => [],
        };
        return [.. names.Select(n => Cut(n.Trim().ToLowerInvariant())).Where(n => n.Length > 0 && !n.Contains('\0')).Distinct().Take(MaxNames)];
    }

    private static string Cut(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength];
}
