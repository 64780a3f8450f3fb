using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Testing;

namespace AdPlatform.AdDelivery.Tests;

public sealed class ExplanationTests
{
    [Fact]
    public async Task A_decision_replays_bit_for_bit_after_everything_has_changed_since()
    {
        await using var app = await DeliveryApp.StartAsync();
        var segment = Sample.NewId();
        var sample = new Sample
        {
            Cap = new(50, null),
            Creatives = [.. Enumerable.Range(0, 6).Select(i => new Sample.Made(Sample.NewId(), "fr", i % 2 == 0 ? "offer" : "proof", i < 3 ? segment : Guid.Empty, i / 10.0))],
        };
        await app.ServeAsync(sample);
        await app.ServeAsync(new Sample { AdvertiserId = "acc_other", Geography = "DE" });
        await app.ProfileAsync("v1", segment);
        var decisions = new List<JsonElement>();
        for (var i = 0; i < 12; i++) decisions.AddRange(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: "v1")));

        await app.App.PublishAsync(sample.Paused(version: 2));
        await app.UntilAsync(sample, live => live!.Document.Status == Serving.CampaignStatus.Paused);
        await app.App.RestartAsync();
        app.App.Clock.Advance(TimeSpan.FromDays(2));

        foreach (var served in decisions)
        {
            var explanation = await ExplainAsync(app, served.GetProperty("decisionId").GetString()!);
            Assert.True(explanation.GetProperty("replay").GetProperty("identical").GetBoolean());
            Assert.Equal(served.GetProperty("creative").GetProperty("id").GetString(), explanation.GetProperty("replay").GetProperty("creativeId").GetString());
            var candidates = explanation.GetProperty("candidates").EnumerateArray().ToList();
            Assert.Equal(["chosen", "dropped"], candidates.Select(c => c.GetProperty("outcome").GetString()).Order());
            Assert.Equal("geography", candidates.Single(c => c.GetProperty("outcome").GetString() == "dropped").GetProperty("rule").GetString());
            var told = candidates.Single(c => c.GetProperty("outcome").GetString() == "chosen").GetProperty("score").GetProperty("creatives").EnumerateArray().ToList();
            Assert.Equal(1, told.Sum(c => c.GetProperty("propensity").GetDouble()), 12);
            var one = told.Single(c => c.GetProperty("chosen").GetBoolean());
            Assert.Equal(served.GetProperty("propensity").GetDouble(), one.GetProperty("propensity").GetDouble());
            Assert.Equal(one.GetProperty("logOdds").GetDouble(), one.GetProperty("parts").EnumerateObject().Sum(p => p.Value.GetDouble()), 9);
            Assert.DoesNotContain("v1", explanation.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Why_none_is_explained_too()
    {
        await using var app = await DeliveryApp.StartAsync();
        await app.ServeAsync(new Sample());
        var none = (await DeliveryApp.DecideAsync(app.AdServer(), DeliveryApp.Request(language: "de"))).GetProperty("placements")[0].GetProperty("none");

        var explanation = await ExplainAsync(app, none.GetProperty("decisionId").GetString()!);

        Assert.Equal("language", Assert.Single(explanation.GetProperty("candidates").EnumerateArray()).GetProperty("rule").GetString());
        Assert.True(explanation.GetProperty("replay").GetProperty("identical").GetBoolean());
    }

    internal static async Task<JsonElement> ExplainAsync(DeliveryApp app, string decisionId)
    {
        var client = app.AdServer();
        var route = $"/v1/decisions/{decisionId}/explanation";
        // Uncapped decisions are logged a moment after they are answered.
        await TestApp.EventuallyAsync(async () => (await client.GetAsync(route)).IsSuccessStatusCode, "the decision is logged");
        return await client.GetFromJsonAsync<JsonElement>(route);
    }
}
