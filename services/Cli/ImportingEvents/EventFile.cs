using System.Text.Json.Nodes;

namespace AdPlatform.Cli.ImportingEvents;

/// <summary>One call of the Segment tracking API, ready to be sent, or a line of the file that cannot be one.</summary>
/// <param name="Line">1-based, of the file that <paramref name="File"/> names.</param>
/// <param name="Refusal">Why the line is no event; null when <paramref name="Event"/> is set.</param>
internal sealed record FileEvent(string File, long Line, JsonObject? Event, string? Refusal)
{
    public static FileEvent Of(string file, long line, JsonObject e) => new(file, line, e, null);

    public static FileEvent Refused(string file, long line, string reason) => new(file, line, null, reason);
}
