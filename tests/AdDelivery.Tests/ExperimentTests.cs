using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;

namespace AdPlatform.AdDelivery.Tests;

public sealed class ExperimentTests
{
    [Fact]
    public async Task An_experiment_draws_evenly_while_it_runs_and_is_read_and_stopped_by_its_owner_only()
    {
        await using var app = await DeliveryApp.StartAsync();
        var (offer, proof) = (Sample.NewId(), Sample.NewId());
        var sample = new Sample { Creatives = [new(offer, "fr", "offer", Guid.Empty, 0), new(proof, "fr", "proof", Guid.Empty, 0)] };
        await app.ServeAsync(sample);
        using var advertiser = app.App.Client(AccountKind.Advertiser, sample.AdvertiserId, sample.PublisherId, Scopes.Reports);
        using var stranger = app.App.Client(AccountKind.Advertiser, "acc_stranger", sample.PublisherId, Scopes.Reports);
        advertiser.DefaultRequestHeaders.Add("Idempotency-Key", "open-1");
        var body = new { campaignId = Ids.Format("cmp", sample.CampaignId), name = "angle", metric = "click", allocation = "fixed", factors = new[] { "angle" } };

        using var opened = await advertiser.PostAsJsonAsync("/v1/experiments", body);
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        var address = opened.Headers.Location!.ToString();
        await app.UntilAsync(sample, live => live!.Document.DrawsEvenly);
        for (var i = 0; i < 20; i++)
        {
            var served = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: $"v{i}")));
            Assert.Equal(0.5, served.GetProperty("propensity").GetDouble());
            await DeliveryApp.FireAsync(app.App.Anonymous(), served, "impression");
        }

        var arms = (await advertiser.GetFromJsonAsync<JsonElement>(address)).GetProperty("readout").GetProperty("arms").EnumerateArray().ToArray();
        Assert.Equal(["offer", "proof"], arms.Select(arm => arm.GetProperty("name").GetString()));
        Assert.Equal(20, arms.Sum(arm => arm.GetProperty("impressions").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{address}/stop", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await advertiser.PostAsync($"{address}/stop", null)).StatusCode);
        await app.UntilAsync(sample, live => !live!.Document.DrawsEvenly);
    }

    [Theory]
    [InlineData("metric", "impression", "metric")]
    [InlineData("allocation", "sometimes", "allocation")]
    [InlineData("name", "", "name")]
    public async Task Bad_input_is_named(string field, string value, string named)
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample();
        await app.ServeAsync(sample);
        using var advertiser = app.App.Client(AccountKind.Advertiser, sample.AdvertiserId, sample.PublisherId, Scopes.Reports);
        advertiser.DefaultRequestHeaders.Add("Idempotency-Key", "open-2");
        var body = new Dictionary<string, object> { ["campaignId"] = Ids.Format("cmp", sample.CampaignId), ["name"] = "n", ["metric"] = "click", ["factors"] = new[] { "angle" }, [field] = value };
        using var refused = await advertiser.PostAsJsonAsync("/v1/experiments", body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True((await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(named, out _));
    }
}
