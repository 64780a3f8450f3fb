using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.AdDelivery.EvaluatingPolicy;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;

namespace AdPlatform.AdDelivery.Tests;

public sealed class WhatIfTests
{
    private readonly Guid _good = Sample.NewId();
    private readonly Guid _bad = Sample.NewId();

    [Fact]
    public void Another_allocation_is_valued_from_what_the_log_has_of_it()
    {
        var campaign = Two().Document();
        // 10,000 of each drawn with 0.5, then 2,000 more with 0.9 and 0.1: rates of 4% and 1%.
        ShownAlike[] shown = [new(_good, 0.5, 10_000, 400), new(_bad, 0.5, 10_000, 100), new(_good, 0.9, 1_800, 72), new(_bad, 0.1, 200, 2)];

        var all = Assert.IsType<PolicyEstimate.Answered>(WhatIf.Evaluate(campaign.Creatives, shown, new Dictionary<Guid, double> { [_good] = 3 }));
        var half = Assert.IsType<PolicyEstimate.Answered>(WhatIf.Evaluate(campaign.Creatives, shown, new Dictionary<Guid, double> { [_good] = 1, [_bad] = 1 }));

        Assert.Equal((0.04, 0.025), (Math.Round(all.Dr, 3), Math.Round(half.Dr, 3)));
        Assert.Equal((0.04, 0.025), (Math.Round(all.Snips, 3), Math.Round(half.Snips, 3)));
        Assert.True(all.Low < 0.04 && all.High > 0.04 && half.High < all.Low, $"{all.Low} {all.High} {half.High}");
    }

    [Fact]
    public void What_was_hardly_shown_is_refused_with_its_effective_sample_size()
    {
        ShownAlike[] shown = [new(_good, 0.01, 120, 4), new(_bad, 0.99, 11_880, 100)];
        var refused = Assert.IsType<PolicyEstimate.Refused>(WhatIf.Evaluate(Two().Document().Creatives, shown, new Dictionary<Guid, double> { [_good] = 1 }));
        Assert.Equal(120, refused.EffectiveSampleSize, 6);
        Assert.Equal("effective sample size 120 of 12000 choices, at least 1200 needed", refused.Reason);
    }

    [Fact]
    public async Task The_door_refuses_with_a_reason_until_the_log_can_say_names_what_is_wrong_and_shows_nobody_elses_campaign()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = Two();
        await app.ServeAsync(sample);
        for (var i = 0; i < 3; i++)
            foreach (var served in await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request()))
                foreach (var kind in (string[])["impression", "click"]) await DeliveryApp.FireAsync(app.App.Anonymous(), served, kind);
        using var advertiser = app.App.Client(AccountKind.Advertiser, sample.AdvertiserId, sample.PublisherId, Scopes.Reports);
        using var stranger = app.App.Client(AccountKind.Advertiser, "acc_stranger", sample.PublisherId, Scopes.Reports);
        var (path, good) = ($"/v1/delivery/campaigns/{Ids.Format("cmp", sample.CampaignId)}/what-if", Ids.Format("crv", _good));

        var told = await AskAsync(advertiser, new { metric = "click", shares = new Dictionary<string, double> { [good] = 1 } });

        Assert.Equal((3, 1.0), (told.GetProperty("impressions").GetInt32(), told.GetProperty("actual").GetDouble()));
        Assert.StartsWith("effective sample size", told.GetProperty("refused").GetString()!, StringComparison.Ordinal);
        foreach (var (body, field) in new (object, string)[]
        {
            (new { metric = "impression", shares = new Dictionary<string, double> { [good] = 1 } }, "metric"), (new { metric = "click" }, "shares"),
            (new { metric = "click", shares = new Dictionary<string, double> { ["crv_x"] = 1 } }, "shares.crv_x"), (new { metric = "click", shares = new Dictionary<string, double> { [good] = -1 } }, $"shares.{good}"),
        })
        {
            using var wrong = await advertiser.PostAsJsonAsync(path, body);
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            Assert.True((await wrong.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _), field);
        }
        using var foreign = await stranger.PostAsJsonAsync(path, new { metric = "click", shares = new Dictionary<string, double> { [good] = 1 } });
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

        async Task<JsonElement> AskAsync(HttpClient client, object body)
        {
            using var answer = await client.PostAsJsonAsync(path, body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    private Sample Two() => new() { Creatives = [new(_good, "fr", "offer", Guid.Empty, 0), new(_bad, "fr", "proof", Guid.Empty, 0)] };
}
