using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AdPlatform.Contracts;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests;

/// <summary>The service through its front door, with one publisher and advertisers on it.</summary>
internal sealed class PlanningApp : IAsyncDisposable
{
    public const string Publisher = "acc_publisher";
    public const string Advertiser = "acc_advertiser";

    private PlanningApp(TestApp app) => App = app;

    public TestApp App { get; }

    public static TestService Service => new(b => b.AddMediaPlanning(), bus => bus.AddMediaPlanningConsumers(), r => r.MapMediaPlanning());

    public static async Task<PlanningApp> StartAsync() => new(await TestApp.StartAsync(Service));

    public static async Task<PlanningApp> StartAsync(IReadOnlyDictionary<string, string?> settings) => new(await TestApp.StartAsync(settings, Service));

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public HttpClient AsPublisher(string account = Publisher) => App.Client(AccountKind.Publisher, account, null, "inventory");

    public HttpClient AsAdvertiser(string account = Advertiser) => App.Client(AccountKind.Advertiser, account, Publisher, "plans", "inventory");

    public static async Task<(int Status, JsonElement Body)> ImportAsync(HttpClient client, byte[] file, string source, string contentType = "text/csv")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var response = await client.PostAsync(new Uri($"/v1/inventory/imports?source={source}", UriKind.Relative), content);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task ImportAsync(string csv) => Assert.Equal(200, (await ImportAsync(AsPublisher(), Encoding.UTF8.GetBytes(csv), "csv")).Status);

    public static async Task<(int Status, JsonElement Body)> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>POST of a JSON text; each call with an Idempotency-Key of its own unless told.</summary>
    public static async Task<(int Status, JsonElement Body)> PostAsync(HttpClient client, string path, string json, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7(TestApp.DefaultNow).ToString());
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>What Campaigns asks for; two segments with a known overlap, in France, four weeks from the Monday after the tests' clock.</summary>
    public static BuildMediaPlan Command(Guid campaign) => new()
    {
        AccountId = Advertiser,
        PublisherId = Publisher,
        CampaignId = campaign,
        CampaignVersion = 1,
        Objective = Objective.Reach,
        Budget = new Money(20_000_000_000, "EUR"),
        Flight = new Flight(new DateOnly(2026, 11, 30), new DateOnly(2026, 12, 27)),
        Zone = "Europe/Paris",
        Geographies = ["FR"],
        Formats = [FormatIds.Display300x250, FormatIds.Native, FormatIds.Pause1920x1080, FormatIds.ResponsiveSearch],
        Targeting = new Targeting(),
        Universe = 400_000,
        Segments = [Segment(1, 120_000, ("thriller", 2.2), ("crime", 1.6)), Segment(2, 60_000, ("comedy", 2.0), ("family", 1.5))],
        Overlaps = [new SegmentOverlap(new Guid(1, 0, 0, new byte[8]), new Guid(2, 0, 0, new byte[8]), 15_000)],
    };

    public static AudienceSegment Segment(int id, long viewers, params (string Name, double Weight)[] interests) => new(
        new Guid(id, 0, 0, new byte[8]), 1, $"segment {id}", viewers, [.. interests.Select(i => new Weighted(i.Name, i.Weight))],
        [new Weighted("tv", 0.6), new Weighted("mobile", 0.4)], [new Weighted("evening", 0.7), new Weighted("night", 0.3)], [new Weighted("fr", 1)]);

    public static Guid NewId(int n) => new(n, 1, 0, new byte[8]);

    /// <summary>Fictional titles, each in three formats that share what the title has; the seed names the titles' figures.</summary>
    public static string Inventory(int titles, string geography = "FR", string currency = "EUR")
    {
        string[] genres = ["thriller", "comedy", "drama", "horror", "family", "documentary"];
        var csv = new StringBuilder("title_id,title,genres,format,geography,daypart,device,cpm,currency,weekly_supply,released,pool\n");
        var random = new Random(7);
        for (var k = 0; k < titles; k++)
        {
            foreach (var format in FormatIds.Served)
            {
                csv.Append(System.Globalization.CultureInfo.InvariantCulture,
                    $"tt-title-{k},\"Title, number {k}\",{genres[k % 6]}|{genres[(k + 1) % 6]},{format},{geography},,,{8 + random.Next(1200) / 100.0},{currency},{20_000 + random.Next(60_000)},,pool-{k}\n");
            }
        }
        return csv.ToString();
    }
}
