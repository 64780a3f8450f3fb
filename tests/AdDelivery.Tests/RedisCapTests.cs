using System.Net;
using System.Text.Json;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Caching;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>Cap counts in a real Redis: as exact as in this process, and never served without.</summary>
public sealed class RedisCapTests : IAsyncLifetime
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);
    private RedisServer server = null!;

    public async ValueTask InitializeAsync() => server = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task It_answers_as_the_counter_in_this_process_whatever_is_asked()
    {
        await using var app = await StartAsync();
        var (inRedis, inProcess, keeper) = (app.App.Services.GetRequiredService<ICapCounter>(), new CapCounter(), app.App.Services.GetRequiredService<CapKeeper>());
        var random = new Random(11);
        // Two campaigns of one advertiser and one of another, limits of every scope and window.
        var (now, taken, outcomes) = (TestApp.DefaultNow, new List<(CapUse Use, Guid Id)>(), new int[2]);
        (Guid Id, string Advertiser, Guid[] Creatives, CapRule[] Rules)[] campaigns =
        [
            Campaign("acc_one", new(2, 5), null, new(null, null) { PerMinute = 2, PerHour = 3 }), Campaign("acc_one", null, new(1, 3), null),
            Campaign("acc_two", new(null, 9) { PerMinute = 1, PerHour = 2 }, new(2, null), new(3, 6)),
        ];
        (Guid Id, string Advertiser, Guid[] Creatives, CapRule[] Rules) Campaign(string advertiser, FrequencyCap? campaign, FrequencyCap? creative, FrequencyCap? all)
        {
            var id = Sample.NewId();
            CapRule[] Of(FrequencyCap? cap, CapScope scope) => [.. CapRule.Of(cap, scope, id, TimeZoneInfo.Utc, TestApp.DefaultNow.AddDays(-1), TestApp.DefaultNow.AddDays(400))];
            return (id, advertiser, [Sample.NewId(), Sample.NewId()], [.. Of(campaign, CapScope.Campaign), .. Of(creative, CapScope.Creative), .. Of(all, CapScope.Advertiser)]);
        }
        string[] viewers = ["k1.a", "k1.b", "k1.c"];
        for (var step = 0; step < 3000; step++)
        {
            var campaign = campaigns[random.Next(3)];
            string[] hashes = [.. viewers.Where(_ => random.Next(2) == 0).DefaultIfEmpty("k1.a")];
            var use = new CapUse(campaign.Id, campaign.Creatives[random.Next(2)], campaign.Advertiser, hashes, default, now.AddDays(random.Next(2, 60)));
            CapLimit[] limits = [.. campaign.Rules.Select(rule => rule.At(now))];
            switch (random.Next(8))
            {
                case < 4:
                    var (id, until) = (Hosting.Ids.New(now), now.AddHours(random.Next(1, 30)));
                    var expected = await inProcess.TryReserveAsync(use, limits, id, until, now, Budget);
                    var told = await inRedis.TryReserveAsync(use, limits, id, until, now, Budget);
                    Assert.Equal(expected.Outcome, told.Outcome);
                    outcomes[(int)told.Outcome]++;
                    if (told.Outcome == CapOutcome.Taken) taken.Add((use, id));
                    else if (hashes.Length == 1) Assert.Equal(expected.Limit, told.Limit);
                    break;
                case 4 when taken.Count > 0:
                    var shown = taken[random.Next(taken.Count)];
                    await inProcess.ConfirmAsync(shown.Use, shown.Id);
                    await inRedis.ConfirmAsync(shown.Use, shown.Id);
                    break;
                case 5 when taken.Count > 0:
                    var undone = taken[random.Next(taken.Count)];
                    await inProcess.ReleaseAsync(undone.Use, undone.Id, now, Budget);
                    Assert.True(await inRedis.ReleaseAsync(undone.Use, undone.Id, now, Budget));
                    break;
                case 6 when random.Next(20) == 0:
                    await inProcess.ForgetAsync(hashes);
                    await inRedis.ForgetAsync(hashes);
                    break;
                default:
                    now += random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(100)) : TimeSpan.FromMinutes(random.Next(240));
                    break;
            }
            await keeper.SentAsync(TestContext.Current.CancellationToken);
            Assert.Equal(await ReachedAsync(inProcess), await ReachedAsync(inRedis));

            async Task<List<bool>> ReachedAsync(ICapCounter counter)
            {
                var held = await counter.LookAsync(hashes, Budget);
                return [.. campaigns.SelectMany(asked => asked.Rules.SelectMany(rule => asked.Creatives.Select(creative => held!.Any(slots => slots.IsReached(rule.At(now), asked.Id, creative, asked.Advertiser, now)))))];
            }
        }
        Assert.All(outcomes, count => Assert.True(count > 100, $"{count}"));
    }

    [Fact]
    public async Task Reservations_at_the_same_moment_share_a_cap_exactly()
    {
        await using var app = await StartAsync();
        var counter = app.App.Services.GetRequiredService<ICapCounter>();
        var (campaign, now) = (Sample.NewId(), TestApp.DefaultNow);
        var limit = CapRule.Of(new(7, null), CapScope.Campaign, campaign, TimeZoneInfo.Utc, now, now.AddDays(1)).Single().At(now);
        // Each id alone, and both together in either order.
        string[][] ids = [["a", "b"], ["b", "a"], ["a"], ["b"]];
        var holds = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            (Ids: ids[i % 4], Hold: await counter.TryReserveAsync(new(campaign, Guid.Empty, "a", ids[i % 4], default, now.AddDays(1)), [limit], Hosting.Ids.New(now), now.AddHours(1), now, Budget)))));
        Assert.DoesNotContain(holds, h => h.Hold.Outcome == CapOutcome.Unknown);
        foreach (var id in (string[])["a", "b"])
            Assert.InRange(holds.Count(h => h.Hold.Outcome == CapOutcome.Taken && h.Ids.Contains(id)), 1, 7);
    }

    [Fact]
    public async Task A_capped_decision_asks_Redis_once()
    {
        await using var app = await StartAsync();
        await app.ServeAsync(new Sample { Cap = new(5, 20) });
        await CommandsAsync();
        for (var i = 0; i < 20; i++) Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: $"v{i % 10}")));
        var commands = await CommandsAsync();
        // A script for each, and the one reading that is inside of it.
        Assert.Equal((20, 20), (commands.GetValueOrDefault("evalsha"), commands.GetValueOrDefault("hgetall")));

        async Task<Dictionary<string, int>> CommandsAsync()
        {
            var stats = await app.App.Services.GetRequiredService<RedisConnection>().RunAsync(database => database.ExecuteAsync("INFO", "commandstats"));
            await app.App.Services.GetRequiredService<RedisConnection>().RunAsync(database => database.ExecuteAsync("CONFIG", "RESETSTAT"));
            return ((string)stats!).Split('\n').Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal)).Select(line => line["cmdstat_".Length..].Trim().Split([':', '=', ','])).ToDictionary(
                parts => parts[0], parts => int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>What was reserved ahead and then not chosen goes back: each campaign shows as often as it may, no more and no less.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Campaigns_beside_each_other_show_exactly_as_often_as_they_may(bool inRedis)
    {
        await using var app = inRedis ? await StartAsync() : await DeliveryApp.StartAsync();
        Sample[] samples =
        [
            new() { Cap = new(1, null), CreativeCap = new(1, null) },
            new() { Cap = new(7, null) },
            new() { AdvertiserId = "acc_other", CreativeCap = new(2, null), Creatives = [.. Enumerable.Range(0, 2).Select(i => new Sample.Made(Sample.NewId(), "fr", $"angle-{i}", Guid.Empty, i))] },
        ];
        foreach (var sample in samples) await app.ServeAsync(sample);
        object With(params (string Kind, string Id)[] ids) => new
        {
            placements = new[] { new { id = "p", format = "display-300x250" }, new { id = "q", format = "display-300x250" } },
            viewer = new { ids = ids.Select(i => new { kind = i.Kind, id = i.Id }) },
            context = new { titleId = "tt-velvet-harbour", country = "FR" },
            consent = new { gdpr = false },
        };
        // One id has seen what the other has not, in every order.
        object[] asked = [With(("user", "v1")), With(("ifa", "d1"), ("user", "v1")), With(("user", "v1"), ("ifa", "d1"))];
        var served = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            foreach (var placement in (await DeliveryApp.DecideAsync(app.AdServer(), asked[i % 3])).GetProperty("placements").EnumerateArray())
            {
                var decisions = placement.GetProperty("decisions").EnumerateArray().ToList();
                foreach (var decision in decisions) served.Add(decision.GetProperty("creative").GetProperty("id").GetString()!);
                var id = decisions.Count > 0 ? decisions[0].GetProperty("decisionId").GetString()! : placement.GetProperty("none").GetProperty("decisionId").GetString()!;
                Assert.True((await ExplanationTests.ExplainAsync(app, id)).GetProperty("replay").GetProperty("identical").GetBoolean());
            }
        }
        Assert.Equal([1, 7, 4], samples.Select(sample => sample.Creatives.Sum(creative => served.Count(id => id == Hosting.Ids.Format("crv", creative.Id)))));
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task A_cap_holds_over_a_kill_of_Redis_and_nothing_capped_serves_before_its_counts_are_back(StorageProvider store)
    {
        await using var app = await StartAsync([.. (await TestServers.StoreAsync(store)).Select(setting => (setting.Key, setting.Value!))]);
        var (capped, open) = (new Sample { Cap = new(PerDay: 3, null) }, new Sample { TitleId = "tt-open" });
        await app.ServeAsync(capped);
        await app.ServeAsync(open);
        var (request, adServer) = (DeliveryApp.Request(viewer: "v1"), app.AdServer());
        var served = new List<JsonElement>();
        for (var i = 0; i < 2; i++) served.AddRange(await DeliveryApp.ServedAsync(adServer, request));
        Assert.Equal(2, served.Count);

        await server.KillAsync();
        await TestApp.EventuallyAsync(async () => await DeliveryApp.RuleAsync(adServer, request) == "capUnavailable", "the loss to be noticed");
        var answer = await DeliveryApp.DecideAsync(adServer, request);
        Assert.Contains("caps-unavailable", answer.GetProperty("degraded").EnumerateArray().Select(d => d.GetString()));
        Assert.Single(await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request(titleId: "tt-open", viewer: "v1")));
        var none = answer.GetProperty("placements")[0].GetProperty("none");
        var explanation = await ExplanationTests.ExplainAsync(app, none.GetProperty("decisionId").GetString()!);
        Assert.True(explanation.GetProperty("replay").GetProperty("identical").GetBoolean());
        Assert.Contains("capUnavailable", explanation.GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("rule").GetString()));

        // An impression is accepted meanwhile, and counts when the counter is back.
        Assert.Equal(HttpStatusCode.NoContent, (await DeliveryApp.FireAsync(app.App.Anonymous(), served[0], "impression")).StatusCode);

        // Asked without a pause while it starts: each answer is one more of the three, or none.
        var start = server.StartAgainAsync();
        var more = 0;
        await TestApp.EventuallyAsync(
            async () =>
            {
                more += (await DeliveryApp.ServedAsync(adServer, request)).Length;
                return start.IsCompleted && await DeliveryApp.RuleAsync(adServer, request) == "cap";
            },
            "the counts to be back");
        await start;
        Assert.InRange(more, 0, 1);

        // The other slots run out unshown; the one that was shown while Redis was away does not.
        app.App.Clock.Advance(TimeSpan.FromHours(25));
        var tomorrow = new List<JsonElement>();
        for (var i = 0; i < 5; i++) tomorrow.AddRange(await DeliveryApp.ServedAsync(adServer, request));
        Assert.Equal(3, tomorrow.Count);
    }

    [Fact]
    public async Task A_confirmation_that_Redis_missed_is_made_up_for()
    {
        await using var app = await StartAsync(("EventWindow", "02:00:00"), ("ReservationLifetime", "00:30:00"));
        await app.ServeAsync(new Sample { Cap = new(null, PerFlight: 1) });
        var served = (await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1"))).Single();
        server.Freeze();
        await DeliveryApp.FireAsync(app.App.Anonymous(), served, "impression");
        server.Thaw();
        // Not confirmed, the slot would be free by then.
        app.App.Clock.Advance(TimeSpan.FromHours(3));
        await TestApp.EventuallyAsync(async () => await DeliveryApp.RuleAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1")) == "cap", "the confirmation");
        await TestApp.EventuallyAsync(async () => await DeliveryApp.RuleAsync(app.AdServer(), DeliveryApp.Request(viewer: "v2")) is null, "other viewers");
    }

    [Fact]
    public async Task Data_that_was_deleted_on_a_running_server_is_rebuilt()
    {
        await using var app = await StartAsync();
        await app.ServeAsync(new Sample { Cap = new(1, null) });
        var request = DeliveryApp.Request(viewer: "v1");
        Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), request));
        await app.App.Services.GetRequiredService<RedisConnection>().RunAsync(database => database.ExecuteAsync("FLUSHALL"));
        await TestApp.EventuallyAsync(
            async () => (string?)await app.App.Services.GetRequiredService<RedisConnection>().RunAsync(database => database.StringGetAsync(CapKeys.Rebuilt)) is not null, "the rebuild");
        string? rule = null;
        await TestApp.EventuallyAsync(async () => (rule = await DeliveryApp.RuleAsync(app.AdServer(), request)) != "capUnavailable", "an answer of the counter");
        Assert.Equal("cap", rule);
    }

    [Fact]
    public async Task Two_instances_share_a_cap_exactly_also_when_Redis_is_killed_meanwhile()
    {
        var secret = Convert.ToBase64String(new byte[32]);
        (string, string)[] settings =
        [
            .. (await TestServers.StoreAsync(StorageProvider.Postgres)).Select(setting => (setting.Key, setting.Value!)),
            ("AdPlatform:Secrets:ViewerHash", secret), ("AdPlatform:Secrets:DeliveryToken", secret),
        ];
        await using var a = await StartAsync(settings);
        await using var b = await StartAsync(settings);
        var sample = new Sample { Cap = new(PerDay: 7, null) };
        await a.ServeAsync(sample);
        await b.UntilAsync(sample, live => live?.Allocation is not null);
        var served = 0;
        async Task AskAsync(DeliveryApp of, int times)
        {
            var adServer = of.AdServer();
            await Task.WhenAll(Enumerable.Range(0, times).Select(async _ => Interlocked.Add(ref served, (await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request(viewer: "v1"))).Length)));
        }

        await Task.WhenAll(AskAsync(a, 2), AskAsync(b, 2));
        Assert.Equal(4, served);
        await server.KillAsync();
        var start = server.StartAgainAsync();
        await TestApp.EventuallyAsync(
            async () =>
            {
                await Task.WhenAll(AskAsync(a, 5), AskAsync(b, 5));
                return start.IsCompleted && served >= 7;
            },
            "the rest of the cap");
        await start;
        await Task.WhenAll(AskAsync(a, 20), AskAsync(b, 20));
        Assert.Equal(7, served);
    }

    internal static async Task<DeliveryApp> StartAsync(RedisServer server, params (string, string)[] settings)
    {
        var app = await DeliveryApp.StartAsync([("AdPlatform:Redis", server.ConnectionString), .. settings]);
        await TestApp.EventuallyAsync(() => Task.FromResult(app.App.Services.GetRequiredService<CapsReady>().Is), "the caps in Redis");
        return app;
    }

    /// <summary>With time enough for a machine that builds beside the tests.</summary>
    private Task<DeliveryApp> StartAsync(params (string, string)[] settings) => StartAsync(server, [("CapBudget", "00:00:01"), ("ProfileBudget", "00:00:01"), ("AdPlatform:Caching:CallDeadline", "00:00:02"), .. settings]);
}
