using System.Diagnostics;
using AdPlatform.Cli.Connecting;
using AdPlatform.Journeys.Tests;
using AdPlatform.Journeys.Tests.Journeys;
using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Testing.Services;

namespace AdPlatform.Chaos.Tests;

/// <summary>
/// A ledger of what was acknowledged, kept outside of every service, against SIGKILL of each server and each service in turn: lost 0, doubled 0.
/// ADPLATFORM_KILL_SEED chooses other moments. ADPLATFORM_LEDGER_CAMPAIGNS=50 and ADPLATFORM_LEDGER_EVENTS=20000 for the full run.
/// </summary>
public sealed class KillLedgerTests(OwnServers own)
{
    private const int EventsOfEach = 10;
    private const int BatchEvents = 100;
    private static readonly int Campaigns = Wanted("CAMPAIGNS", 9);
    private static readonly int Viewers = Wanted("EVENTS", 3600) / EventsOfEach;

    private static readonly string[] Targets =
        [nameof(OwnServers.Rabbit), nameof(OwnServers.Redis), nameof(OwnServers.Postgres), .. ServiceRoutes.Services];

    [Fact]
    public async Task Campaigns_and_events_outlive_the_death_of_every_server_and_service()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_KILL_SEED"), out var given) ? given : 20_261_122;
        var random = new Random(seed);
        var (errors, deadLetters) = (await own.ErrorsAsync(), await own.DeadLettersAsync());
        using var advertiser = await own.World.AdvertiserAsync();
        var ledger = new Ledger(own.World, advertiser);
        var watch = Stopwatch.StartNew();
        for (var slice = 0; slice <= Targets.Length; slice++)
        {
            var sending = ledger.SendAsync(Part(Campaigns, slice), Part(Viewers * EventsOfEach / BatchEvents, slice));
            if (slice < Targets.Length)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1500)));
                await own.KillAndStartAgainAsync(Targets[slice]);
                Say($"{watch.Elapsed.TotalSeconds:F0} s: killed and started {Targets[slice]}; acknowledged so far: {ledger.CampaignIds.Count} campaigns, {ledger.Events} events");
            }

            await sending;
        }

        Say($"seed {seed}; {ledger.CampaignIds.Count} campaigns and {ledger.Events} events acknowledged after {watch.Elapsed.TotalSeconds:F0} s, {Targets.Length} kills");
        Assert.Equal((Campaigns, Viewers * EventsOfEach), (ledger.CampaignIds.Count, ledger.Events));
        await ledger.CampaignsAreReadyOnceAsync();
        Say($"all ready after {watch.Elapsed.TotalSeconds:F0} s");
        await ledger.EventsAreCountedOnceAsync();
        await World.EventuallyAsync("outboxes are empty", own.OutboxRowsAsync, rows => rows == 0);
        Assert.Equal(errors, await own.ErrorsAsync());
        Assert.Equal(deadLetters, await own.DeadLettersAsync());
        await TopologyIsExplicitAsync(own);
        Say($"every campaign ready once, every event counted once, outboxes empty, nothing new in error tables and dead letters after {watch.Elapsed.TotalSeconds:F0} s");
    }

    /// <summary>After all the restarts the five services have declared what they declared first, and nothing else.</summary>
    private static async Task TopologyIsExplicitAsync(OwnServers own)
    {
        var (queues, exchanges) = await own.TopologyAsync();
        foreach (var line in queues.Concat(exchanges)) Say(line);
        Assert.All(queues, line => Assert.Contains("\tquorum\ttrue\tfalse\t", line, StringComparison.Ordinal));
        Assert.All(queues, line => Assert.Contains("x-delivery-limit", line, StringComparison.Ordinal));
        Assert.All(queues.Where(line => !line.Contains("-dead-letters\tquorum", StringComparison.Ordinal)), line =>
            Assert.All((string[])["x-max-length-bytes", "reject-publish", "at-least-once", "-dead-letters"], argument => Assert.Contains(argument, line, StringComparison.Ordinal)));
        Assert.Equal(5, queues.Count(line => line.Contains("-dead-letters\tquorum", StringComparison.Ordinal)));
        Assert.All(exchanges.Where(line => !line.StartsWith('\t')), line => Assert.Contains("\ttrue\tfalse\t", line, StringComparison.Ordinal));
    }

    /// <summary>The numbers of a slice: one before each kill, and one after the last.</summary>
    private static IEnumerable<int> Part(int count, int slice) => Enumerable.Range(0, count).Where(i => i % (Targets.Length + 1) == slice);

    private static int Wanted(string what, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable($"ADPLATFORM_LEDGER_{what}"), out var given) ? given : otherwise;

    private static void Say(string line)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }

    private sealed class Ledger(World world, PlatformClient advertiser)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
        private readonly HashSet<string> campaigns = [];
        private int events;

        public IReadOnlyCollection<string> CampaignIds => campaigns;

        public int Events => events;

        public Task SendAsync(IEnumerable<int> briefs, IEnumerable<int> batches) => Task.WhenAll(
            Task.Run(async () =>
            {
                foreach (var number in briefs)
                {
                    var accepted = await UntilAcknowledgedAsync(() => advertiser.PostAsync("/v1/campaigns", World.Brief($"Ledger {number}"), $"ledger-{number}", default));
                    lock (campaigns) campaigns.Add(accepted.GetProperty("id").GetString()!);
                }
            }),
            Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
            {
                var answer = await UntilAcknowledgedAsync(() => world.Publisher.PostAsync("/v1/batch", new { batch = BatchOf(number) }, null, default));
                Interlocked.Add(ref events, answer.GetProperty("accepted").GetInt32());
            }));

        public async Task CampaignsAreReadyOnceAsync()
        {
            var began = RealClock.Instance.GetTimestamp();
            foreach (var id in campaigns)
            {
                var campaign = new JourneyCampaign(world, advertiser, id);
                while ((await UntilAcknowledgedAsync(campaign.ReadAsync)).State != "ready")
                {
                    Assert.True(RealClock.Instance.GetElapsedTime(began) < Patience, $"{id} is {(await campaign.ReadAsync()).State}\n{world.Platform.Output}");
                    await Task.Delay(200);
                }

                var told = await campaign.ReadyAsync();
                Assert.Single(told, line => line.Stage == "ready");
                var creatives = await campaign.CreativesAsync();
                Assert.Equal((await campaign.ReadAsync()).Creatives, creatives.Count);
                Assert.Equal(creatives.Count, creatives.Select(c => (c.Segment!.Id, c.Format, c.Locale, string.Join('|', c.Texts.OrderBy(t => t.Key).Select(t => t.Value)))).Distinct().Count());
                Assert.Single((await advertiser.GetAsync($"/v1/plans?campaignId={id}", default)).GetProperty("items").EnumerateArray());
            }
        }

        public async Task EventsAreCountedOnceAsync()
        {
            await EachAsync(viewer => World.EventuallyAsync($"all events of {NameOf(viewer)}", () => EventsOfAsync(viewer), count => count >= EventsOfEach));
            // Once more, when all have come: a second count of any would have come meanwhile.
            await EachAsync(async viewer => Assert.Equal(EventsOfEach, await EventsOfAsync(viewer)));
        }

        private static Task EachAsync(Func<int, Task> look) => Parallel.ForAsync(0, Viewers, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (viewer, _) => await look(viewer));

        private async Task<int> EventsOfAsync(int viewer)
        {
            try
            {
                var profile = await world.Publisher.GetAsync($"/v1/profiles/user/{NameOf(viewer)}", default);
                return profile.GetProperty("events").EnumerateObject().Sum(kind => kind.Value.GetProperty("count").GetInt32());
            }
            catch (RefusedException refused) when (refused.Problem.Status == 404)
            {
                return 0;
            }
        }

        /// <summary>As a careful client does: the same request, with the same ids, until it is acknowledged.</summary>
        private static async Task<T> UntilAcknowledgedAsync<T>(Func<Task<T>> send)
        {
            var began = RealClock.Instance.GetTimestamp();
            while (true)
            {
                try
                {
                    return await send();
                }
                catch (Exception away) when (away is HttpRequestException or IOException or RefusedException { Problem.Status: >= 500 or 401 or 409 }
                    && RealClock.Instance.GetElapsedTime(began) < Patience)
                {
                    await Task.Delay(100);
                }
            }
        }

        /// <summary>Events of many viewers in each batch, so that every partition has work at every moment.</summary>
        private static object[] BatchOf(int number) => [.. Enumerable.Range(number * BatchEvents, BatchEvents).Select(i => (object)new
        {
            type = "track",
            messageId = $"ledger-{i}",
            userId = NameOf(i % Viewers),
            @event = "Title Watched",
            timestamp = "2026-11-01T10:00:00Z",
            properties = new { title_id = "tt-ledger", genres = new[] { "drama" } },
            context = new { consent = new { purposes = Enumerable.Range(1, 10).ToDictionary(p => $"{p}", _ => true) } },
        })];

        private static string NameOf(int viewer) => $"ledger-viewer-{viewer}";
    }
}
