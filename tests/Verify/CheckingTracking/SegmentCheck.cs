using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Verify.CheckingTracking;

/// <summary><c>segment FILE</c>: HTTP requests as tracking clients sent them, against the tracking API; all of them twice, as a resend.</summary>
internal static class SegmentCheck
{
    private const int Shown = 10;

    /// <summary>Of one look at the counters to the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Check Create() => new(
        "segment", "A list of requests {method, url, headers, body} that Segment or RudderStack clients sent: what is accepted, what is in the profiles, and that a resend adds nothing.", [],
        (run, cancellationToken) => RunAsync(run.File, run.Clock, cancellationToken));

    private static async Task<object> RunAsync(FileInfo file, TimeProvider clock, CancellationToken cancellationToken)
    {
        var requests = await ReadAsync(file, cancellationToken);
        await using var platform = await PlatformRun.StartAsync(clock, cancellationToken);
        using var http = new HttpClient { BaseAddress = platform.Publisher.Address };
        var first = await SendAsync(http, requests, platform.FirstKey, cancellationToken);
        var applied = await AppliedAsync(platform.Publisher, first.Events, clock, cancellationToken);
        var second = await SendAsync(http, requests, platform.FirstKey, cancellationToken);
        var after = await AppliedAsync(platform.Publisher, first.Events + second.Events, clock, cancellationToken);
        return new
        {
            what = "segment",
            file = file.Name,
            total = requests.Length,
            accepted = first.Requests,
            events = requests.Sum(EventsOf),
            eventsAccepted = first.Events,
            eventsStored = applied.GetValueOrDefault("applied"),
            outcomes = applied,
            addedByResend = after.GetValueOrDefault("applied") - applied.GetValueOrDefault("applied"),
            refused = first.Refused.Take(Shown),
        };
    }

    private static async Task<JsonElement[]> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
            if (document.RootElement is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(IsRequest)) return [.. list.EnumerateArray().Select(request => request.Clone())];
        }
        catch (JsonException)
        {
        }
        throw new UsageException($"{file.Name} is no JSON list of requests with url, headers and body.");
    }

    private static bool IsRequest(JsonElement request) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String
        && request.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object && request.TryGetProperty("body", out _);

    private static int EventsOf(JsonElement request) =>
        request.GetProperty("body") is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("batch", out var batch) && batch.ValueKind == JsonValueKind.Array ? batch.GetArrayLength() : 1;

    private static async Task<Sent> SendAsync(HttpClient http, JsonElement[] requests, string key, CancellationToken cancellationToken)
    {
        var sent = new Sent(0, 0, []);
        foreach (var recorded in requests)
        {
            using var request = Replay(recorded, key);
            using var answer = await http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                sent.Refused.Add($"{(int)answer.StatusCode} {text}");
                continue;
            }

            using var told = JsonDocument.Parse(text);
            sent = sent with { Requests = sent.Requests + 1, Events = sent.Events + told.RootElement.GetProperty("accepted").GetInt32() };
            sent.Refused.AddRange(told.RootElement.GetProperty("rejected").EnumerateArray().Select(e => e.ToString()));
        }
        return sent;
    }

    /// <summary>As it was recorded, packed again when it was, but for the host and the write key.</summary>
    private static HttpRequestMessage Replay(JsonElement recorded, string key)
    {
        var headers = recorded.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var body = recorded.GetProperty("body");
        var bytes = Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText());
        var packed = headers.TryGetValue("content-encoding", out var encoding) && encoding.Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var url = recorded.GetProperty("url").GetString()!;
        var request = new HttpRequestMessage(
            new HttpMethod(recorded.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String ? method.GetString()! : "POST"),
            Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal) ? absolute.PathAndQuery : url)
        {
            Content = new ByteArrayContent(packed ? Pack(bytes) : bytes),
        };
        foreach (var name in (string[])["content-type", "content-encoding"])
            if (headers.TryGetValue(name, out var value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")));
        return request;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>By outcome, once every accepted event has had one.</summary>
    private static async Task<Dictionary<string, long>> AppliedAsync(PlatformClient publisher, int accepted, TimeProvider clock, CancellationToken cancellationToken)
    {
        const string Series = "adplatform_profiling_events_total{outcome=\"";
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            using var response = await publisher.OpenAsync(request, cancellationToken);
            var outcomes = (await response.Content.ReadAsStringAsync(cancellationToken)).Split('\n').Where(line => line.StartsWith(Series, StringComparison.Ordinal))
                .ToDictionary(line => line[Series.Length..line.IndexOf('"', Series.Length)], line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
            if (outcomes.Values.Sum() >= accepted) return outcomes;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <param name="Refused">Requests and events, with the answer.</param>
    private sealed record Sent(int Requests, int Events, List<string> Refused);
}
