using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdPlatform.AdDelivery;
using AdPlatform.AudienceProfiling;
using AdPlatform.Campaigns;
using AdPlatform.CreativeGeneration;
using AdPlatform.MediaPlanning;
using AdPlatform.Testing;

namespace AdPlatform.Security.Tests;

/// <summary>
/// The whole platform in one process. The first publisher and its first advertiser own a running campaign; everything of the advertiser is
/// called Quetzal, everything of the publisher Ocelot, every viewer Ibis. The others own nothing.
/// </summary>
public sealed class TwoTenants : IAsyncLifetime
{
    private const string First = "adp_first-key-of-the-installation";

    public TestApp App { get; private set; } = null!;

    public HttpClient Publisher { get; private set; } = null!;

    public HttpClient Advertiser { get; private set; } = null!;

    /// <summary>Another advertiser of the same publisher.</summary>
    public HttpClient Neighbour { get; private set; } = null!;

    public HttpClient OtherPublisher { get; private set; } = null!;

    public HttpClient OtherAdvertiser { get; private set; } = null!;

    /// <summary>Ids and names of what the first two own, by the name of the route parameter that takes them.</summary>
    public Dictionary<string, string> Owned { get; } = [];

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(
            new Dictionary<string, string?> { ["ADPLATFORM_BOOTSTRAP_KEY"] = First },
            new TestService(b => b.AddCampaigns(), bus => bus.AddCampaignsConsumers(), r => r.MapCampaigns()),
            new TestService(b => b.AddAudienceProfiling(), bus => bus.AddAudienceProfilingConsumers(), r => r.MapAudienceProfiling()),
            new TestService(b => b.AddCreativeGeneration(), bus => bus.AddCreativeGenerationConsumers(), r => r.MapCreativeGeneration()),
            new TestService(b => b.AddMediaPlanning(), bus => bus.AddMediaPlanningConsumers(), r => r.MapMediaPlanning()),
            new TestService(b => b.AddAdDelivery(), bus => bus.AddAdDeliveryConsumers(), r => r.MapAdDelivery()));
        Publisher = With(First);
        (Advertiser, Owned["accountId"]) = await OpenAsync(Publisher, "advertiser", "Quetzal");
        (Neighbour, _) = await OpenAsync(Publisher, "advertiser", "Neighbour");
        (OtherPublisher, _) = await OpenAsync(Publisher, "publisher", "Other publisher");
        (OtherAdvertiser, _) = await OpenAsync(OtherPublisher, "advertiser", "Other advertiser");
        await FillPublisherAsync();
        await RunCampaignAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri} answered {(int)answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public static async Task<HttpResponseMessage> CreateAsync(HttpClient client, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7(TestApp.DefaultNow).ToString());
        return await client.SendAsync(request);
    }

    private async Task FillPublisherAsync()
    {
        var rows = from title in new[] { "nights", "roads", "laughs" }
                   from format in new[] { "display-300x250", "native" }
                   from country in new[] { "FR", "BE" }
                   select $"ocelot-{title},Ocelot {title},{(title == "laughs" ? "comedy" : "drama")},{format},{country},11.50,EUR,60000";
        using var csv = new StringContent("title_id,title,genres,format,geography,cpm,currency,weekly_supply\n" + string.Join('\n', rows) + "\n", Encoding.UTF8, "text/csv");
        await JsonAsync(await Publisher.PostAsync("/v1/inventory/imports?source=csv", csv));
        await TestApp.EventuallyAsync(async () => (await Publisher.GetStringAsync("/v1/inventory")).Contains("Ocelot", StringComparison.Ordinal), "inventory");

        var events = Enumerable.Range(0, 480).Select(i => new
        {
            type = "track",
            messageId = $"m{i}",
            userId = $"ibis-{i % 120}",
            @event = "Title Watched",
            properties = new { title_id = i % 2 == 1 ? "ocelot-nights" : "ocelot-laughs", genres = new[] { i % 2 == 1 ? "drama" : "comedy" } },
            timestamp = TestApp.DefaultNow.AddHours(-i),
            context = new { country = "FR", locale = "fr-FR", consent = new { purposes = Enumerable.Range(1, 10).ToDictionary(p => p.ToString(), _ => true) } },
        });
        await JsonAsync(await Publisher.PostAsJsonAsync("/v1/batch", new { batch = events, sentAt = TestApp.DefaultNow }));
        Owned["viewerId"] = "ibis-1";
        await TestApp.EventuallyAsync(async () => (await Publisher.GetAsync("/v1/profiles/user/ibis-119")).IsSuccessStatusCode, "profiles");
        var segment = await JsonAsync(await CreateAsync(Publisher, "/v1/segments", new
        {
            name = "Ocelot drama",
            rule = new { interest = new { genre = "drama", atLeast = 0.1 } },
        }));
        Owned["segmentId"] = segment.GetProperty("id").GetString()!;
    }

    private async Task RunCampaignAsync()
    {
        var brief = SampleBrief.Json();
        brief["name"] = "Quetzal autumn";
        brief["advertiser"]!["name"] = "Quetzal";
        brief["product"]!["name"] = new JsonObject { ["en"] = "Quetzal Evening", ["fr"] = "Quetzal Soir" };
        var id = (await JsonAsync(await CreateAsync(Advertiser, "/v1/campaigns", brief))).GetProperty("id").GetString()!;
        Owned["campaignId"] = id;
        var progress = await Advertiser.GetStringAsync($"/v1/campaigns/{id}/progress");
        Assert.True(progress.Contains("\"state\":\"ready\"", StringComparison.Ordinal), progress);
        var campaign = await JsonAsync(await Advertiser.GetAsync($"/v1/campaigns/{id}"));
        Owned["planId"] = campaign.GetProperty("plan").GetProperty("id").GetString()!;
        await JsonAsync(await CreateAsync(Advertiser, "/v1/creatives/approve-remaining", new { campaignId = id, reviewer = "Ada Quetzal" }));
        await JsonAsync(await Advertiser.PostAsJsonAsync($"/v1/campaigns/{id}/approve", new { reviewer = "Ada Quetzal" }));
        await JsonAsync(await Advertiser.PostAsJsonAsync($"/v1/campaigns/{id}/activate", new { }));
        await TestApp.EventuallyAsync(ServedAsync, "a decision is served");
        var keys = await JsonAsync(await Publisher.GetAsync("/v1/keys"));
        Owned["keyId"] = keys.EnumerateArray().Single(key => key.GetProperty("accountId").GetString() == Owned["accountId"]).GetProperty("id").GetString()!;

        // A second campaign stays unreviewed: its files are drafts.
        brief["name"] = "Quetzal drafts";
        var draft = (await JsonAsync(await CreateAsync(Advertiser, "/v1/campaigns", brief))).GetProperty("id").GetString()!;
        await Advertiser.GetStringAsync($"/v1/campaigns/{draft}/progress");
        var creatives = await Advertiser.GetStringAsync($"/v1/creatives?campaignId={draft}");
        using var logo = new ByteArrayContent("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>Quetzal</text></svg>"u8.ToArray());
        Owned["assetId"] = (await JsonAsync(await Advertiser.PostAsync("/v1/assets/library?kind=logo&name=Quetzal&rightsHolder=Quetzal", logo))).GetProperty("asset").GetProperty("id").GetString()!;
        Owned["draft"] = creatives[(creatives.IndexOf("/v1/assets/", StringComparison.Ordinal) + 11)..][..68];
    }

    private async Task<bool> ServedAsync()
    {
        // Pacing lets only some requests through: time goes on between them.
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var answer = await JsonAsync(await Publisher.PostAsJsonAsync("/v1/decisions", new
        {
            placements = new[] { new { id = "p1", format = "native" } },
            viewer = new { ids = new[] { new { kind = "user", id = "ibis-1" } } },
            context = new { titleId = "ocelot-nights", country = "FR", language = "fr" },
            consent = new { gdpr = true, purposes = Enumerable.Range(1, 10) },
        }));
        var text = answer.ToString();
        if (!text.Contains("crv_", StringComparison.Ordinal)) return false;
        Owned["creativeId"] = text[text.IndexOf("crv_", StringComparison.Ordinal)..][..36];
        Owned["decisionId"] = text[text.IndexOf("dec_", StringComparison.Ordinal)..][..36];
        return true;
    }

    private async Task<(HttpClient Client, string Account)> OpenAsync(HttpClient by, string kind, string name)
    {
        var account = (await JsonAsync(await CreateAsync(by, "/v1/accounts", new { kind, name }))).GetProperty("id").GetString()!;
        var key = await JsonAsync(await by.PostAsJsonAsync("/v1/keys", new { accountId = account, name = $"admin of {name}", scopes = new[] { "admin" } }));
        return (With(key.GetProperty("secret").GetString()!), account);
    }

    private HttpClient With(string secret)
    {
        var client = App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }
}
