using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AudienceProfiling.Tests.BuildingProfile;

public sealed class BuildingProfileTests
{
    private static readonly ViewerId Viewer = ViewerId.User("u1");

    [Fact]
    public async Task A_title_that_is_catalogued_late_still_counts_for_its_genres()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "Title Watched", properties = new { title_id = "t1" } });
        await profiling.SettledAsync();
        Assert.Empty((await profiling.ProfileAsync(Viewer))!.Genres);

        await profiling.App.PublishAsync(new TitleCatalogued { AccountId = Profiling.Publisher, Titles = [new("t1", "Night Train", ["thriller"], ["640"])] });
        await TestApp.EventuallyAsync(async () => (await profiling.ProfileAsync(Viewer))!.Genres.ContainsKey("thriller"), "the genre counts");

        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "Title Watched", properties = new { title_id = "t1" } });
        await profiling.SettledAsync();
        var profile = (await profiling.ProfileAsync(Viewer))!;
        Assert.Equal(2, profile.Genres["thriller"].Value, 9);
        Assert.Equal(2, profile.Categories["640"].Value, 9);
        Assert.Equal(2, profile.Events["Title Watched"].CountSince(int.MinValue, "thriller"));
        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM unknown_title_events"));
    }

    [Fact]
    public async Task A_device_that_two_users_share_does_not_make_them_one_person()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(
            new { type = "track", anonymousId = "living-room", @event = "A" },
            new { type = "identify", userId = "u1", anonymousId = "living-room" },
            new { type = "identify", userId = "u2", anonymousId = "living-room" },
            new { type = "track", userId = "u2", anonymousId = "living-room", @event = "B" });
        await profiling.SettledAsync();

        Assert.Equal(["A"], (await profiling.ProfileAsync(Viewer))!.Events.Keys);
        Assert.Equal(["B"], (await profiling.ProfileAsync(ViewerId.User("u2")))!.Events.Keys);
    }

    [Fact]
    public async Task What_was_seen_of_ads_is_in_the_profile_under_any_hash_of_the_viewer()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(new { type = "identify", userId = "u1", anonymousId = "anon-1" });
        await profiling.SettledAsync();
        var keys = profiling.App.Services.GetRequiredService<ViewerKeys>();
        var now = profiling.App.Clock.GetUtcNow();
        DeliveryRecord Record(string id, DeliveryKind kind, string viewer) => new()
        {
            RecordId = id, Kind = kind, DecisionId = Ids.New(now), AdvertiserId = "acc_a", CampaignId = Ids.New(now), LineId = Ids.New(now),
            CreativeId = Ids.New(now), Context = "none", Propensity = 1, Uniform = false, ViewerHash = viewer, At = now,
        };
        var (user, anonymous) = (keys.HashOf(Profiling.Publisher, Viewer), keys.HashOf(Profiling.Publisher, ViewerId.Anonymous("anon-1")));

        await profiling.App.PublishAsync(new DeliveryRecorded { AccountId = Profiling.Publisher, Records = [Record("1", DeliveryKind.Impression, user), Record("2", DeliveryKind.Impression, anonymous), Record("3", DeliveryKind.Click, user), Record("x", DeliveryKind.Click, "k1.nobody")] });
        await profiling.App.PublishAsync(new DeliveryRecorded { AccountId = Profiling.Publisher, Records = [Record("3", DeliveryKind.Click, user), Record("4", DeliveryKind.Complete, user)] });

        await TestApp.EventuallyAsync(async () => (await profiling.CachedAsync(Viewer))!.Exposure is { Impressions: 2, Clicks: 1, Completions: 1 }, "exposure counted once each");
    }

    [Fact]
    public async Task Under_tcf_nothing_is_kept_without_purpose_1_and_no_behaviour_without_3()
    {
        await using var profiling = await Profiling.StartAsync(("TcfPublishers:0", Profiling.Publisher));
        object Event(string user, string name, Dictionary<string, bool>? purposes) =>
            new { type = "track", userId = user, @event = name, context = new { consent = purposes is null ? null : new { purposes } } };
        await profiling.SendAsync(
            Event("silent", "A", null),
            Event("refuses", "A", new() { ["1"] = false }),
            Event("stores", "A", new() { ["1"] = true }),
            Event("profiled", "A", new() { ["1"] = true, ["3"] = true, ["4"] = true }),
            Event("profiled", "B", null));
        await profiling.SettledAsync();

        Assert.Null(await profiling.ProfileAsync(ViewerId.User("silent")));
        Assert.Null(await profiling.ProfileAsync(ViewerId.User("refuses")));
        Assert.Empty((await profiling.ProfileAsync(ViewerId.User("stores")))!.Events);
        Assert.Equal(["A", "B"], (await profiling.ProfileAsync(ViewerId.User("profiled")))!.Events.Keys.Order());

        await profiling.SendAsync(Event("profiled", "C", new() { ["1"] = false }));
        await profiling.SettledAsync();
        Assert.Null(await profiling.ProfileAsync(ViewerId.User("profiled")));
        Assert.Null(await profiling.CachedAsync(ViewerId.User("profiled")));
        await profiling.App.WaitForAsync<ProfileErased>();
    }

    [Fact]
    public async Task The_country_decides_whether_consent_is_asked_for_first()
    {
        await using var profiling = await Profiling.StartAsync(("Regimes", "FR=opt-in, us=opt-out, *=opt-in"));
        object Event(string user, string? country, Dictionary<string, bool>? purposes = null) =>
            new { type = "track", userId = user, @event = "A", context = new { location = new { country }, consent = purposes is null ? null : new { purposes } } };
        await profiling.SendAsync(
            Event("french", "FR"), Event("american", "US"), Event("unknown", null), Event("agreed", "FR", new() { ["1"] = true, ["3"] = true }), Event("identity", "FR", new() { ["1"] = true }));
        await profiling.SettledAsync();

        Assert.Null(await profiling.ProfileAsync(ViewerId.User("french")));
        Assert.Null(await profiling.ProfileAsync(ViewerId.User("unknown")));
        Assert.Single((await profiling.ProfileAsync(ViewerId.User("american")))!.Events);
        Assert.Single((await profiling.ProfileAsync(ViewerId.User("agreed")))!.Events);
        Assert.Empty((await profiling.ProfileAsync(ViewerId.User("identity")))!.Events);
        Assert.Equal((true, false), ((await profiling.CachedAsync(ViewerId.User("agreed")))!.Consent.Applies, (await profiling.CachedAsync(ViewerId.User("american")))!.Consent.Applies));
    }

    [Theory]
    [InlineData("FRA=opt-in", "'FRA' is no country")]
    [InlineData("FR=maybe", "'FR' must be opt-in or opt-out")]
    [InlineData("FR=opt-in,fr=opt-out", "'fr' is there twice")]
    public async Task A_regime_that_cannot_be_read_stops_the_start(string regimes, string reason) =>
        Assert.Contains(reason, (await Assert.ThrowsAnyAsync<Exception>(() => Profiling.StartAsync(("Regimes", regimes)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Over_a_broker_the_operators_default_regime_must_be_set()
    {
        (string, string)[] settings = [("AdPlatform:RabbitMq", "amqp://nobody@127.0.0.1:9/"), ("Regimes", "FR=opt-in")];
        Assert.Contains("*=opt-in or *=opt-out", (await Assert.ThrowsAnyAsync<Exception>(() => Profiling.StartAsync(settings))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_known_and_allows_other_purposes_is_told_of()
    {
        await using var profiling = await Profiling.StartAsync();
        object Event(string user, bool profiled) => new { type = "track", userId = user, @event = "A", context = new { consent = new { purposes = new Dictionary<string, bool> { ["1"] = true, ["4"] = profiled } } } };
        await profiling.SendAsync(Event("u1", true), Event("u2", true), Event("new", false));
        await profiling.SettledAsync();
        await profiling.SendAsync(Event("u1", false), Event("u2", true));

        var changed = await profiling.App.WaitForAsync<ConsentChanged>();
        var viewer = Assert.Single(changed.Viewers);
        Assert.Equal([profiling.App.Services.GetRequiredService<ViewerKeys>().HashOf(Profiling.Publisher, Viewer)], viewer.ViewerHashes);
        Assert.Equal((false, true, false), (viewer.Applies, viewer.Purposes[1], viewer.Purposes[4]));
    }

    [Fact]
    public async Task A_viewer_who_said_no_stays_unknown_until_a_yes()
    {
        await using var profiling = await Profiling.StartAsync();
        object Event(string name, int minutes, bool? store) => new
        {
            type = "track", userId = "u1", @event = name, timestamp = profiling.App.Clock.GetUtcNow().AddMinutes(minutes),
            context = new { consent = store is null ? null : new { purposes = new Dictionary<string, bool> { ["1"] = store.Value } } },
        };
        await profiling.SendAsync(Event("before", -50, null), Event("no", -40, false), Event("after", -30, null));
        await profiling.SettledAsync();
        Assert.Null(await profiling.ProfileAsync(Viewer));

        await profiling.SendAsync(Event("late", -45, null), Event("yes", -20, true), Event("then", -10, null));
        await profiling.SettledAsync();
        Assert.Equal(["then", "yes"], (await profiling.ProfileAsync(Viewer))!.Events.Keys.Order());
    }

    [Fact]
    public async Task A_minor_has_no_behaviour_and_is_in_no_segment()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(
            new { type = "track", userId = "u1", @event = "A" },
            new { type = "identify", userId = "u1", traits = new { age = 15, city = "Lyon" } },
            new { type = "track", userId = "u1", @event = "B" });
        await profiling.SettledAsync();

        var profile = (await profiling.ProfileAsync(Viewer))!;
        Assert.Empty(profile.Events);
        Assert.Equal(["age"], profile.Traits.Keys);
    }
}
