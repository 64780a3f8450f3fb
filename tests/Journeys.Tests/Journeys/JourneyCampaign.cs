using System.Text.Json.Nodes;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.SubmittingCampaign;
using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Standalone.Demo;

namespace AdPlatform.Journeys.Tests.Journeys;

/// <summary>One advertiser's campaign on its way, step by step over the public API. At the end it is cancelled, so that it takes nobody's place.</summary>
internal sealed class JourneyCampaign(World world, PlatformClient advertiser, string id) : IAsyncDisposable
{
    public const string Reviewer = "Camille Verdier";

    public string Id => id;

    public PlatformClient Advertiser => advertiser;

    public static async Task<JourneyCampaign> SubmitAsync(World world, PlatformClient advertiser, JsonNode brief) =>
        new(world, advertiser, (await advertiser.PostAsync("/v1/campaigns", brief, $"journey-{brief["name"]}".Replace(' ', '-'), default)).GetProperty("id").GetString()!);

    /// <summary>Submitted, ready, reviewed, approved, active and served.</summary>
    public static async Task<JourneyCampaign> LiveAsync(World world, PlatformClient advertiser, JsonNode brief)
    {
        var campaign = await SubmitAsync(world, advertiser, brief);
        await campaign.ReadyAsync();
        await campaign.ReviewAsync();
        await campaign.ApproveAsync();
        await campaign.ActivateAsync();
        return campaign;
    }

    public Task<CampaignAnswer> ReadAsync() => SubmittingBrief.ReadAsync(advertiser, id, default);

    /// <summary>By the event stream, until it ends.</summary>
    /// <returns>What it told.</returns>
    public async Task<IReadOnlyList<ProgressLine>> ReadyAsync()
    {
        var told = new List<ProgressLine>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var state = await FollowingProgress.ToTheEndAsync(advertiser, id, told.Add, RealClock.Instance, limit.Token);
        Assert.True(state == "ready", $"{state}: {(await ReadAsync()).Failure}\n{string.Join('\n', told)}");
        return told;
    }

    public async Task<IReadOnlyList<CreativeAnswer>> CreativesAsync()
    {
        var all = new List<CreativeAnswer>();
        for (string? after = null; ;)
        {
            var page = (await advertiser.GetAsync($"/v1/creatives?campaignId={id}&limit=200{(after is null ? "" : $"&after={after}")}", default)).Read<CreativesAnswer>();
            all.AddRange(page.Items);
            if ((after = page.Next) is null) return all;
        }
    }

    /// <summary>The weakest is rejected, the others are approved; returns when the campaign knows.</summary>
    /// <returns>The rejected one.</returns>
    public async Task<CreativeAnswer> ReviewAsync()
    {
        var creatives = await CreativesAsync();
        var weakest = creatives.OrderBy(c => c.Score).ThenBy(c => c.Id, StringComparer.Ordinal).First();
        await advertiser.PostAsync($"/v1/creatives/{weakest.Id}/reviews", new { decision = "rejected", reviewer = Reviewer, comment = "The others say it better." }, $"reject-{weakest.Id}", default);
        await advertiser.PostAsync("/v1/creatives/approve-remaining", new { campaignId = id, reviewer = Reviewer }, $"approve-{id}", default);
        await World.EventuallyAsync("the campaign knows all reviews", ReadAsync, campaign => campaign.ApprovedCreatives == creatives.Count - 1);
        return weakest;
    }

    public Task ApproveAsync() => advertiser.PostAsync($"/v1/campaigns/{id}/approve", new { reviewer = Reviewer }, null, default);

    /// <summary>Returns when delivery says that it serves.</summary>
    public async Task ActivateAsync()
    {
        await advertiser.PostAsync($"/v1/campaigns/{id}/activate", null, null, default);
        await DeliveredAsync("active");
    }

    /// <summary>Until delivery has it in this state.</summary>
    public Task DeliveredAsync(string status) => World.EventuallyAsync($"{id} is {status} in delivery", StatusAsync, told => told == status);

    public async Task<DeliveryAnswer> DeliveryAsync() => (await advertiser.GetAsync($"/v1/delivery/campaigns/{id}", default)).Read<DeliveryAnswer>();

    /// <summary>Delivery's counts and the report's, once both are these.</summary>
    public async Task CountedAsync(long impressions, long clicks)
    {
        await World.EventuallyAsync(
            $"delivery and report count {impressions} impressions and {clicks} clicks",
            async () =>
            {
                var (delivery, report) = (await DeliveryAsync(), (await advertiser.GetAsync($"/v1/campaigns/{id}/report", default)).GetProperty("total"));
                return (delivery.Impressions, delivery.Clicks, report.GetProperty("impressions").GetInt64(), report.GetProperty("clicks").GetInt64());
            },
            counts => counts == (impressions, clicks, impressions, clicks));
        var (spent, reported) = ((await DeliveryAsync()).Spend, (await advertiser.GetAsync($"/v1/campaigns/{id}/report", default)).GetProperty("total").GetProperty("spend"));
        Assert.Equal(Amount.Of(spent), Amount.Of(reported));
    }

    public Task<System.Text.Json.JsonElement> CommandAsync(string command) => advertiser.PostAsync($"/v1/campaigns/{id}/{command}", new { reason = "journey" }, null, default);

    public async ValueTask DisposeAsync()
    {
        await world.Platform.StartAgainAsync("Campaigns");
        await CommandAsync("cancel");
        advertiser.Dispose();
    }

    private async Task<string> StatusAsync()
    {
        try
        {
            return (await DeliveryAsync()).Status;
        }
        catch (RefusedException refused) when (refused.Problem.Status is 404 or >= 500)
        {
            return "unknown";
        }
    }
}
