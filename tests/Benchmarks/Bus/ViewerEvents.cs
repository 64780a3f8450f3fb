using System.Globalization;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.ImportingEvents;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;
using AdPlatform.Testing.Services;

namespace AdPlatform.Benchmarks.Bus;

/// <param name="Accepted">Events a second until the last was accepted, which means durable.</param>
/// <param name="Applied">Events a second until the last was in its profile.</param>
internal sealed record EventRates(double Accepted, double Applied);

/// <summary>The generated viewers' events, posted in batches of 500 to the five services, until they are applied in the profiles.</summary>
internal static class ViewerEvents
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static async Task<EventRates> RunAsync(ServicesUnderTest services, DemoClock clock, int round, int senders, CancellationToken cancellationToken)
    {
        var process = services.Of(ServiceRoutes.AudienceProfiling);
        using var publisher = PlatformClient.To(process.Address, services.Settings.FirstKey, clock);
        var before = await AppliedAsync(publisher, cancellationToken);
        var started = Report.Clock.GetTimestamp();
        var accepted = await Task.WhenAll(Enumerable.Range(0, senders).Select(async sender =>
            (await new SendingBatches(publisher, clock).SendAsync(EventsAsync(clock, round, sender, senders), _ => { }, cancellationToken)).Accepted));
        var acceptedAfter = Report.Clock.GetElapsedTime(started).TotalSeconds;
        while (await AppliedAsync(publisher, cancellationToken) - before < accepted.Sum()) await Task.Delay(Look, cancellationToken);
        return new EventRates(accepted.Sum() / acceptedAfter, accepted.Sum() / Report.Clock.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Each sender has its own viewers; each round has message ids of its own, so that nothing is a duplicate.</summary>
    private static async IAsyncEnumerable<FileEvent> EventsAsync(DemoClock clock, int round, int sender, int senders)
    {
        for (var number = 1 + sender; number <= SampleViewer.Count; number += senders)
        {
            foreach (var call in SampleEvents.Of(SampleViewer.Of(number), clock.First))
            {
                call["messageId"] = $"{round}-{call["messageId"]}";
                yield return FileEvent.Of("generated viewers", number, call);
            }
        }

        await Task.CompletedTask;
    }

    private static async Task<double> AppliedAsync(PlatformClient publisher, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        using var response = await publisher.OpenAsync(request, cancellationToken);
        return (await response.Content.ReadAsStringAsync(cancellationToken)).Split('\n')
            .Where(line => line.StartsWith("adplatform_profiling_events_total{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
