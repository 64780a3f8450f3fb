using System.Text.Json;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Profiles;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

public sealed class ConsentTests
{
    private static readonly Guid Segment = Sample.NewId();

    [Fact]
    public async Task Only_purposes_1_3_and_4_select_by_profile_otherwise_the_choice_is_contextual()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Creatives = [new(Sample.NewId(), "fr", "offer", Segment, 0)] });
        await app.ProfileAsync("v1", Segment);
        foreach (var (purposes, byProfile) in ((int[], bool)[])[([1, 2, 3, 4], true), ([1, 2, 3], false), ([2, 3, 4], false), ([1, 2, 4], false), ([2], false)])
        {
            var served = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1", purposes: purposes)));
            Assert.Equal(byProfile ? Hosting.Ids.Format("seg", Segment) : "none", served.GetProperty("context").GetString());
        }
    }

    [Fact]
    public async Task Political_advertising_is_chosen_by_nothing_that_is_known_of_the_viewer()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample { Political = true, Creatives = [new(Sample.NewId(), "fr", "offer", Segment, 0), new(Sample.NewId(), "fr", "proof", Guid.Empty, 0)] };
        await app.ServeAsync(sample);
        await app.ProfileAsync("v1", Segment);
        for (var i = 0; i < 20; i++)
            Assert.Equal("none", Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1", purposes: [1, 2, 3, 4]))).GetProperty("context").GetString());

        await app.App.PublishAsync(BookedLineTests.Order(sample, cpm: 20m, segments: [Segment]));
        await app.UntilAsync(sample, live => live!.Lines[0].Booked is not null);
        Assert.Equal("segment", await DeliveryApp.RuleAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1", purposes: [1, 2, 3, 4])));
    }

    [Fact]
    public async Task Where_tcf_applies_nothing_is_chosen_without_purpose_2()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample());
        var adServer = app.AdServer();

        Assert.Equal("consent", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(purposes: [1, 3, 4])));
        Assert.Equal("consent", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(gdpr: null, purposes: [])));
        Assert.Null(await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(gdpr: false, purposes: [])));
    }

    [Fact]
    public async Task A_capped_campaign_is_not_served_to_someone_who_cannot_be_counted()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Cap = new(3, null) });
        var adServer = app.AdServer();

        Assert.Equal("capUnknown", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(viewer: "v1", purposes: [2])));
        Assert.Equal("capUnknown", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request()));
        Assert.Null(await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(viewer: "v1", purposes: [1, 2])));
    }

    [Fact]
    public async Task Without_purposes_1_and_7_records_carry_no_viewer_and_without_9_and_10_nothing_is_learned()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        var adServer = app.AdServer();
        foreach (var purposes in (int[][])[[1, 2, 3, 4, 7], [1, 2, 3, 4, 9, 10]])
        {
            var served = Assert.Single(await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request(viewer: "v1", purposes: purposes)));
            await DeliveryApp.FireAsync(adServer, served, "impression");
        }

        await TestApp.EventuallyAsync(() => Task.FromResult(Impressions(app).Count == 2), "both records");
        Assert.Equal([(true, false), (false, true)], Impressions(app).Select(r => (r.ViewerHash is not null, r.Learnable)));
        await TestApp.EventuallyAsync(async () => Learned(await app.ReportAsync(sample)) == 1, "the one that may be learned from");
    }

    [Fact]
    public async Task A_slow_profile_store_costs_the_selection_and_the_answer_says_so()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample());
        var viewers = new Deciding.Viewers(new StuckProfiles(), app.App.Services.GetRequiredService<Deciding.ViewerHashes>(), app.App.Clock);

        var viewer = await viewers.FindAsync(Sample.Publisher, [new("user", "v1")], Deciding.Permissions.All, TimeSpan.FromMilliseconds(5), CancellationToken.None);

        Assert.Equal("profile-timeout", viewer.Degraded);
        Assert.Empty(viewer.Segments);
        Assert.Single(viewer.CapHashes);
    }

    [Fact]
    public async Task A_tc_string_gives_the_purposes_where_none_are_told_and_a_broken_one_is_no_consent()
    {
        // Made for this test: purposes 1 to 4 and vendor 32 allowed, of June 2025.
        const string Tc = "CQSU_AAQSU_AAAKADBENAwEgAPAAAAAAAAqIAQAAAAAEAAAAA";
        foreach (var (vendor, allowed) in ((string, bool)[])[("32", true), ("33", false)])
        {
            await using var app = await DeliveryApp.StartAsync(("TcfVendorId", vendor));
            await app.ServeAsync(new Sample { Creatives = [new(Sample.NewId(), "fr", "offer", Segment, 0)] });
            await app.ProfileAsync("v1", Segment);
            var adServer = app.AdServer();

            Assert.Equal(allowed ? null : "consent", await DeliveryApp.RuleAsync(adServer, Stating(new { gdpr = true, tcString = Tc })));
            if (allowed) Assert.Equal(Hosting.Ids.Format("seg", Segment), Assert.Single(await DeliveryApp.ServedAsync(adServer, Stating(new { gdpr = true, tcString = Tc }))).GetProperty("context").GetString());
            Assert.Equal("consent", await DeliveryApp.RuleAsync(adServer, Stating(new { gdpr = true, tcString = Tc[..30] })));
            Assert.Equal("consent", await DeliveryApp.RuleAsync(adServer, Stating(new { gdpr = true, tcString = Tc, purposes = Array.Empty<int>() })));
            // Where TCF does not apply, who cannot be understood is at least not known.
            Assert.Equal("none", Assert.Single(await DeliveryApp.ServedAsync(adServer, Stating(new { gdpr = false, tcString = Tc[..30] }))).GetProperty("context").GetString());
        }

        static object Stating(object consent) => new
        {
            placements = new[] { new { id = "p1", format = "display-300x250" } },
            viewer = new { ids = new[] { new { kind = "user", id = "v1" } } },
            context = new { titleId = "tt-velvet-harbour", country = "FR", language = "fr" },
            consent,
        };
    }

    private static List<DeliveryRecord> Impressions(DeliveryApp app) =>
        [.. app.App.Messages.Of<DeliveryRecorded>().SelectMany(m => m.Records).Where(r => r.Kind == DeliveryKind.Impression).OrderBy(r => r.Learnable)];

    private static long Learned(JsonElement report) =>
        report.GetProperty("learned").GetProperty("angles").EnumerateArray().Sum(a => a.GetProperty("impressions").GetInt64());

    private sealed class StuckProfiles : IProfileReader
    {
        public async ValueTask<CachedProfile?> ReadAsync(string publisherId, string viewerHash, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
    }
}
