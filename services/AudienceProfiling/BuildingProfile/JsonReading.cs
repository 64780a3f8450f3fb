using System.Globalization;
using System.Text.Json;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>Looks into what clients sent, where any member may be missing or of another type: then there is no value.</summary>
internal static class JsonReading
{
    /// <summary>A text, or a number as the client wrote it.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

    /// <summary>A finite number, or a text that is one.</summary>
    public static double? Number(this JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
            JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => number,
            _ => null,
        };

    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
