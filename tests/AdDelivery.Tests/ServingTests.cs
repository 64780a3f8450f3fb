using System.Net;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.CreativeGeneration.V1;

namespace AdPlatform.AdDelivery.Tests;

public sealed class ServingTests
{
    [Fact]
    public async Task An_activated_campaign_is_served_with_signed_urls_and_a_reason()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);

        var served = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request()));

        Assert.Equal("offer fr", served.GetProperty("creative").GetProperty("texts").GetProperty("headline").GetString());
        Assert.Equal(Hosting.Ids.Format("cmp", sample.CampaignId), served.GetProperty("campaignId").GetString());
        Assert.StartsWith(app.App.Address + "v1/events/impression?t=", served.GetProperty("events").GetProperty("impression").GetString(), StringComparison.Ordinal);
        Assert.Contains("Velvet Harbour", served.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, served.GetProperty("propensity").GetDouble());
    }

    [Fact]
    public async Task Messages_may_come_in_any_order_and_old_versions_change_nothing()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample { Version = 2 };
        await app.App.PublishAsync(sample.Activated());
        await app.UntilAsync(sample, live => live is not null);
        foreach (var review in sample.Reviews()) await app.App.PublishAsync(review);
        await app.UntilAsync(sample, live => live!.Document.Creatives.Count == 1);

        await app.App.PublishAsync(sample.Paused(version: 1));
        await app.App.PublishAsync(sample.Review(sample.Creatives[0], version: 0, ReviewDecision.Rejected));
        await app.App.PublishAsync((sample with { Version = 1, Geography = "DE" }).Activated());
        var other = new Sample();
        await app.ServeAsync(other);

        await app.UntilAsync(sample, live => live!.Document is { Status: CampaignStatus.Active, Creatives.Count: 1 } && live.Lines[0].Plan.Geography == "FR");
    }

    [Fact]
    public async Task A_paused_campaign_stops_serving_and_an_activation_brings_it_back()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        var adServer = app.AdServer();

        await app.App.PublishAsync(sample.Paused(version: 2));
        await app.UntilAsync(sample, live => live!.Document.Status == CampaignStatus.Paused);
        Assert.Equal("status", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request()));

        await app.App.PublishAsync((sample with { Version = 3 }).Activated());
        await app.UntilAsync(sample, live => live!.Document.Status == CampaignStatus.Active);
        Assert.Single(await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request()));

        await app.App.PublishAsync(sample.Ended(version: 3));
        await app.UntilAsync(sample, live => live!.Document.Status == CampaignStatus.Ended);
        await app.App.PublishAsync((sample with { Version = 4 }).Activated());
        await app.ServeAsync(new Sample { TitleId = "tt-other" });
        Assert.Equal("title", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request()));
    }

    [Fact]
    public async Task A_creative_that_was_approved_after_the_activation_serves_too()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.App.PublishAsync(sample.Activated() with { CreativeIds = [] });
        await app.UntilAsync(sample, live => live is not null);
        await app.App.PublishAsync(sample.Review(sample.Creatives[0]));
        await app.UntilAsync(sample, live => live!.Document.Creatives.Count == 1);
        Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request()));
    }

    [Fact]
    public async Task A_line_bought_for_one_device_serves_on_no_other()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Device = "tv" });
        var adServer = app.AdServer();

        Assert.Null(await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(device: "tv")));
        Assert.Equal("device", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(device: "mobile")));
        Assert.Equal("device", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request()));
    }

    [Fact]
    public async Task An_offer_that_has_ended_in_the_campaigns_zone_is_not_promised_any_more()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { LastDay = Sample.Monday.AddDays(2) });
        var adServer = app.AdServer();

        // Wednesday ends in Paris at 23:00 UTC.
        app.App.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 25, 22, 59, 0, TimeSpan.Zero));
        Assert.Null(await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request()));
        app.App.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 25, 23, 0, 0, TimeSpan.Zero));
        Assert.Equal("creative", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request()));
    }

    [Fact]
    public async Task Each_standing_rule_names_itself()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Daypart = "evening" });
        var adServer = app.AdServer();
        var evening = new DateTimeOffset(2026, 11, 25, 20, 0, 0, TimeSpan.FromHours(1));

        Assert.Null(await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(time: evening)));
        Assert.Equal("format", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request("native", time: evening)));
        Assert.Equal("geography", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(country: "DE", time: evening)));
        Assert.Equal("daypart", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request()));
        Assert.Equal("title", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(titleId: "tt-else", time: evening)));
        Assert.Equal("blocked", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(bcat: ["210"], time: evening)));
        Assert.Equal("blocked", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(badv: ["tisane.example"], time: evening)));
        Assert.Null(await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(badv: ["sane.example"], time: evening)));
        Assert.Equal("language", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(language: "de", time: evening)));
        Assert.Null(await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(language: "fr-CA", time: evening)));
        Assert.Equal("creative", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(width: 728, time: evening)));
        app.App.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal("flight", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(time: evening)));
    }

    [Fact]
    public async Task A_line_for_a_group_serves_by_genre_of_the_request_or_of_the_catalogue()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { TitleId = "group-thriller" });
        await app.App.PublishAsync(new Contracts.MediaPlanning.V1.TitleCatalogued
        {
            AccountId = Sample.Publisher,
            Titles = [new("tt-night-ferry", "Night Ferry", ["Thriller", "drama"], [])],
        });
        var adServer = app.AdServer();

        Assert.Null(await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(titleId: null, genres: ["thriller"])));
        Assert.Equal("title", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(titleId: "tt-night-ferry", genres: ["comedy"])));
        await Testing.TestApp.EventuallyAsync(
            async () => await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(titleId: "tt-night-ferry")) is null, "the catalogue's genres");
    }

    [Fact]
    public async Task Two_publishers_never_see_each_others_campaigns_decisions_or_reports()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        var served = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request()));
        var stranger = app.AdServer("acc_stranger");

        Assert.Equal("empty", await DeliveryApp.RuleAsync(stranger, DeliveryApp.Request()));
        var explanation = $"/v1/decisions/{served.GetProperty("decisionId").GetString()}/explanation";
        await Testing.TestApp.EventuallyAsync(async () => (await app.AdServer().GetAsync(explanation)).IsSuccessStatusCode, "the decision is logged");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(explanation)).StatusCode);
        var report = $"/v1/delivery/campaigns/{Hosting.Ids.Format("cmp", sample.CampaignId)}";
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(report)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.AdServer().GetAsync(report)).StatusCode);
    }

    [Fact]
    public async Task One_placement_never_shows_a_campaign_twice()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample());
        await app.ServeAsync(new Sample { AdvertiserId = "acc_other" });

        var served = await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(count: 5));

        Assert.Equal(2, served.Select(s => s.GetProperty("campaignId").GetString()).Distinct().Count());
        Assert.Equal(2, served.Length);
    }
}
