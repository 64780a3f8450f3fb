using System.Globalization;
using System.Net.Http.Headers;

namespace AdPlatform.Benchmarks.Events;

/// <param name="Accepted">Events a second until the last was accepted, which means durable.</param>
/// <param name="Applied">Events a second until the last was in its profile.</param>
/// <param name="Shed">Requests that were asked to come again.</param>
internal sealed record Throughput(double Accepted, double Applied, int Shed);

/// <summary>The tracking API of one process, and its counters.</summary>
internal sealed class Door(Uri address, string key) : IDisposable
{
    private const string Series = "adplatform_profiling_events_total{";
    /// <summary>A look renders every counter of the process, which is not free.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient http = new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    private int shed;

    public HttpClient Http => http;

    public async Task<Throughput> RunAsync(byte[][] bodies, int senders, CancellationToken cancellationToken)
    {
        shed = 0;
        var before = await OutcomesAsync(cancellationToken);
        var started = Report.Clock.GetTimestamp();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = senders, CancellationToken = cancellationToken }, async (body, token) => await PostAsync(body, token));
        var accepted = Report.Clock.GetElapsedTime(started).TotalSeconds;
        var events = bodies.Length * EventBodies.BatchEvents;
        await AppliedAsync(before + events, cancellationToken);
        return new Throughput(events / accepted, events / Report.Clock.GetElapsedTime(started).TotalSeconds, shed);
    }

    /// <summary>Until it is taken: who is asked to come again does so.</summary>
    public async Task PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await http.PostAsync("/v1/batch", content, cancellationToken);
            if (answer.IsSuccessStatusCode) return;
            if (answer.Headers.RetryAfter?.Delta is not { } wait) throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            Interlocked.Increment(ref shed);
            await Task.Delay(wait, cancellationToken);
        }
    }

    public async Task AppliedAsync(double events, CancellationToken cancellationToken)
    {
        while (await OutcomesAsync(cancellationToken) < events) await Task.Delay(Look, cancellationToken);
    }

    public async Task<double> OutcomesAsync(CancellationToken cancellationToken) => (await http.GetStringAsync("/metrics", cancellationToken)).Split('\n')
        .Where(line => line.StartsWith(Series, StringComparison.Ordinal)).Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public void Dispose() => http.Dispose();
}
