using System.Text.Json;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>The properties of an event that are kept with its day: canonical JSON, names in ordinal order, so that equal ones count together.</summary>
internal static class KeptProperties
{
    private const int MaxTextLength = 64;

    /// <returns>Null when the event has none of them.</returns>
    public static string? Of(JsonElement properties, IReadOnlyList<string> names)
    {
        if (properties.ValueKind != JsonValueKind.Object) return null;
        SortedDictionary<string, object>? kept = null;
        foreach (var name in names)
        {
            if (!properties.TryGetProperty(name, out var value)) continue;
            object? scalar = value.ValueKind switch
            {
                JsonValueKind.String when value.GetString() is { Length: > 0 and <= MaxTextLength } text => text.Replace('\0', '\uFFFD'),
                JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
                JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
                _ => null,
            };
            if (scalar is not null) (kept ??= new(StringComparer.Ordinal))[name] = scalar;
        }
        return kept is null ? null : JsonSerializer.Serialize(kept);
    }
}
