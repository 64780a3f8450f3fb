using System.Net;
using System.Text.Json;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.Contracts;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

public sealed class EventTests
{
    [Fact]
    public async Task An_impression_is_charged_once_and_a_click_leads_to_the_landing_page()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        var player = app.App.Anonymous();
        var served = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1")));

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.NoContent, (await DeliveryApp.FireAsync(player, served, "impression")).StatusCode);
        var click = await DeliveryApp.FireAsync(player, served, "click");

        Assert.Equal(HttpStatusCode.Found, click.StatusCode);
        Assert.Equal("https://www.tisane.example/soir", click.Headers.Location!.ToString());
        var impression = await app.App.WaitForAsync<DeliveryRecorded>(m => m.Records.Any(r => r.Kind == DeliveryKind.Impression));
        var record = impression.Records.First(r => r.Kind == DeliveryKind.Impression);
        Assert.Equal(new Money(10_000, "EUR"), record.Charge);
        Assert.Equal(app.Hash("v1"), record.ViewerHash);
        Assert.Equal((Sample.Publisher, Sample.Advertiser, sample.LineId), (impression.AccountId, record.AdvertiserId, record.LineId));
        var report = await app.ReportAsync(sample);
        Assert.Equal((1, 1, "0.01"), (report.GetProperty("impressions").GetInt32(), report.GetProperty("clicks").GetInt32(), report.GetProperty("spend").GetProperty("amount").GetString()));
        Assert.Single(app.App.Messages.Of<DeliveryRecorded>().SelectMany(m => m.Records), r => r.Kind == DeliveryKind.Impression);
    }

    [Fact]
    public async Task Decisions_are_told_as_counts_of_what_they_took_each_once()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        IEnumerable<DecisionCount> Told() => app.App.Messages.Of<DeliveryRecorded>().SelectMany(m => m.Decisions);

        var served = (await Task.WhenAll(Enumerable.Range(0, 20).Select(i => DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: $"v{i}"))))).SelectMany(d => d).ToList();

        await TestApp.EventuallyAsync(() => Task.FromResult(Told().Sum(d => d.Count) >= served.Count), "every decision told");
        Assert.Equal(20, served.Count);
        Assert.Equal(
            served.CountBy(d => d.GetProperty("creative").GetProperty("id").GetString()!).Select(c => (c.Key, (long)c.Value)).Order(),
            Told().GroupBy(d => Ids.Format("crv", d.CreativeId)).Select(c => (c.Key, c.Sum(d => d.Count))).Order());
        Assert.All(Told(), d => Assert.Equal((Sample.Advertiser, sample.CampaignId, sample.LineId), (d.AdvertiserId, d.CampaignId, d.LineId)));
        Assert.Empty(app.App.Messages.Of<DeliveryRecorded>().SelectMany(m => m.Records));
    }

    [Fact]
    public async Task A_forged_damaged_or_expired_token_is_refused_without_a_clue()
    {
        await using var app = await DeliveryApp.StartAsync(("EventWindow", "02:00:00"));
        var sample = new Sample();
        await app.ServeAsync(sample);
        var player = app.App.Anonymous();
        var served = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request()));
        var click = served.GetProperty("clickUrl").GetString()!;
        var token = click[(click.IndexOf("?t=", StringComparison.Ordinal) + 3)..];
        var genuine = app.App.Services.GetRequiredService<TokenSigner>().Read(token)!;
        var forged = new TokenSigner(new byte[32]).Sign(genuine with { PriceMicros = 1 });

        var answers = new List<string>();
        foreach (var attempt in (string[])[forged, token[..^2] + (token[^1] == 'A' ? "BB" : "AA"), token[..40], "", "%00", new string('A', 5000), token + "A"])
        {
            using var refused = await player.GetAsync($"/v1/events/click?t={attempt}");
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            Assert.Null(refused.Headers.Location);
            answers.Add(JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!);
        }
        app.App.Clock.Advance(TimeSpan.FromHours(2.1));
        using var expired = await player.GetAsync(click);
        answers.Add(JsonDocument.Parse(await expired.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!);
        using var unknown = await player.GetAsync(click.Replace("/click?", "/purchase?", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (expired.StatusCode, unknown.StatusCode));

        Assert.Single(answers.Distinct());
        Assert.Equal(0, (await app.ReportAsync(sample)).GetProperty("clicks").GetInt32());
    }

    [Fact]
    public async Task Nothing_in_a_request_can_redirect_a_click_elsewhere()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        var served = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request()));
        var click = served.GetProperty("clickUrl").GetString();
        using var player = app.App.Anonymous();
        player.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        player.DefaultRequestHeaders.Referrer = new Uri("https://evil.example/");

        foreach (var more in (string[])["&url=https://evil.example", "&redirect=//evil.example", "&landing=https://evil.example", "&t=https://evil.example"])
        {
            using var answer = await player.GetAsync(click + more);
            Assert.DoesNotContain("evil", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
        }

        // Rejected since: what is still out leads where the approved creative led.
        await app.App.PublishAsync(sample.Review(sample.Creatives[0], version: 2, ReviewDecision.Rejected));
        await app.UntilAsync(sample, live => live!.Document.Creatives.Count == 0);
        using var late = await player.GetAsync(click);
        Assert.Equal("https://www.tisane.example/soir", late.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_late_impression_is_reported_but_not_billed_and_a_restart_loses_nothing()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        var adServer = app.AdServer();
        var late = Assert.Single(await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request()));
        var prompt = Assert.Single(await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request()));

        await app.App.RestartAsync();
        // The free port has changed; the tokens hold.
        Assert.Equal(HttpStatusCode.NoContent, (await app.App.Anonymous().PostAsync(Local(prompt), null)).StatusCode);
        app.App.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.NoContent, (await app.App.Anonymous().PostAsync(Local(late), null)).StatusCode);

        var report = await app.ReportAsync(sample);
        Assert.Equal((2, 1, "0.01"), (report.GetProperty("impressions").GetInt32(), report.GetProperty("unbilled").GetInt32(), report.GetProperty("spend").GetProperty("amount").GetString()));
    }

    [Fact]
    public async Task An_erased_viewer_is_gone_from_events_and_does_not_come_back_with_a_token()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample { Cap = new(1, null) });
        var adServer = app.AdServer();
        var served = Assert.Single(await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request(viewer: "v1")));
        await DeliveryApp.FireAsync(adServer, served, "impression");
        Assert.Equal("cap", await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(viewer: "v1")));

        await app.App.PublishAsync(new ProfileErased { AccountId = Sample.Publisher, ViewerHashes = [app.Hash("v1")], ErasedAt = app.App.Clock.GetUtcNow() });
        await TestApp.EventuallyAsync(async () => await DeliveryApp.RuleAsync(adServer, DeliveryApp.Request(viewer: "v1")) is null, "the cap is forgotten");
        await DeliveryApp.FireAsync(adServer, served, "viewable");

        var viewable = await app.App.WaitForAsync<DeliveryRecorded>(m => m.Records.Any(r => r.Kind == DeliveryKind.Viewable));
        Assert.Null(viewable.Records.Single(r => r.Kind == DeliveryKind.Viewable).ViewerHash);
    }

    private static string Local(JsonElement served) => new Uri(served.GetProperty("events").GetProperty("impression").GetString()!).PathAndQuery;
}
