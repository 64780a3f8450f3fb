using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Profiles;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>The service behind its front door, with the calls that an ad server makes.</summary>
internal sealed class DeliveryApp : IAsyncDisposable
{
    private DeliveryApp(TestApp app) => App = app;

    public TestApp App { get; }

    public static TestService Service => new(b => b.AddAdDelivery(), bus => bus.AddAdDeliveryConsumers(), r => r.MapAdDelivery());

    public static async Task<DeliveryApp> StartAsync(params (string Name, string Value)[] settings) => new(await TestApp.StartAsync(
        settings.ToDictionary(s => s.Name.StartsWith("AdPlatform:", StringComparison.Ordinal) ? s.Name : $"AdPlatform:AdDelivery:{s.Name}", s => (string?)s.Value), Service));

    public HttpClient AdServer(string publisher = Sample.Publisher) => App.Client(AccountKind.Publisher, publisher, null, Scopes.Decisions, Scopes.Reports);

    /// <summary>Activates the campaign and waits until all its creatives are being served.</summary>
    public async Task ServeAsync(Sample sample)
    {
        foreach (var review in sample.Reviews()) await App.PublishAsync(review);
        await App.PublishAsync(sample.Activated());
        await UntilAsync(sample, live => live?.Document.Creatives.Count == sample.Creatives.Count && live.Allocation is not null);
    }

    public Task UntilAsync(Sample sample, Func<LiveCampaign?, bool> holds) => TestApp.EventuallyAsync(
        () => Task.FromResult(holds(App.Services.GetRequiredService<Snapshots>().Of(sample.PublisherId).Campaign(sample.CampaignId))), "the campaign as expected in serving");

    public static object Request(
        string format = "display-300x250", string? titleId = "tt-velvet-harbour", string? country = "FR", string? language = "fr", string? viewer = null, int count = 1,
        bool? gdpr = true, int[]? purposes = null, string[]? bcat = null, string[]? badv = null, string[]? genres = null, DateTimeOffset? time = null, int? width = null, string? device = null) => new
        {
            placements = new[] { new { id = "p1", format, count, width } },
            viewer = viewer is null ? null : new { ids = new[] { new { kind = "user", id = viewer } } },
            context = new { titleId, country, language, genres, time, device },
            consent = new { gdpr, purposes = purposes ?? [1, 2, 3, 4, 7, 9, 10] },
            blocks = new { bcat, badv },
        };

    public static async Task<JsonElement> DecideAsync(HttpClient adServer, object request)
    {
        using var response = await adServer.PostAsJsonAsync("/v1/decisions", request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The served decisions of the only placement.</summary>
    public static async Task<JsonElement[]> ServedAsync(HttpClient adServer, object request) =>
        [.. (await DecideAsync(adServer, request)).GetProperty("placements")[0].GetProperty("decisions").EnumerateArray()];

    /// <summary>The rule that stopped the only line.</summary>
    public static async Task<string?> RuleAsync(HttpClient adServer, object request) =>
        (await DecideAsync(adServer, request)).GetProperty("placements")[0] is var placement && placement.TryGetProperty("none", out var none) && none.ValueKind == JsonValueKind.Object
            ? none.GetProperty("rule").GetString() : null;

    public static Task<HttpResponseMessage> FireAsync(HttpClient anyone, JsonElement served, string kind) =>
        anyone.GetAsync(kind == "click" ? served.GetProperty("clickUrl").GetString() : served.GetProperty("events").GetProperty(kind).GetString());

    public async Task<JsonElement> ReportAsync(Sample sample)
    {
        using var client = App.Client(AccountKind.Advertiser, sample.AdvertiserId, sample.PublisherId, Scopes.Reports);
        return await client.GetFromJsonAsync<JsonElement>($"/v1/delivery/campaigns/{Hosting.Ids.Format("cmp", sample.CampaignId)}");
    }

    public string Hash(string viewer, string publisher = Sample.Publisher) => ViewerHash.Of(
        ViewerHashKey.Current(App.Services.GetRequiredService<Hosting.PlatformSecrets>().Get(ViewerHashKey.SecretName)), publisher, ViewerKinds.User, viewer);

    public async Task ProfileAsync(string viewer, params Guid[] segments)
    {
        var hash = Hash(viewer);
        var profile = new CachedProfile
        {
            PublisherId = Sample.Publisher,
            Hash = hash,
            Version = 1,
            InterestHalfLife = TimeSpan.FromDays(30),
            Segments = [.. segments.Select(s => new SegmentMembership(s, 1, TestApp.DefaultNow))],
        };
        await App.Services.GetRequiredService<IProfileStore>().WriteAsync([new(profile, [hash])], CancellationToken.None);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
