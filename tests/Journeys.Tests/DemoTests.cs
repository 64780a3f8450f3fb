using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Journeys.Tests;

public sealed class DemoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public Task The_demo_goes_from_a_brief_to_served_decisions_with_reasons_and_then_stays_up() => RunAsync(new Dictionary<string, string>(), "--demo");

    [Fact]
    public async Task The_demo_does_the_same_on_RabbitMQ_Redis_and_PostgreSQL() => await RunAsync(new Dictionary<string, string>
    {
        ["AdPlatform__RabbitMq"] = await TestServers.RabbitVirtualHostAsync(),
        ["AdPlatform__Redis"] = await TestServers.RedisDatabaseAsync(),
        ["AdPlatform__Postgres"] = await TestServers.PostgresDatabaseAsync(),
    }, "--demo", "--viewers", "500", "--minutes", "15");

    private static async Task RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var data = new OwnFolder("journey");
        await using var demo = Platforms.Standalone.StartWith(environment, data.Location, arguments);
        Assert.True(await demo.LineAsync("Still running", Patience) is not null, demo.Output);
        TestContext.Current.SendDiagnosticMessage(demo.Output);

        using var platform = await DemoAftermath.OpenAsync(demo, data.Location);
        var campaign = Assert.Single(await platform.CampaignsAsync());
        Assert.Equal("active", campaign.State);
        Assert.InRange(campaign.Plan!.Certificate.Gap, 0, 1e-4);
        Assert.True(campaign.Plan.Reach > 0);

        var creatives = await platform.CreativesAsync(campaign.Id);
        Assert.Equal(campaign.Creatives, creatives.Count);
        Assert.Equal(["en", "fr"], creatives.Select(c => c.Locale).Distinct().Order());
        Assert.Equal(["display-300x250", "native", "pause-1920x1080", "responsive-search"], creatives.Select(c => c.Format).Distinct().Order());
        Assert.All(creatives, creative => Assert.Contains(creative.Status, new[] { "approved", "rejected" }));
        Assert.Single(creatives, creative => creative.Status == "rejected");

        var delivery = await platform.DeliveryAsync(campaign.Id);
        // A busy machine leaves more profiles unread in time, and lines for those viewers unserved: how many are served is not for sure, that each is counted is.
        Assert.Equal(Served(demo.Output), delivery.Impressions);
        Assert.Equal(delivery.Impressions, (await platform.ReportAsync(campaign.Id)).GetProperty("impressions").GetInt64());
        Assert.NotEmpty(delivery.Learned.Angles);
        await ServesWithReasonsAsync(platform, creatives.Where(c => c.Status == "approved").Select(c => c.Id).ToHashSet());

        demo.Terminate();
        await demo.ExitAsync(TimeSpan.FromSeconds(40));
    }

    /// <summary>As the demo counted it: at least one, and no step repeated.</summary>
    private static long Served(string output) => long.Parse(Regex.Match(output, "([1-9][0-9,]*) served,").Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static async Task ServesWithReasonsAsync(DemoAftermath platform, HashSet<string> approved)
    {
        for (var number = 1; number <= 500; number++)
        {
            var viewer = SampleViewer.Of(number);
            var answer = await Requesting.DecisionsAsync(platform.Publisher, viewer, viewer.Choose(0.5), default);
            if (answer.Placements.SelectMany(p => p.Decisions).FirstOrDefault() is not { } served) continue;
            Assert.Contains(served.Creative.Id, approved);
            Assert.NotEmpty(served.Reason);
            var explanation = (await platform.Publisher.GetAsync($"/v1/decisions/{served.DecisionId}/explanation", default)).Read<ExplanationAnswer>();
            Assert.True(explanation.Replay.Identical);
            Assert.Single(explanation.Candidates, candidate => candidate.Outcome == "chosen");
            Assert.All(explanation.Candidates.Where(candidate => candidate.Outcome != "chosen"), candidate => Assert.NotNull(candidate.Reason));
            return;
        }

        Assert.Fail("Not one of 500 viewers was served.");
    }
}
