using System.Collections.Concurrent;
using System.Diagnostics;
using AdPlatform.Journeys.Tests.Journeys;
using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Chaos.Tests;

/// <summary>SIGSTOP: Redis keeps its connections and answers nothing.</summary>
public sealed class FrozenRedisTests(OwnServers own)
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(20);

    /// <summary>Of what the page allows for being normal again.</summary>
    private static readonly TimeSpan NormalWithin = TimeSpan.FromSeconds(5);

    /// <summary>Default of ProfileCacheOptions.NearLifetime: so long a profile that was read just before may still be used, and nothing is amiss.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Decisions_go_on_by_context_capped_campaigns_stop_and_all_is_normal_soon_after_it_answers_again()
    {
        await using var capped = await JourneyCampaign.LiveAsync(own.World, await own.World.AdvertiserAsync(), World.Brief("Capped"));
        await using var uncapped = await JourneyCampaign.LiveAsync(own.World, await own.World.AdvertiserAsync(), World.Brief("Uncapped", capped: false));
        var asking = new Asking(own.World);
        await World.EventuallyAsync("both are served, by profile", () => asking.SomeAsync(60), some =>
            some.Any(a => a.Serves(capped.Id)) && some.Any(a => a.Serves(uncapped.Id)) && some.Any(a => a.ByProfile) && some.All(a => a.Degraded.Count == 0));
        var before = await asking.ForAsync(TimeSpan.FromSeconds(5));

        own.Redis.Freeze();
        var during = await asking.ForAsync(Frozen);
        own.Redis.Thaw();
        var thawed = Stopwatch.StartNew();
        await World.EventuallyAsync("normal again", () => asking.SomeAsync(20), some => some.All(a => a.Degraded.Count == 0) && some.Any(a => a.Serves(capped.Id)));
        var normal = thawed.Elapsed;

        Say($"before: {Times(before)}");
        Say($"frozen: {Times(during)}; said: {string.Join(", ", during.SelectMany(a => a.Degraded).GroupBy(d => d).Select(g => $"{g.Key} x{g.Count()}"))}");
        Say($"served while frozen: capped {during.Count(a => a.Serves(capped.Id))}, uncapped {during.Count(a => a.Serves(uncapped.Id))}; normal {normal.TotalSeconds:F1} s after SIGCONT");
        Assert.DoesNotContain(during, a => a.Serves(capped.Id));
        Assert.Contains(during, a => a.Serves(uncapped.Id));
        var beyondNear = during.Where(a => a.Identified && a.AskedAfter > Near).ToList();
        Assert.NotEmpty(beyondNear);
        Assert.DoesNotContain(beyondNear, a => a.Degraded.Count == 0 || a.ByProfile);
        Assert.InRange(normal, TimeSpan.Zero, NormalWithin);
    }

    private static string Times(IReadOnlyCollection<Answered> answers)
    {
        var took = answers.Select(a => a.Took.TotalMilliseconds).Order().ToArray();
        return $"{took.Length} answers, p50 {took[took.Length / 2]:F1} ms, p99 {took[took.Length * 99 / 100]:F1} ms, longest {took[^1]:F1} ms";
    }

    private static void Say(string line)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }

    /// <param name="AskedAfter">Since the asking began.</param>
    /// <param name="Identified">The viewer allows caps and profile, so Redis is asked.</param>
    private sealed record Answered(TimeSpan AskedAfter, TimeSpan Took, IReadOnlyList<string> Degraded, IReadOnlyList<ServedAnswer> Served, bool Identified)
    {
        /// <summary>Some creative was chosen by a segment of the viewer.</summary>
        public bool ByProfile => Served.Any(s => s.Context != "none");

        public bool Serves(string campaignId) => Served.Any(s => s.CampaignId == campaignId);
    }

    private sealed class Asking(World world)
    {
        private int visits;

        public async Task<IReadOnlyList<Answered>> SomeAsync(int count)
        {
            var answers = new List<Answered>();
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < count; i++) answers.Add(await AskAsync(watch.Elapsed));
            return answers;
        }

        /// <summary>Two viewers at a time, without a pause.</summary>
        public async Task<IReadOnlyCollection<Answered>> ForAsync(TimeSpan span)
        {
            var (answers, watch) = (new ConcurrentBag<Answered>(), Stopwatch.StartNew());
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                while (watch.Elapsed < span) answers.Add(await AskAsync(watch.Elapsed));
            })));
            return answers;
        }

        private async Task<Answered> AskAsync(TimeSpan after)
        {
            var number = Interlocked.Increment(ref visits);
            var viewer = SampleViewer.Of(1 + (number % World.Viewers));
            var title = viewer.Choose(new Random(SampleViewer.HashCode(number, 6)).NextDouble());
            var watch = Stopwatch.StartNew();
            var answer = await Requesting.DecisionsAsync(world.Publisher, viewer, title, default);
            var took = watch.Elapsed;
            return new(after, took, answer.Degraded ?? [], [.. answer.Placements.SelectMany(p => p.Decisions)], viewer.Purposes.Contains(3) && viewer.Purposes.Contains(1));
        }
    }
}
