using System.Text;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Features;

/// <summary>
/// Declared traits as a flat JSON object: <c>s:name</c> the text, <c>f:name</c> the text in upper case for "contains", <c>n:name</c> the number as a whole
/// one of the same order, <c>b:name</c> the flag as 0 or 1. Both stores compare these exactly as this process does.
/// </summary>
internal static class TraitFeatures
{
    public static string Write(Dictionary<string, Trait> traits)
    {
        if (traits.Count == 0) return "{}";
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, trait) in traits)
            {
                if (trait.Text is { } text)
                {
                    json.WriteString(Key('s', name), ViewerFeatures.Clean(text));
                    json.WriteString(Key('f', name), Folded(text));
                }
                else if (trait.Number is { } number) json.WriteNumber(Key('n', name), Ordered(number));
                else if (trait.Flag is { } flag) json.WriteNumber(Key('b', name), flag ? 1 : 0);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Safe within a JSON path and an SQL text: letters, digits, - . _ ~ % and the colon.</summary>
    public static string Key(char form, string name) => $"{form}:{Uri.EscapeDataString(ViewerFeatures.Clean(name))}";

    public static string Folded(string text) => ViewerFeatures.Clean(text).ToUpperInvariant();

    /// <summary>Grows as the number does; IEEE 754 doubles of one sign are ordered as their bits are.</summary>
    public static long Ordered(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number);
        return bits >= 0 ? bits : bits ^ long.MaxValue;
    }
}
