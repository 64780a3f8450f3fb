using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AdPlatform.Cli.ImportingEvents;

/// <summary>One Segment call a line: <c>{"type":"track","userId":"u1","event":"Title Watched",...}</c>.</summary>
internal static class SegmentJsonLines
{
    public static async IAsyncEnumerable<FileEvent> ReadAsync(FileInfo file)
    {
        long number = 0;
        await foreach (var text in File.ReadLinesAsync(file.FullName))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(text)) yield return Read(file.Name, number, text);
        }
    }

    /// <summary>That are not empty: each is an entry.</summary>
    public static long Lines(FileInfo file) => File.ReadLines(file.FullName).LongCount(line => !string.IsNullOrWhiteSpace(line));

    private static FileEvent Read(string file, long number, string text)
    {
        JsonObject? call;
        try
        {
            call = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException broken)
        {
            return FileEvent.Refused(file, number, $"no JSON: {broken.Message}");
        }

        if (call is null) return FileEvent.Refused(file, number, "must be a JSON object");
        // A call without its own id gets one from its content, so that a second import changes nothing.
        call["messageId"] ??= $"line-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}";
        return FileEvent.Of(file, number, call);
    }
}
