using System.Net;
using System.Text.Json;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.Contracts.Briefs;
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

    [Fact]
    public void Slots_in_use_never_exceed_a_cap_whatever_the_order_of_events()
    {
        var steps = Gen.Elements(0, 0, 0, 1, 1, 2, 3, 4).ListOf().Resize(60);
        Prop.ForAll(steps.ToArbitrary(), script =>
        {
            var counter = new CapCounter();
            var cap = new FrequencyCap(2, 4);
            var now = new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
            var held = new List<(Guid Id, DateTimeOffset Until)>();
            var shown = new HashSet<(Guid Id, DateOnly Day)>();
            var random = new Random(script.Count);
            foreach (var step in script)
            {
                var subject = new CapSubject(Guid.Empty, ["h"], DateOnly.FromDateTime(now.UtcDateTime));
                var id = new Guid(random.Next(), 0, 0, new byte[8]);
                if (step == 0 && counter.TryReserveAsync(subject, cap, id, now.AddHours(1), now, TimeSpan.Zero).Result.Outcome == CapOutcome.Taken) held.Add((id, now.AddHours(1)));
                // In time, again, or not at all; a held slot is confirmed on the day of its decision.
                if (step is 1 or 2 && held.Count > 0 && held[random.Next(held.Count)] is var one && one.Until > now)
                {
                    var day = DateOnly.FromDateTime(one.Until.AddHours(-1).UtcDateTime);
                    counter.ConfirmAsync(subject with { Day = day }, one.Id).AsTask().Wait();
                    shown.Add((one.Id, day));
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
