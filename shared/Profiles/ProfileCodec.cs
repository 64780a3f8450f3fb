using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdPlatform.Profiles;

/// <summary>The cached form: UTF-8 JSON <c>{"format": 1, "profile": {...}}</c>.</summary>
public static class ProfileCodec
{
    /// <summary>Raise when an older reader would misread the new form.</summary>
    public const int Format = 1;

    /// <summary>Writers and readers are upgraded one after the other: the form before is read as well.</summary>
    public const int OldestFormat = Format > 1 ? Format - 1 : Format;

    public static byte[] Encode(CachedProfile profile) =>
        JsonSerializer.SerializeToUtf8Bytes(new Envelope(Format, profile), ProfileJson.Default.Envelope);

    /// <summary>Null for a format that this reader does not know, or bytes that are no profile: the viewer is then unknown.</summary>
    public static CachedProfile? Decode(ReadOnlySpan<byte> value)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(value, ProfileJson.Default.Envelope);
            return envelope is { Format: >= OldestFormat and <= Format } ? envelope.Profile : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record Envelope(int Format, CachedProfile? Profile);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProfileCodec.Envelope))]
internal sealed partial class ProfileJson : JsonSerializerContext;
