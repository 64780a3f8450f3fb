using System.Text.Json;
using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Demo;
using AdPlatform.Testing.Services;

namespace AdPlatform.Journeys.Tests;

/// <summary>What a demo left behind, read through the public API of a platform that was started on its data.</summary>
internal sealed class DemoAftermath : IDisposable
{
    private DemoAftermath(PlatformClient publisher, PlatformClient advertiser) => (Publisher, Advertiser) = (publisher, advertiser);

    public PlatformClient Publisher { get; }
    public PlatformClient Advertiser { get; }

    public static async Task<DemoAftermath> OpenAsync(ServiceProcess platform, string data)
    {
        var publisher = PlatformClient.To(platform.Address, await File.ReadAllTextAsync(Path.Combine(data, "demo-driver.key")), RealClock.Instance, TimeSpan.FromMinutes(1));
        var account = Assert.Single((await publisher.GetAsync("/v1/accounts", default)).EnumerateArray(), a => a.GetProperty("kind").GetString() == "advertiser");
        var key = await publisher.PostAsync(
            "/v1/keys", new { accountId = account.GetProperty("id").GetString(), name = "aftermath", scopes = new[] { "campaigns", "creatives", "plans", "reports" } }, null, default);
        return new DemoAftermath(publisher, PlatformClient.To(platform.Address, key.GetProperty("secret").GetString(), RealClock.Instance));
    }

    public async Task<IReadOnlyList<CampaignAnswer>> CampaignsAsync() => (await Advertiser.GetAsync("/v1/campaigns", default)).GetProperty("campaigns").Read<List<CampaignAnswer>>();

    public async Task<IReadOnlyList<CreativeAnswer>> CreativesAsync(string campaignId)
    {
        var all = new List<CreativeAnswer>();
        for (string? after = null; ;)
        {
            var page = (await Advertiser.GetAsync($"/v1/creatives?campaignId={campaignId}&limit=200{(after is null ? "" : $"&after={after}")}", default)).Read<CreativesAnswer>();
            all.AddRange(page.Items);
            if ((after = page.Next) is null) return all;
        }
    }

    public async Task<DeliveryAnswer> DeliveryAsync(string campaignId) => (await Publisher.GetAsync($"/v1/delivery/campaigns/{campaignId}", default)).Read<DeliveryAnswer>();

    public async Task<JsonElement> ReportAsync(string campaignId) => (await Advertiser.GetAsync($"/v1/campaigns/{campaignId}/report", default)).GetProperty("total");

    public void Dispose()
    {
        Publisher.Dispose();
        Advertiser.Dispose();
    }
}
