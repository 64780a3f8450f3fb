using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.AdDelivery.HoldingOut;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

public sealed class HoldoutTests(ITestOutputHelper output)
{
    private static readonly double Share = 0.3;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Ghosts_are_logged_cost_nothing_and_the_report_compares_them_with_the_exposed(StorageProvider store)
    {
        await using var app = await DeliveryApp.StartAsync([.. (await TestServers.StoreAsync(store)).Select(setting => (setting.Key, setting.Value!))]);
        var sample = new Sample { Holdout = Share, Cap = new(2, null), AdvertiserCap = new(6, null) };
        await app.ServeAsync(sample);
        var (adServer, anyone, random) = (app.AdServer(), app.App.Anonymous(), new Random(5));
        var draws = Enumerable.Range(0, 500).Select(_ => random.NextDouble()).ToArray();
        var groups = new (bool IsGhost, bool Converts)[draws.Length];
        await Parallel.ForAsync(0, draws.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (v, _) =>
        {
            var (viewer, isGhost) = ($"v{v}", false);
            for (var look = 0; look < 1 + (v % 2); look++)
            {
                var placement = (await DeliveryApp.DecideAsync(adServer, DeliveryApp.Request(viewer: viewer))).GetProperty("placements")[0];
                var served = placement.GetProperty("decisions").EnumerateArray().ToList();
                // The same viewer is always in the same group.
                Assert.True(look == 0 || isGhost == (served.Count == 0));
                isGhost = served.Count == 0;
                if (served.Count == 1) Assert.Equal(HttpStatusCode.NoContent, (await DeliveryApp.FireAsync(anyone, served[0], "impression")).StatusCode);
                else Assert.Equal("holdout", placement.GetProperty("none").GetProperty("rule").GetString());
            }
            groups[v] = (isGhost, draws[v] < (isGhost ? 0.15 : 0.45));
            if (!groups[v].Converts) return;
            // Told twice, counted once.
            for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.NoContent, await ConvertAsync(adServer, sample, viewer, $"order-{v}"));
        });
        var (ghosts, exposed) = (groups.Where(g => g.IsGhost).ToList(), groups.Where(g => !g.IsGhost).ToList());
        // Whoever was never asked about is in no group.
        Assert.Equal(HttpStatusCode.NoContent, await ConvertAsync(adServer, sample, "somebody-else", "order-x"));
        await app.App.Services.GetRequiredService<Writing.DeliveryWriter>().CommitAsync(new Writing.WaitingWrite(), CancellationToken.None);

        var report = await app.ReportAsync(sample);
        var read = report.GetProperty("incrementality");
        output.WriteLine(read.ToString());
        Assert.InRange(ghosts.Count, 110, 190);
        Assert.Equal((exposed.Count, exposed.Count(g => g.Converts)), Group(read, "exposed"));
        Assert.Equal((ghosts.Count, ghosts.Count(g => g.Converts)), Group(read, "ghosts"));
        Assert.True(read.GetProperty("lift").GetProperty("low").GetDouble() > 0);
        var billed = report.GetProperty("impressions").GetInt32();
        Assert.Equal(read.GetProperty("exposed").GetProperty("decisions").GetInt32(), billed);
        Assert.Equal(0.01m * billed, decimal.Parse(report.GetProperty("spend").GetProperty("amount").GetString()!, CultureInfo.InvariantCulture));
        Assert.Equal(0, await CountAsync(app, "SELECT count(*) FROM cap_uses WHERE viewer_hash IN (SELECT viewer_hash FROM exposures WHERE ghosts > 0)"));

        // An erased viewer is in no group either.
        var before = await CountAsync(app, "SELECT count(*) FROM exposures");
        await app.App.PublishAsync(new ProfileErased { AccountId = Sample.Publisher, ViewerHashes = [app.Hash("v1")], ErasedAt = app.App.Clock.GetUtcNow() });
        await TestApp.EventuallyAsync(async () => await CountAsync(app, "SELECT count(*) FROM exposures") == before - 1, "the erasure");
    }

    [Fact]
    public async Task A_ghosts_place_goes_to_the_runner_up_and_the_decision_says_why()
    {
        await using var app = await DeliveryApp.StartAsync();
        // As good as everybody is held out of the first; the second takes what is left.
        var (held, other) = (new Sample { Holdout = 0.5 }, new Sample { AdvertiserId = "acc_other", Domain = "other.example" });
        await app.ServeAsync(held);
        await app.ServeAsync(other);
        var seen = new HashSet<string?>();
        for (var v = 0; v < 40; v++)
        {
            var one = Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: $"v{v}")));
            var explanation = await ExplanationTests.ExplainAsync(app, one.GetProperty("decisionId").GetString()!);
            Assert.True(explanation.GetProperty("replay").GetProperty("identical").GetBoolean());
            seen.UnionWith(explanation.GetProperty("candidates").EnumerateArray().Where(c => c.GetProperty("campaignId").GetString() == Ids.Format("cmp", held.CampaignId)).Select(c => c.GetProperty("rule").GetString()));
        }
        Assert.Contains("holdout", seen);
    }

    [Fact]
    public async Task Who_may_not_be_measured_is_in_no_group()
    {
        await using var app = await DeliveryApp.StartAsync();
        var sample = new Sample { Holdout = 0.5 };
        await app.ServeAsync(sample);
        for (var v = 0; v < 20; v++) Assert.Single(await DeliveryApp.ServedAsync(app.AdServer(), DeliveryApp.Request(viewer: $"v{v}", purposes: [1, 2, 3, 4])));
        Assert.Equal(HttpStatusCode.NoContent, await ConvertAsync(app.AdServer(), sample, "v1", "order-1", purposes: [1, 2, 3, 4]));
        await app.App.Services.GetRequiredService<Writing.DeliveryWriter>().CommitAsync(new Writing.WaitingWrite(), CancellationToken.None);
        Assert.Equal(0, await CountAsync(app, "SELECT count(*) FROM exposures"));
        Assert.StartsWith("too few to tell: 0 exposed viewers", (await app.ReportAsync(sample)).GetProperty("incrementality").GetProperty("refused").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conversionId", "{\"conversionId\":\"\"}")]
    [InlineData("viewer.ids", "{\"viewer\":null}")]
    [InlineData("viewer.ids[0].id", "{\"viewer\":{\"ids\":[{\"kind\":\"user\",\"id\":\"\"}]}}")]
    [InlineData("country", "{\"country\":\"France\"}")]
    [InlineData("consent.purposes[0]", "{\"consent\":{\"purposes\":[12]}}")]
    public async Task A_conversion_that_cannot_be_read_is_refused_by_its_field(string field, string change)
    {
        await using var app = await DeliveryApp.StartAsync();
        var body = JsonSerializer.SerializeToNode(Conversion(new Sample(), "v1", "order-1", null))!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject()) body[name] = value?.DeepClone();
        using var answer = await app.AdServer().PostAsJsonAsync("/v1/conversions", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _), await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A world with a known effect, and one with none: viewers are put into groups by the shipped rule.</summary>
    [Theory]
    [InlineData(0.03, 0.25)]
    [InlineData(0.03, 0.0)]
    [InlineData(0.01, 0.5)]
    public void The_intervals_cover_the_truth_in_95_of_100_worlds(double rate, double lift)
    {
        const int Worlds = 600;
        var (covered, liftCovered, told, shares) = (0, 0, 0, 0.0);
        Parallel.For(0, Worlds, world =>
        {
            var random = new Random(world);
            var campaign = new Guid(world, 7, 7, new byte[8]);
            var (viewers, converted) = (new long[2], new long[2]);
            for (var v = 0; v < 6_000; v++)
            {
                var group = Holdout.IsHeldOut($"k1.{v}", campaign, Share) ? 1 : 0;
                viewers[group]++;
                if (random.NextDouble() < (group == 1 ? rate : rate * (1 + lift))) converted[group]++;
            }
            var read = Incrementality.Read(Share, new(viewers[0], viewers[0], converted[0]), new(viewers[1], viewers[1], converted[1]), 0);
            lock (output)
            {
                shares += (double)viewers[1] / (viewers[0] + viewers[1]) / Worlds;
                if (read.Refused is not null) return;
                told++;
                if (read.Difference!.Low <= rate * lift && rate * lift <= read.Difference.High) covered++;
                if (read.Lift!.Low <= lift && lift <= read.Lift.High) liftCovered++;
            }
        });
        output.WriteLine($"{told} of {Worlds} worlds told; the difference's interval covers {(double)covered / told:P1}, the lift's {(double)liftCovered / told:P1}; {shares:P2} held out");
        Assert.InRange(shares, Share - 0.002, Share + 0.002);
        Assert.True(told > Worlds * 0.95);
        // Three standard errors of 600 worlds.
        Assert.InRange((double)covered / told, 0.923, 0.977);
        Assert.InRange((double)liftCovered / told, 0.923, 0.977);
    }

    private static (int Viewers, int Converted) Group(JsonElement read, string name) => (read.GetProperty(name).GetProperty("viewers").GetInt32(), read.GetProperty(name).GetProperty("converted").GetInt32());

    private static object Conversion(Sample sample, string viewer, string id, int[]? purposes) => new
    {
        campaignId = Ids.Format("cmp", sample.CampaignId),
        conversionId = id,
        viewer = new { ids = new[] { new { kind = "user", id = viewer } } },
        consent = new { gdpr = true, purposes = purposes ?? [1, 2, 3, 4, 7, 9, 10] },
    };

    private static async Task<HttpStatusCode> ConvertAsync(HttpClient adServer, Sample sample, string viewer, string id, int[]? purposes = null)
    {
        using var answer = await adServer.PostAsJsonAsync("/v1/conversions", Conversion(sample, viewer, id, purposes));
        return answer.StatusCode;
    }

    private static async Task<int> CountAsync(DeliveryApp app, string sql)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<DeliveryDb>().QueryAsync(sql, row => row.GetInt32(0), CancellationToken.None))[0];
    }
}
