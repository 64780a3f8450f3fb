using System.Net.ServerSentEvents;
using System.Text.Json;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Cli.SubmittingCampaign;

/// <summary>One line of a campaign's progress.</summary>
internal sealed record ProgressLine(long Sequence, string Stage, string Message, int? Done, int? Total);

/// <summary>Server-Sent Events of a campaign until it is ready or failed; a broken connection is resumed after the last event seen.</summary>
internal static class FollowingProgress
{
    /// <returns>The state in which the stream ended, e.g. ready or failed.</returns>
    public static async Task<string> ToTheEndAsync(
        PlatformClient platform, string campaignId, Action<ProgressLine> show, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (string? last = null; ; await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellationToken))
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/campaigns/{campaignId}/progress");
                request.Headers.Accept.ParseAdd("text/event-stream");
                if (last is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
                using var response = await platform.OpenAsync(request, cancellationToken);
                await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                var parser = SseParser.Create(stream);
                await foreach (var item in parser.EnumerateAsync(cancellationToken))
                {
                    if (!string.IsNullOrEmpty(parser.LastEventId)) last = parser.LastEventId;
                    if (item.EventType == "end") return JsonDocument.Parse(item.Data).RootElement.GetProperty("state").GetString() ?? "";
                    if (item.EventType == "progress" && JsonSerializer.Deserialize<ProgressLine>(item.Data, PlatformClient.Json) is { } line) show(line);
                }
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
            {
                // Resumed above; the handler has its own patience for a platform that stays away.
            }
        }
    }
}
