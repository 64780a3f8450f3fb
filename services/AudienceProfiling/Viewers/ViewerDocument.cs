using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>The stored form of a profile, UTF-8 JSON; unknown members are skipped and missing ones keep their defaults, so that it can grow.</summary>
internal static class ViewerDocument
{
    public static byte[] Write(ViewerProfile profile) => JsonSerializer.SerializeToUtf8Bytes(profile, ViewerJson.Default.ViewerProfile);

    public static ViewerProfile Read(ReadOnlySpan<byte> document) =>
        JsonSerializer.Deserialize(document, ViewerJson.Default.ViewerProfile) ?? throw new JsonException("A stored profile is null.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ViewerProfile))]
internal sealed partial class ViewerJson : JsonSerializerContext;
