using System.Text.Json;
using AdPlatform.Cli;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.SubmittingCampaign;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Journeys.Tests;

/// <summary>MovieLens ratings as viewer events, Netflix titles and weekly hours as inventory, through the command line's code and the public API.</summary>
public sealed class RealDataTests
{
    private const string Key = "adp_real-data-journey-0123456789012345678901234567";
    private const int FirstPart = 600;
    private const int SecondPart = 943;
    private const int SciFi = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Importing_real_viewing_changes_who_is_in_a_segment_and_which_creative_is_chosen_and_the_plan_buys_real_titles()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var movieLens = PublicData.Path("movielens-100k");
        var top10 = PublicData.Path("netflix", "top10-global-to-2025.tsv");
        var viewers = new MovieLensViewers(movieLens);
        await using var data = new OwnFolder("journey");
        await using var platform = Platforms.Standalone.StartWith(
            new Dictionary<string, string>(Platforms.PlatformSettings.Patient)
            {
                ["ADPLATFORM_BOOTSTRAP_KEY"] = Key,
                // One viewer asks until the ad is served.
                ["AdPlatform__AdDelivery__MaxRequestsPerMinute"] = "100000",
                ["AdPlatform__AdDelivery__EvenPacing"] = "1",
            },
            data.File("data"));
        Assert.True(await platform.LineAsync("listens on", Patience) is not null, platform.Output);
        using var publisher = PlatformClient.To(platform.Address, Key, RealClock.Instance);

        Assert.Contains(await CliAsync(platform, "inventory", "import", PublicData.Path("netflix", "titles.csv"), "--source", "netflix-titles"), new[] { ExitCodes.Done, ExitCodes.Partly });
        Assert.Contains(await CliAsync(platform, "inventory", "import", top10, "--source", "netflix-top10"), new[] { ExitCodes.Done, ExitCodes.Partly });
        Say($"{watch.Elapsed.TotalSeconds:F1} s: inventory");
        var segments = new RealAudience(publisher);
        await segments.DefineAsync();
        await ImportAsync(0, FirstPart);
        var before = await segments.SizesAsync();

        Say($"{watch.Elapsed.TotalSeconds:F1} s: first viewers");
        using var advertiser = await OpeningAccounts.RunAsync(publisher, RealClock.Instance, default);
        var campaign = await LiveAsync(publisher, advertiser);
        var plan = (await advertiser.GetAsync($"/v1/plans/{campaign.Plan!.Id}", default)).GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("title").GetString()!).ToArray();
        var netflix = File.ReadLines(top10).Skip(1).Select(line => line.Split('\t')[3]).ToHashSet();
        Assert.NotEmpty(plan);
        Assert.All(plan, title => Assert.Contains(title, netflix));
        Assert.InRange(campaign.Plan.Certificate.Gap, 0, 1e-4);

        Say($"{watch.Elapsed.TotalSeconds:F1} s: campaign live");
        var traffic = new RealTraffic(publisher, await TitlesAsync(advertiser, campaign));
        await traffic.LearnAsync(viewers.Fans(SciFi, 0).Where(v => v <= FirstPart).Take(20), clicked: "proof");
        await traffic.LearnAsync(Enumerable.Range(5_000, 20), clicked: "benefit");
        Say($"{watch.Elapsed.TotalSeconds:F1} s: learned");
        var fan = viewers.Fans(SciFi, FirstPart).First(viewer => viewer <= SecondPart);
        var unknown = await traffic.FavouriteAsync(fan);

        await ImportAsync(FirstPart, SecondPart);
        Say($"{watch.Elapsed.TotalSeconds:F1} s: more viewers");
        var after = await segments.SizesAsync();
        var known = await traffic.FavouriteAsync(fan);
        Say($"{plan.Length} lines of {plan.Distinct().Count()} Netflix titles, among them {string.Join(", ", plan.Distinct().Take(5))}; {campaign.Plan.ReachModel}, gap {campaign.Plan.Certificate.Gap:E1}");
        Say($"segments before {string.Join(", ", before)}; after {string.Join(", ", after)}");
        Say($"viewer ml-{fan}: before {unknown}, after {known}");

        Assert.True(after[RealAudience.ScienceFiction] > before[RealAudience.ScienceFiction]);
        Assert.Equal("none", unknown.Context);
        Assert.NotEqual("none", known.Context);
        Assert.NotEqual(unknown.Creative, known.Creative);

        async Task ImportAsync(int above, int lastViewer)
        {
            var part = Directory.CreateDirectory(data.File($"to {lastViewer}")).FullName;
            viewers.WritePart(part, above, lastViewer);
            Assert.Equal(ExitCodes.Done, await CliAsync(platform, "events", "import", part, "--format", "movielens", "--newest-at", "now"));
            await segments.CountedAsync(viewers.LastViewer(above, lastViewer), viewers);
        }
    }

    private static async Task<CampaignAnswer> LiveAsync(PlatformClient publisher, PlatformClient advertiser)
    {
        var brief = BriefFile.Read(SampleFile.Text(SampleFile.Brief), DateOnly.FromDateTime(RealClock.Instance.GetUtcNow().UtcDateTime));
        brief["geographies"] = new System.Text.Json.Nodes.JsonArray("US");
        brief["zone"] = "UTC";
        // Enough for a good part of what these titles are watched, so that few requests are let pass.
        brief["budget"]!["amount"] = "120000.00";
        brief["targeting"] = JsonSerializer.SerializeToNode(new { segments = RealAudience.Names, frequencyCap = (object?)null });
        var id = (await advertiser.PostAsync("/v1/campaigns", brief, "real-brief", default)).GetProperty("id").GetString()!;
        Assert.Equal("ready", await FollowingProgress.ToTheEndAsync(advertiser, id, _ => { }, RealClock.Instance, default));
        var approved = (await advertiser.PostAsync("/v1/creatives/approve-remaining", new { campaignId = id, reviewer = "Journey" }, "real-review", default)).GetProperty("approved").GetInt32();
        await Waiting.UntilAsync("reviews", RealClock.Instance, () => SubmittingBrief.ReadAsync(advertiser, id, default), c => c.ApprovedCreatives == approved, default);
        await advertiser.PostAsync($"/v1/campaigns/{id}/approve", new { reviewer = "Journey" }, null, default);
        return (await advertiser.PostAsync($"/v1/campaigns/{id}/activate", null, null, default)).Read<CampaignAnswer>();
    }

    /// <summary>Of the plan's lines for display banners.</summary>
    private static async Task<IReadOnlyList<string>> TitlesAsync(PlatformClient advertiser, CampaignAnswer campaign) =>
    [
        .. (await advertiser.GetAsync($"/v1/plans/{campaign.Plan!.Id}", default)).GetProperty("lines").EnumerateArray()
            .Where(line => line.GetProperty("format").GetString() == RealTraffic.Format).Select(line => line.GetProperty("titleId").GetString()!),
    ];

    private static Task<int> CliAsync(ServiceProcess platform, params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--url", platform.Address.ToString(), "--key", Key, "--json"], RealClock.Instance);

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
