using AdPlatform.Cli;
using AdPlatform.Cli.Connecting;
using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Standalone.Demo;
using AdPlatform.Standalone.Sample;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Journeys.Tests.Journeys;

/// <summary>
/// What users do, from their first request to the last number, through one address. The same journeys run embedded and over the real servers; each
/// kind of platform is started once.
/// </summary>
public abstract class PlatformJourneys : IAsyncLifetime
{
    private World world = null!;

    private protected abstract Lazy<Task<World>> Shared { get; }

    public async ValueTask InitializeAsync() => world = await Shared.Value;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed) TestContext.Current.TestOutputHelper?.WriteLine(world?.Platform.Output ?? "");
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_brief_becomes_creatives_and_a_plan_and_what_is_served_is_counted_alike_and_learned_from()
    {
        await using var campaign = await JourneyCampaign.SubmitAsync(world, await world.AdvertiserAsync(), World.Brief("Brief by API", capped: false));
        var told = await campaign.ReadyAsync();
        Assert.Equal(told.Select(line => line.Sequence).Distinct().Order(), told.Select(line => line.Sequence));

        var creatives = await campaign.CreativesAsync();
        Assert.Equal((await campaign.ReadAsync()).Creatives, creatives.Count);
        Assert.Equal(["en", "fr"], creatives.Select(c => c.Locale).Distinct().Order());
        Assert.Equal(["display-300x250", "native", "pause-1920x1080", "responsive-search"], creatives.Select(c => c.Format).Distinct().Order());
        var rejected = await campaign.ReviewAsync();
        await campaign.ApproveAsync();
        await campaign.ActivateAsync();
        Assert.InRange((await campaign.ReadAsync()).Plan!.Certificate.Gap, 0, 1e-4);

        var traffic = new JourneyTraffic(world.Publisher, campaign.Id);
        var favourite = creatives.Where(c => c.Format == "native").GroupBy(c => c.Angle).MaxBy(angle => angle.Count())!.Key;
        var served = await traffic.RunAsync(240, clicks: s => s.Creative.Angle == favourite);
        Assert.NotEqual(rejected.Id, served.Creative.Id);
        Assert.True((await traffic.ExplanationAsync(served.DecisionId)).Replay.Identical);
        await campaign.CountedAsync(traffic.Impressions, traffic.Clicks);

        var angles = (await World.EventuallyAsync("what was clicked is known to be clicked", campaign.DeliveryAsync, d => Best(d) == favourite && d.Learned.Angles.Sum(a => a.Impressions) > 160)).Learned.Angles;
        Assert.All(angles.Where(angle => angle.Name != favourite), angle => Assert.Equal(0, angle.Clicks));
        static string? Best(DeliveryAnswer delivery) => delivery.Learned.Angles.MaxBy(angle => angle.Rate)?.Name;
    }

    [Fact]
    public async Task A_brief_by_the_command_line_waits_until_it_is_ready_and_its_plan_can_be_exported()
    {
        var (advertiser, secret) = await world.AdvertiserWithKeyAsync();
        await using var folder = new OwnFolder("cli");
        await File.WriteAllTextAsync(folder.File("brief.json"), SampleFile.Text(SampleFile.Brief));
        Assert.Equal(ExitCodes.Done, await CliAsync("campaigns", "submit", folder.File("brief.json"), "--wait"));
        var campaign = Assert.Single((await advertiser.GetAsync("/v1/campaigns", default)).GetProperty("campaigns").Read<List<CampaignAnswer>>());
        Assert.Equal("ready", campaign.State);
        Assert.Equal(ExitCodes.Done, await CliAsync("campaigns", "show", campaign.Id));
        Assert.Equal(ExitCodes.Done, await CliAsync("plans", "export", campaign.Plan!.Id, "--output", folder.File("plan.csv")));
        Assert.InRange((await File.ReadAllLinesAsync(folder.File("plan.csv"))).Length, campaign.Plan.Lines + 1, int.MaxValue); // A line a week each.
        Assert.Equal(ExitCodes.Done, await CliAsync("doctor"));

        await File.WriteAllTextAsync(folder.File("rule.json"), """{"interest": {"genre": "drama", "atLeast": 0.1}}""");
        Assert.Equal(ExitCodes.Refused, await CliAsync("segments", "preview", folder.File("rule.json"))); // Drafts are the publisher's.
        Assert.Equal(ExitCodes.Done, await CommandLine.RunAsync(
            ["segments", "preview", folder.File("rule.json"), "--url", world.Platform.Address.ToString(), "--key", world.Platform.Key, "--json"], RealClock.Instance));

        Task<int> CliAsync(params string[] arguments) => CommandLine.RunAsync([.. arguments, "--url", world.Platform.Address.ToString(), "--key", secret, "--json"], RealClock.Instance);
    }

    [Fact]
    public async Task Consent_decides_whether_a_profile_is_used_and_an_erased_viewer_is_forgotten_by_every_service()
    {
        await using var campaign = await JourneyCampaign.LiveAsync(world, await world.AdvertiserAsync(), World.Brief("Consent", capped: false));
        var fan = new JourneyViewer(world.Publisher, campaign.Id, "journey-fan");
        await fan.WatchAsync("drama", times: 12, purposes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        await World.EventuallyAsync("the profile is used", () => fan.ContextAsync(allPurposes: true), context => context is not (null or "none"));
        Assert.Equal("none", await fan.ServedContextAsync(allPurposes: false));

        await fan.WithdrawAsync();
        await World.EventuallyAsync("the profile is used no more", () => fan.ContextAsync(allPurposes: true), context => context == "none");
        await fan.WatchAsync("drama", times: 12, purposes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        await World.EventuallyAsync("the profile is used again", () => fan.ContextAsync(allPurposes: true), context => context is not (null or "none"));

        await fan.EraseAsync();
        Assert.Equal(404, await Doors.StatusAsync(world.Publisher, "/v1/profiles/user/journey-fan"));
        await World.EventuallyAsync("the erased profile is used no more", () => fan.ContextAsync(allPurposes: true), context => context == "none");
    }

    [Fact]
    public async Task A_paused_campaign_stops_serving_an_activated_one_goes_on_and_an_ended_one_is_over()
    {
        await using var campaign = await JourneyCampaign.LiveAsync(world, await world.AdvertiserAsync(), World.Brief("Pause", capped: false));
        var traffic = new JourneyTraffic(world.Publisher, campaign.Id);
        await traffic.RunAsync(5);
        await campaign.CommandAsync("pause");
        await campaign.DeliveredAsync("paused");
        await World.EventuallyAsync("nothing of it is served", () => traffic.IsServedAsync(40), served => !served);
        await campaign.ActivateAsync();
        await traffic.RunAsync(5);
        await campaign.CommandAsync("cancel");
        await campaign.DeliveredAsync("ended");
        await World.EventuallyAsync("nothing of it is served", () => traffic.IsServedAsync(40), served => !served);
        await campaign.CountedAsync(traffic.Impressions, traffic.Clicks);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => campaign.CommandAsync("activate"));
        Assert.Equal(409, refused.Problem.Status);
    }

    [Fact]
    public async Task A_key_opens_every_service_until_it_is_revoked()
    {
        var key = await world.Publisher.PostAsync("/v1/keys", new { name = "journey", scopes = new[] { "admin" } }, null, default);
        using var client = PlatformClient.To(world.Platform.Address, key.GetProperty("secret").GetString(), RealClock.Instance);
        foreach (var door in Doors.OfPublisher) await World.EventuallyAsync($"{door} knows the key", () => Doors.StatusAsync(client, door), status => status is 200 or 404);
        using var revoke = new HttpRequestMessage(HttpMethod.Delete, $"/v1/keys/{key.GetProperty("id").GetString()}");
        using var _ = await world.Publisher.OpenAsync(revoke, default);
        foreach (var door in Doors.OfPublisher) await World.EventuallyAsync($"{door} knows that it is revoked", () => Doors.StatusAsync(client, door), status => status == 401);
    }

    /// <summary>One at a time, while there is work for it; <c>Chaos.Tests</c> kills every one. As one process they all go.</summary>
    [Fact]
    public async Task Work_for_a_service_that_is_away_is_done_when_it_is_back_whether_it_was_killed_or_told_to_stop()
    {
        await using var campaign = await JourneyCampaign.SubmitAsync(world, await world.AdvertiserAsync(), World.Brief("Away", capped: false));
        await world.Platform.KillAsync(ServiceRoutes.CreativeGeneration);
        await world.Platform.StartAgainAsync(ServiceRoutes.CreativeGeneration);
        await campaign.ReadyAsync();
        await campaign.ReviewAsync();
        await campaign.ApproveAsync();

        if (!world.Platform.IsOneProcess) await GoAsync(ServiceRoutes.AdDelivery);
        await campaign.CommandAsync("activate");
        await world.Platform.StartAgainAsync(ServiceRoutes.AdDelivery);
        await campaign.DeliveredAsync("active");

        var traffic = new JourneyTraffic(world.Publisher, campaign.Id);
        await traffic.RunAsync(5);
        if (!world.Platform.IsOneProcess) await GoAsync(ServiceRoutes.Campaigns);
        await traffic.RunAsync(10, clicks: _ => true);
        if (world.Platform.IsOneProcess) await GoAsync(ServiceRoutes.Campaigns);
        await world.Platform.StartAgainAsync(ServiceRoutes.Campaigns);
        await traffic.RunAsync(5);
        await campaign.CountedAsync(traffic.Impressions, traffic.Clicks);
    }

    /// <summary>Told to stop it finishes what it has begun, within 30 seconds.</summary>
    private async Task GoAsync(string service)
    {
        var (code, took) = await world.Platform.TerminateAsync(service);
        TestContext.Current.TestOutputHelper!.WriteLine($"{service} ended with {code} after {took.TotalSeconds:F1} s");
        Assert.Equal(0, code);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
