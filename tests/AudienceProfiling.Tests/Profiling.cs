using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Storage;
using AdPlatform.Profiles;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AudienceProfiling.Tests;

/// <summary>The service behind its doors, with one publisher.</summary>
internal sealed class Profiling(TestApp app) : IAsyncDisposable
{
    public const string Publisher = "acc_p";

    public TestApp App => app;

    public bool IsOnPostgres => app.Services.GetRequiredService<ServiceDatabase<ProfilingDb>>().Provider == StorageProvider.Postgres;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>With their whole names; what changes holds from the next start on.</summary>
    public Dictionary<string, string?> Settings { get; private init; } = [];

    /// <param name="settings">Of this service, or with their whole names.</param>
    public static async Task<Profiling> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = settings.ToDictionary(s => s.Key.StartsWith("AdPlatform:", StringComparison.Ordinal) ? s.Key : $"AdPlatform:AudienceProfiling:{s.Key}", s => (string?)s.Value);
        all.TryAdd("AdPlatform:AudienceProfiling:Regimes", "*=opt-out");
        var app = await TestApp.StartAsync(
            all, new TestService(b => b.AddAudienceProfiling(), bus => bus.AddAudienceProfilingConsumers(), r => r.MapAudienceProfiling()));
        return new Profiling(app) { Client = app.Client(AccountKind.Publisher, Publisher), Settings = all };
    }

    public HttpClient Advertiser() => app.Client(AccountKind.Advertiser, "acc_a", Publisher, Scopes.Segments);

    public async Task RestartAsync()
    {
        await app.RestartAsync();
        Client = app.Client(AccountKind.Publisher, Publisher);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, object body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await Client.SendAsync(request);
    }

    public async Task AcceptAsync(string path, object body)
    {
        using var answer = await PostAsync(path, body);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    public Task SendAsync(params IEnumerable<object> events) => AcceptAsync("/v1/batch", new { batch = events });

    /// <summary>Waits until everything that was accepted is applied.</summary>
    public async Task SettledAsync(TimeSpan? atMost = null)
    {
        using var limit = new CancellationTokenSource(atMost ?? TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await CountAsync("SELECT count(*) FROM outbox WHERE message_type LIKE '%ProfileEventsAccepted'") > 0) await timer.WaitForNextTickAsync(limit.Token);
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await CountAsync(scope.ServiceProvider.GetRequiredService<ProfilingDb>(), sql);
    }

    public async Task RunAsync(string sql)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ProfilingDb>().ExecuteAsync(sql, CancellationToken.None);
    }

    public async Task<ViewerProfile?> ProfileAsync(ViewerId id)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ViewerRows>().FindAsync(Publisher, id, CancellationToken.None))?.Profile;
    }

    public async Task<CachedProfile?> CachedAsync(ViewerId id) => await app.Services.GetRequiredService<IProfileReader>()
        .ReadAsync(Publisher, app.Services.GetRequiredService<ViewerKeys>().HashOf(Publisher, id), CancellationToken.None);

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<long> CountAsync(ProfilingDb db, string sql) => (await db.QueryAsync(sql, row => row.GetInt64(0), CancellationToken.None))[0];
}
