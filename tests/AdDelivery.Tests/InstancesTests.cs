using System.Net;
using System.Text.Json;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>Two instances on one PostgreSQL and one Redis.</summary>
public sealed class InstancesTests
{
    [Fact]
    public async Task Two_instances_share_one_budget_and_record_each_event_once()
    {
        var secret = Convert.ToBase64String(new byte[32]);
        (string, string)[] shared =
        [
            ("AdPlatform:Postgres", await TestServers.PostgresDatabaseAsync()), ("AdPlatform:Redis", await TestServers.RedisDatabaseAsync()),
            ("AdPlatform:Secrets:ViewerHash", secret), ("AdPlatform:Secrets:DeliveryToken", secret), ("LeaseMinImpressions", "3"),
        ];
        await using var one = await DeliveryApp.StartAsync(shared);
        await using var two = await DeliveryApp.StartAsync(shared);
        // Pays for 50 impressions.
        var sample = new Sample { Budget = 0.4m, Cpm = 8m };
        await one.ServeAsync(sample);
        await two.UntilAsync(sample, live => live?.Document.Creatives.Count == 1 && live.Allocation is not null);
        HttpClient[] servers = [one.AdServer(), two.AdServer()];

        var served = (await Task.WhenAll(Enumerable.Range(0, 120).Select(k => DeliveryApp.ServedAsync(servers[k % 2], DeliveryApp.Request())))).SelectMany(d => d).ToList();
        // Each impression comes to both, at the same moment.
        var answers = await Task.WhenAll(served.SelectMany(decision => servers.Select(server => server.GetAsync(Path(decision)))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.InRange(served.Count, 35, 50);
        var expected = served.Count * 8_000L;
        await using var scope = two.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        Assert.Equal([(expected, (long)served.Count, 0L)], await db.QueryAsync(
            "SELECT billed_micros, billed_impressions, unbilled_impressions FROM spend WHERE campaign_id = @p0",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), CancellationToken.None, sample.CampaignId));
        var open = await db.QueryAsync(
            "SELECT CAST(coalesce(sum(granted_micros - billed_micros), 0) AS BIGINT) FROM leases WHERE campaign_id = @p0", row => row.GetInt64(0), CancellationToken.None, sample.CampaignId);
        Assert.InRange(expected + open[0], expected, 400_000);
        // Learned of once, whichever instance published and whichever consumed.
        await Testing.TestApp.EventuallyAsync(
            async () => (await db.QueryAsync("SELECT records FROM learning_progress WHERE campaign_id = @p0", row => row.GetInt64(0), CancellationToken.None, sample.CampaignId)) is [var records]
                && records == served.Count, "every impression learned of");
        await Testing.TestApp.EventuallyAsync(
            async () => (await db.QueryAsync("SELECT 1 FROM pending_records LIMIT 1", _ => true, CancellationToken.None)).Count == 0, "nothing waits to be published");
        // Every decision told once, whichever instance told it.
        long Told() => new[] { one, two }.SelectMany(app => app.App.Messages.Of<DeliveryRecorded>()).SelectMany(m => m.Decisions).Where(d => d.CampaignId == sample.CampaignId).Sum(d => d.Count);
        await Testing.TestApp.EventuallyAsync(() => Task.FromResult(Told() >= served.Count), "every decision told");
        Assert.Equal(served.Count, Told());
    }

    private static string Path(JsonElement decision) => new Uri(decision.GetProperty("events").GetProperty("impression").GetString()!).PathAndQuery;
}
