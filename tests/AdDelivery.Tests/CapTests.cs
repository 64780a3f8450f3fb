using System.Net;
using System.Text.Json;
using AdPlatform.AdDelivery.Capping;
using FsCheck;
using FsCheck.Fluent;

namespace AdPlatform.AdDelivery.Tests;

public sealed class CapTests
{
    [Fact]
    public async Task A_cap_holds_over_duplicate_late_and_reordered_events_and_over_a_restart()
    {
        await using var app = await DeliveryApp.StartAsync(("ReservationLifetime", "00:30:00"), ("EventWindow", "02:00:00"));
        await app.ServeAsync(new Sample { Cap = new(PerDay: 3, PerFlight: 5) });
        var request = DeliveryApp.Request(viewer: "v1");
        var served = new List<JsonElement>();
        for (var i = 0; i < 8; i++) served.AddRange(await DeliveryApp.ServedAsync(app.AdServer(), request));
        Assert.Equal(3, served.Count);

        // The newest first, a click before its impression, and each three times.
        foreach (var kind in (string[])["click", "impression", "viewable", "impression", "impression"])
            await DeliveryApp.FireAsync(app.App.Anonymous(), served[2], kind);
        Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), request));
        Assert.Null(await DeliveryApp.RuleAsync(app.AdServer(), DeliveryApp.Request(viewer: "v2")));

        await app.App.RestartAsync();
        Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), request));

        // Too late to be billed, and still within the cap: its slot was held for it.
        app.App.Clock.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal(HttpStatusCode.NoContent, (await app.App.Anonymous().GetAsync(Path(served[1]))).StatusCode);
        Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), request));

        // The one that nothing came of is free again once nothing can come any more.
        app.App.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(HttpStatusCode.NotFound, (await app.App.Anonymous().GetAsync(Path(served[0]))).StatusCode);
        Assert.Null(await DeliveryApp.RuleAsync(app.AdServer(), request));
        Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), request));

        // Next day in Paris: until the flight's five are reached (2 shown, 1 expired by then, 3 new).
        app.App.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 25, 23, 0, 1, TimeSpan.Zero));
        await app.App.RestartAsync();
        var next = new List<JsonElement>();
        for (var i = 0; i < 5; i++) next.AddRange(await DeliveryApp.ServedAsync(app.AdServer(), request));
        Assert.Equal(3, next.Count);
        foreach (var one in next) Assert.Equal(HttpStatusCode.NoContent, (await app.App.Anonymous().GetAsync(Path(one))).StatusCode);
        Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), request));
    }

    [Fact]
    public async Task Requests_at_the_same_moment_share_a_cap_and_a_budget_exactly()
    {
        await using var app = await DeliveryApp.StartAsync(("LeaseMinImpressions", "1"));
        await app.ServeAsync(new Sample { Cap = new(3, null) });
        await app.ServeAsync(new Sample { TitleId = "tt-poor", Budget = 0.07m });
        var adServer = app.AdServer();

        var capped = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => DeliveryApp.ServedAsync(adServer, DeliveryApp.Request(viewer: "v1"))));
        var poor = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => DeliveryApp.ServedAsync(adServer, DeliveryApp.Request(titleId: "tt-poor"))));

        Assert.Equal((3, 7), (capped.Sum(s => s.Length), poor.Sum(s => s.Length)));
    }

    [Fact]
    public async Task A_viewer_is_counted_under_every_id()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Cap = new(1, null) });
        object With(params (string Kind, string Id)[] ids) => new
        {
            placements = new[] { new { id = "p", format = "display-300x250" } },
            viewer = new { ids = ids.Select(i => new { kind = i.Kind, id = i.Id }) },
            context = new { titleId = "tt-velvet-harbour", country = "FR" },
            consent = new { gdpr = false },
        };

        Assert.Null(await DeliveryApp.RuleAsync(app.AdServer(), With(("user", "v1"), ("ifa", "d1"))));
        Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), With(("ifa", "d1"))));
        Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), With(("user", "v1"))));
        Assert.Null(await DeliveryApp.RuleAsync(app.AdServer(), With(("ifa", "d2"))));
    }

    /// <summary>Revive #619 and #1148: with a cap of one, each reload showed the banner again. #578: nothing was shown on the first page.</summary>
    [Fact]
    public async Task A_cap_of_one_shows_on_the_first_page_and_on_no_reload()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Cap = new(1, null) });
        foreach (var viewer in (string[])["new-1", "new-2"])
        {
            var request = DeliveryApp.Request(viewer: viewer);
            var first = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), request));
            // Whether the impression has come yet or not, and however often.
            for (var reload = 0; reload < 4; reload++)
            {
                Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), request));
                await DeliveryApp.FireAsync(app.App.Anonymous(), first, "impression");
            }
        }
    }

    /// <summary>Revive #306: a limit of 10 impressions delivered 60 more, because counts lagged behind.</summary>
    [Fact]
    public async Task A_limit_of_ten_is_ten_however_late_the_impressions_come()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Cap = new(null, 10) });
        await app.ServeAsync(new Sample { TitleId = "tt-ten", Budget = 0.10m, Cpm = 10m });
        var served = new List<JsonElement>();
        foreach (var request in (object[])[DeliveryApp.Request(viewer: "v1"), DeliveryApp.Request(titleId: "tt-ten")])
            served.AddRange((await Task.WhenAll(Enumerable.Range(0, 70).Select(_ => DeliveryApp.ServedAsync(app.AdServer(), request)))).SelectMany(one => one));
        Assert.Equal(20, served.Count);
        app.App.Clock.Advance(TimeSpan.FromMinutes(50));
        foreach (var one in served.AsEnumerable().Reverse().Concat(served)) await DeliveryApp.FireAsync(app.App.Anonymous(), one, "impression");
        Assert.Equal("cap", await DeliveryApp.RuleAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1")));
        // All is spent, so nothing is due any more.
        Assert.Equal("pacing", await DeliveryApp.RuleAsync(app.AdServer(), DeliveryApp.Request(titleId: "tt-ten")));
    }

    [Fact]
    public async Task An_advertisers_cap_holds_over_all_its_campaigns_and_binds_nobody_elses()
    {
        await using var app = await DeliveryApp.StartAsync();
        // Only one of them asks for it.
        await app.ServeAsync(new Sample { TitleId = "tt-a", AdvertiserCap = new(3, null) });
        await app.ServeAsync(new Sample { TitleId = "tt-b" });
        await app.ServeAsync(new Sample { TitleId = "tt-other", AdvertiserId = "acc_other" });
        object At(string title) => DeliveryApp.Request(titleId: title, viewer: "v1");
        foreach (var title in (string[])["tt-a", "tt-b", "tt-b"]) Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), At(title)));
        foreach (var title in (string[])["tt-a", "tt-b"])
        {
            var none = (await DeliveryApp.DecideAsync(app.AdServer(), At(title))).GetProperty("placements")[0].GetProperty("none");
            Assert.Equal(("cap", "dropped by cap: 3 a day per advertiser"), (none.GetProperty("rule").GetString(), none.GetProperty("reason").GetString()));
            var explanation = await ExplanationTests.ExplainAsync(app, none.GetProperty("decisionId").GetString()!);
            Assert.True(explanation.GetProperty("replay").GetProperty("identical").GetBoolean());
            Assert.Contains("dropped by cap: 3 a day per advertiser", explanation.GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("reason").GetString()));
        }
        Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), At("tt-other")));
        // Who cannot be counted is not shown the other campaign either.
        Assert.Equal("capUnknown", await DeliveryApp.RuleAsync(app.AdServer(), DeliveryApp.Request(titleId: "tt-b")));
    }

    [Fact]
    public async Task A_creative_that_was_seen_enough_gives_way_to_the_others()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample { CreativeCap = new(2, null), Creatives = [.. Enumerable.Range(0, 3).Select(i => new Sample.Made(Sample.NewId(), "fr", $"angle-{i}", Guid.Empty, i))] };
        await app.ServeAsync(sample);
        var seen = new List<string>();
        for (var i = 0; i < 8; i++)
            foreach (var served in await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1"))) seen.Add(served.GetProperty("creative").GetProperty("id").GetString()!);
        Assert.Equal([2, 2, 2], seen.CountBy(id => id).Select(pair => pair.Value));
        var none = (await DeliveryApp.DecideAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1"))).GetProperty("placements")[0].GetProperty("none");
        Assert.Equal("dropped by cap: 2 a day per creative", none.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_orders_cap_holds_for_the_lines_it_bought()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample { Cap = new(5, null) };
        await app.ServeAsync(sample);
        await app.App.PublishAsync(BookedLineTests.Order(sample) with { FrequencyCap = new(null, null) { PerHour = 2 } });
        await app.UntilAsync(sample, live => live?.Lines[0].Booked is not null);
        for (var i = 0; i < 2; i++) Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1")));
        var none = (await DeliveryApp.DecideAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1"))).GetProperty("placements")[0].GetProperty("none");
        Assert.Equal("dropped by cap: 2 an hour per campaign", none.GetProperty("reason").GetString());
    }

    [Fact]
    public void Slots_in_use_never_exceed_a_cap_whatever_the_order_of_events()
    {
        var steps = Gen.Elements(0, 0, 0, 1, 1, 2, 3, 4).ListOf().Resize(60);
        Prop.ForAll(steps.ToArbitrary(), script =>
        {
            var counter = new CapCounter();
            var now = new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
            CapRule[] rules = [.. CapRule.Of(new(2, 4), CapScope.Campaign, Guid.Empty, TimeZoneInfo.Utc, now, now.AddDays(90))];
            var held = new List<(Guid Id, DateTimeOffset At, DateTimeOffset Until)>();
            var shown = new HashSet<(Guid Id, DateOnly Day)>();
            var random = new Random(script.Count);
            foreach (var step in script)
            {
                var use = new CapUse(Guid.Empty, Guid.Empty, "a", ["h"], default, now.AddDays(90));
                var id = Hosting.Ids.New(now);
                if (step == 0 && counter.TryReserveAsync(use, [.. rules.Select(rule => rule.At(now))], id, now.AddHours(1), now, TimeSpan.Zero).Result.Outcome == CapOutcome.Taken) held.Add((id, now, now.AddHours(1)));
                // In time, again, or not at all; a held slot is confirmed on the day of its decision.
                if (step is 1 or 2 && held.Count > 0 && held[random.Next(held.Count)] is var one && one.Until > now)
                {
                    counter.ConfirmAsync(use, one.Id).AsTask().Wait();
                    shown.Add((one.Id, DateOnly.FromDateTime(one.At.UtcDateTime)));
                }
                if (step == 3) now = now.AddMinutes(25);
                if (step == 4) now = now.AddHours(9);
                if (shown.Count > 4 || shown.GroupBy(s => s.Day).Any(day => day.Count() > 2)) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static string Path(JsonElement served) => new Uri(served.GetProperty("events").GetProperty("impression").GetString()!).PathAndQuery;
}
