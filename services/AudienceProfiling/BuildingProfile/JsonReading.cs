using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>Looks into what clients sent, where any member may be missing or of another type: then there is no value.</summary>
internal static class JsonReading
{
    /// <summary>A text, or a number as the client wrote it. U+0000 is in no text that PostgreSQL could keep.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 } text && !text.Contains('\0') => text,
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

    /// <summary>JSON allows half a surrogate pair as an escape; nothing later could write it down.</summary>
    public static bool IsWellFormed(JsonElement e)
    {
        if (e.ValueKind == JsonValueKind.Undefined || JsonMarshal.GetRawUtf8Value(e).IndexOf("\\u"u8) < 0) return true;
        try
        {
            return AllText(e);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool AllText(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => e.EnumerateObject().All(member => member.Name is not null && AllText(member.Value)),
        JsonValueKind.Array => e.EnumerateArray().All(AllText),
        JsonValueKind.String => e.GetString() is not null,
        _ => true,
    };
}
