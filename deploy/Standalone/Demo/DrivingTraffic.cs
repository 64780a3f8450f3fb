using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <summary>
/// Simulated minutes: viewers open titles, ask for ads, see some and click on a few. After each minute the clock moves on; where the
/// clock stands is how far the traffic is, so a killed demo repeats at most the minute in which it died, as new requests of the same viewers.
/// </summary>
internal static class DrivingTraffic
{
    private const int RequestsPerMinute = 45;
    private const int Concurrency = 8;

    public static async Task RunAsync(PlatformClient publisher, DemoClock clock, DemoScreen screen, DemoSize size, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        var first = (int)Math.Round(clock.Simulated / TimeSpan.FromMinutes(1));
        if (first > 0) screen.Line($"{Math.Min(first, size.Minutes)} minutes are done already");
        await screen.WithProgressAsync("Minutes", size.Minutes, async progress =>
        {
            for (var minute = first; minute < size.Minutes; minute++)
            {
                await Parallel.ForEachAsync(
                    Enumerable.Range(minute * RequestsPerMinute, RequestsPerMinute),
                    new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
                    async (number, token) => await VisitAsync(publisher, number, size.Viewers, tally, token));
                clock.AdvanceTo(TimeSpan.FromMinutes(minute + 1));
                progress(minute + 1);
            }
        });
        screen.Line($"{tally.Requests:N0} requests for {tally.Placements:N0} placements: {tally.Served:N0} served, {tally.Clicks:N0} clicks; not served: {tally.Reasons()}");
    }

    private static async Task VisitAsync(PlatformClient publisher, int number, int viewers, Tally tally, CancellationToken cancellationToken)
    {
        var random = new Random(SampleViewer.HashCode(number, 3));
        var viewer = SampleViewer.Of(1 + random.Next(viewers));
        var answer = await Requesting.DecisionsAsync(publisher, viewer, viewer.Choose(random.NextDouble()), cancellationToken);
        tally.Asked(answer);
        foreach (var served in answer.Placements.SelectMany(placement => placement.Decisions))
        {
            await Requesting.EventAsync(publisher, served.Events["impression"], cancellationToken);
            if (random.NextDouble() >= ResponseModel.ClickRate(viewer, served.Creative.Angle)) continue;
            await Requesting.EventAsync(publisher, served.ClickUrl, cancellationToken);
            tally.Clicked();
        }
    }

    private sealed class Tally
    {
        private readonly Dictionary<string, int> rules = [];

        public int Requests { get; private set; }
        public int Placements { get; private set; }
        public int Served { get; private set; }
        public int Clicks { get; private set; }

        public void Asked(DecisionAnswer answer)
        {
            lock (rules)
            {
                Requests++;
                Placements += answer.Placements.Count;
                Served += answer.Placements.Sum(placement => placement.Decisions.Count);
                foreach (var none in answer.Placements.Select(placement => placement.None).OfType<NothingAnswer>())
                    rules[none.Rule] = rules.GetValueOrDefault(none.Rule) + 1;
            }
        }

        public void Clicked()
        {
            lock (rules) Clicks++;
        }

        public string Reasons() => rules.Count == 0 ? "none" : string.Join(", ", rules.OrderByDescending(rule => rule.Value).Select(rule => $"{rule.Key} {rule.Value:N0}"));
    }
}
