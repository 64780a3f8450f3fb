using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdPlatform.Contracts;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;

namespace AdPlatform.Campaigns.Tests;

/// <summary>The service's front doors, and answers as the other services would give them.</summary>
internal static class Doors
{
    public const string Advertiser = "acc_advertiser";
    public const string Publisher = "acc_publisher";

    public static TestService Service => new(b => b.AddCampaigns(), bus => bus.AddCampaignsConsumers(), r => r.MapCampaigns());

    public static HttpClient Of(this TestApp app, string advertiser = Advertiser) => app.Client(AccountKind.Advertiser, advertiser, Publisher, Scopes.Campaigns);

    /// <summary>Tests break one thing in it.</summary>
    public static JsonObject Brief() => SampleBrief.Json();

    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient client, JsonNode brief, string key = "k1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/campaigns") { Content = new StringContent(brief.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public static Task<HttpResponseMessage> ActAsync(this HttpClient client, string campaign, string action, object? body = null) =>
        client.PostAsJsonAsync($"/v1/campaigns/{campaign}/{action}", body ?? new { });

    public static async Task<JsonElement> CampaignAsync(this HttpClient client, string id) => await (await client.GetAsync($"/v1/campaigns/{id}")).JsonAsync();

    public static Task StateAsync(this HttpClient client, string id, string state) =>
        TestApp.EventuallyAsync(async () => (await client.CampaignAsync(id)).GetProperty("state").GetString() == state, $"{id} is {state}");

    public static AudiencePrepared Audience(PrepareAudience command) => new()
    {
        AccountId = command.AccountId,
        PublisherId = command.PublisherId,
        CampaignId = command.CampaignId,
        CampaignVersion = command.CampaignVersion,
        Universe = 10_000,
        Segments = [new AudienceSegment(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), 1, "Drama lovers", 1_200, [new Weighted("drama", 2.1)], [], [], [])],
        Overlaps = [],
        PreparedAt = TestApp.DefaultNow,
    };

    public static CreativesGenerated Creatives(GenerateCreatives command, params Guid[] ids) => new()
    {
        AccountId = command.AccountId,
        CampaignId = command.CampaignId,
        CampaignVersion = command.CampaignVersion,
        Creatives = [.. ids.Select(id => new CreativeSummary(id, command.Segments[0].SegmentId, "native", "en", "offer", 0.1))],
        Rejections = new Dictionary<string, int> { ["too long"] = 2 },
    };

    public static MediaPlanBuilt Plan(BuildMediaPlan command, Guid planId) => new()
    {
        AccountId = command.AccountId,
        CampaignId = command.CampaignId,
        CampaignVersion = command.CampaignVersion,
        PlanId = planId,
        PlanVersion = 1,
        Certificate = new PlanCertificate(1000, 1000.05, 0.00005),
        Reach = 4_321,
        AverageFrequency = 3.2,
        ReachModel = "latent-class",
        Lines =
        [
            new PlanLine
            {
                LineId = Guid.Parse("0199bbbb-0000-7000-8000-000000000001"), Title = "Harbour Lights", TitleId = "tt-harbour", Format = "native", Genres = ["drama"], Geography = "FR",
                Cpm = Money.FromUnits(12, "EUR"), Budget = command.Budget, Impressions = 1000, Supply = 5000, Weeks = [],
            },
        ],
    };

    /// <summary>Drives a submitted campaign to ready.</summary>
    public static async Task<Guid> MakeReadyAsync(this TestApp app, HttpClient client, string id, params Guid[] creatives)
    {
        await app.PublishAsync(Audience(await app.WaitForAsync<PrepareAudience>(m => Hosting.Ids.Format("cmp", m.CampaignId) == id)));
        var generate = await app.WaitForAsync<GenerateCreatives>(m => Hosting.Ids.Format("cmp", m.CampaignId) == id);
        await app.PublishAsync(Creatives(generate, creatives));
        await app.PublishAsync(Plan(await app.WaitForAsync<BuildMediaPlan>(m => m.CampaignId == generate.CampaignId), Guid.Parse("0199cccc-0000-7000-8000-000000000001")));
        await client.StateAsync(id, "ready");
        return generate.CampaignId;
    }

    public static CreativeReviewed Approval(Guid campaign, Guid creative, int version = 1, ReviewDecision decision = ReviewDecision.Approved) => new()
    {
        AccountId = Advertiser,
        PublisherId = Publisher,
        CampaignId = campaign,
        CreativeId = creative,
        CreativeVersion = version,
        Decision = decision,
        Reviewer = "Ada",
        ReviewedAt = TestApp.DefaultNow,
    };
}
