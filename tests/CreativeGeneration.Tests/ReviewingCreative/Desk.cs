using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.CreativeGeneration.Tests.ReviewingCreative;

/// <summary>The service alone, with a generated campaign and its owner's client.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private Desk(TestApp app) => App = app;

    public TestApp App { get; }
    public HttpClient Owner { get; private set; } = null!;
    public CreativesGenerated Generated { get; private set; } = null!;
    public string Campaign { get; } = Ids.Format("cmp", Samples.Campaign);

    public static async Task<Desk> OpenAsync(GenerateCreatives? command = null, Dictionary<string, string?>? settings = null, IChatClient? model = null)
    {
        var desk = new Desk(await StartAsync(settings, model));
        desk.Owner = desk.App.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Creatives);
        await desk.App.PublishAsync(command ?? Samples.Command());
        desk.Generated = await desk.App.WaitForAsync<CreativesGenerated>();
        return desk;
    }

    public static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, IChatClient? model = null) => TestApp.StartAsync(settings ?? [], new TestService(
        builder =>
        {
            if (model is not null) builder.Services.AddSingleton(model);
            builder.AddCreativeGeneration();
        }, bus => bus.AddCreativeGenerationConsumers(), routes => routes.MapCreativeGeneration()));

    public async Task<JsonElement> ListAsync(string query = "", HttpClient? client = null) =>
        await (client ?? Owner).GetFromJsonAsync<JsonElement>($"/v1/creatives?campaignId={Campaign}{query}");

    public async Task<HttpResponseMessage> PostAsync(string path, object body, string? key = null, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key ?? Ids.New(App.Clock.GetUtcNow()).ToString());
        return await (client ?? Owner).SendAsync(request);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>A desk that the tests of one class share.</summary>
public sealed class SharedDesk : IAsyncLifetime
{
    internal Desk Desk { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Desk = await Desk.OpenAsync();

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
