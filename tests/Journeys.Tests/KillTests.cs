using System.Text.RegularExpressions;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Journeys.Tests;

/// <summary>SIGKILL at random moments; ADPLATFORM_KILLS says at how many (the full run has ten), ADPLATFORM_KILL_SEED chooses other ones.</summary>
public sealed partial class KillTests
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_KILLS"), out var given) ? given : 2;

    /// <summary>Steps of the demo in which a kill may fall, the long ones more often; the last ones only show.</summary>
    private static readonly int[] Steps = [1, 2, 2, 2, 3, 3, 4, 5, 6, 6, 6];

    /// <summary>Dying early or late in a step is the same in a small demo.</summary>
    private const int Viewers = 600;

    private static readonly string[] Demo = ["--demo", "--viewers", $"{Viewers}", "--minutes", "20"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_demo_that_is_killed_again_and_again_finishes_the_same_campaign_and_loses_and_doubles_nothing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_KILL_SEED"), out var given) ? given : 20_261_122;
        var random = new Random(seed);
        // In the order of the steps: what a kill hits is still to be done.
        var moments = Enumerable.Range(0, Kills).Select(_ => (Step: Steps[random.Next(Steps.Length)], Delay: TimeSpan.FromMilliseconds(random.Next(0, 2000)))).OrderBy(m => m.Step).ToArray();
        Say($"seed {seed}");

        await using var data = new OwnFolder("journey");
        var campaigns = new HashSet<string>();
        foreach (var (step, delay) in moments)
        {
            await using var run = Platforms.Standalone.Start(data.Location, [.. Demo, "--exit"]);
            var heading = await run.LineAsync($@"^{step}\. ", Patience);
            Assert.True(heading is not null, $"The run ended before step {step}:\n{run.Output}");
            await Task.Delay(delay);
            await run.KillAsync();
            Say($"killed {delay.TotalMilliseconds:F0} ms into: {heading}");
            campaigns.UnionWith(CampaignIds(run.Output));
        }

        await using var last = Platforms.Standalone.Start(data.Location, Demo);
        Assert.True(await last.LineAsync("Still running", Patience) is not null, last.Output);
        campaigns.UnionWith(CampaignIds(last.Output));
        Say(last.Output);
        using var platform = await DemoAftermath.OpenAsync(last, data.Location);
        await OneCampaignAsync(platform, Assert.Single(campaigns));
        await AllEventsAsync(platform);
    }

    private static async Task OneCampaignAsync(DemoAftermath platform, string campaignId)
    {
        var campaign = Assert.Single(await platform.CampaignsAsync());
        Assert.Equal((campaignId, "active"), (campaign.Id, campaign.State));
        Assert.Single((await platform.Advertiser.GetAsync($"/v1/plans?campaignId={campaignId}", default)).GetProperty("items").EnumerateArray());

        var creatives = await platform.CreativesAsync(campaignId);
        Assert.Equal(campaign.Creatives, creatives.Count);
        Assert.Equal(creatives.Count, creatives.Select(c => (c.Segment!.Id, c.Format, c.Locale, string.Join('|', c.Texts.OrderBy(t => t.Key).Select(t => t.Value)))).Distinct().Count());

        var delivery = await platform.DeliveryAsync(campaignId);
        var report = await platform.ReportAsync(campaignId);
        Assert.NotEqual(0, delivery.Impressions);
        Assert.Equal((delivery.Impressions, delivery.Clicks), (report.GetProperty("impressions").GetInt64(), report.GetProperty("clicks").GetInt64()));
        Assert.Equal(Amount.Of(delivery.Spend), Amount.Of(report.GetProperty("spend")));
        Say($"{campaign.Id}: {creatives.Count} creatives, 1 plan, {delivery.Impressions} impressions, {delivery.Clicks} clicks, {Amount.Of(delivery.Spend)} by ledger and by report");
    }

    /// <summary>Every accepted event of everyone who may be profiled is counted in the profile, once.</summary>
    private static async Task AllEventsAsync(DemoAftermath platform)
    {
        var viewers = Enumerable.Range(1, Viewers).Select(SampleViewer.Of).ToArray();
        var counted = new int[viewers.Length];
        await Parallel.ForAsync(0, viewers.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, token) =>
            counted[i] = await SendingViewers.EventsOfAsync(platform.Publisher, viewers[i], token));
        var wrong = viewers.Where((viewer, i) => counted[i] != (viewer.MayBeProfiled ? viewer.Events - 1 : 0)).Select(viewer => viewer.UserId).ToArray();
        Assert.Empty(wrong);
        Say($"{counted.Sum()} events of behaviour in the profiles of {viewers.Count(v => v.MayBeProfiled)} viewers who allow it: exactly those that were sent");
    }

    private static IEnumerable<string> CampaignIds(string output) => CampaignId().Matches(output).Select(match => match.Value);

    private static void Say(string line)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }

    [GeneratedRegex("cmp_[0-9a-f]{32}")]
    private static partial Regex CampaignId();
}
