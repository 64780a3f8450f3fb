using System.Net.Http.Headers;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing.Servers;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Testing;

/// <summary>Services in this process, embedded unless the settings say otherwise, on a free loopback port, with a data folder of their own that is deleted at the end.</summary>
public sealed class TestApp : IAsyncDisposable
{
    /// <summary>A Wednesday morning, so that weeks, days and hours have both sides.</summary>
    public static readonly DateTimeOffset DefaultNow = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Long, because a machine that builds beside the tests is slow; what holds, holds much sooner.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(2);

    private readonly IReadOnlyList<TestService> services;
    private readonly IReadOnlyDictionary<string, string?> settings;
    private readonly string folder = Directory.CreateTempSubdirectory("adplatform-test-").FullName;
    private readonly List<ApiKey> keys = [];
    private readonly List<HttpClient> clients = [];
    private string? postgres;
    private WebApplication app = null!;

    private TestApp(IReadOnlyList<TestService> services, IReadOnlyDictionary<string, string?> settings) => (this.services, this.settings) = (services, settings);

    public ManualClock Clock { get; } = new(DefaultNow);

    public PublishedMessages Messages { get; private set; } = new();

    public IServiceProvider Services => app.Services;

    public Uri Address { get; private set; } = null!;

    public static Task<TestApp> StartAsync(params TestService[] services) => StartAsync(new Dictionary<string, string?>(), services);

    /// <param name="settings">Configuration keys, e.g. <c>AdPlatform:AdDelivery:TokenLifetime</c>.</param>
    public static async Task<TestApp> StartAsync(IReadOnlyDictionary<string, string?> settings, params TestService[] services)
    {
        var test = new TestApp(services, settings);
        // The whole suite on the other store: ADPLATFORM_TEST_STORE=postgres.
        if (Environment.GetEnvironmentVariable("ADPLATFORM_TEST_STORE") == "postgres") test.postgres = await TestServers.PostgresDatabaseAsync();
        await test.StartAsync();
        return test;
    }

    /// <summary>A client with a new key of the account. For a publisher the publisher is the account itself.</summary>
    public HttpClient Client(AccountKind kind, string account, string? publisher = null, params string[] scopes)
    {
        var secret = ApiKey.NewSecret();
        var key = new ApiKey(Ids.New(Clock.GetUtcNow()), ApiKey.HashOf(secret), account, kind, publisher ?? account, scopes.Length > 0 ? scopes : [Scopes.Admin], null);
        keys.Add(key);
        Services.GetRequiredService<KeyRing>().Add(key);
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public HttpClient Anonymous()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        clients.Add(client);
        return client;
    }

    /// <summary>Publishes durably, as another service would.</summary>
    public async Task PublishAsync<T>(T message)
        where T : class, IAccountMessage
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OutsiderDb>();
        db.Publish(message, Clock.GetUtcNow());
        await db.CommitAsync(CancellationToken.None);
    }

    public Task<T> WaitForAsync<T>(Func<T, bool>? matches = null)
        where T : class => Messages.WaitForAsync(matches ?? (_ => true), AtMost);

    /// <summary>Waits until <paramref name="holds"/>, asking every 20 ms, at most two minutes: for effects that publish nothing.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds, string what)
    {
        using var limit = new CancellationTokenSource(AtMost);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not within {AtMost}: {what}");
            }
        }
    }

    /// <summary>Stops in order and starts again on the same data; clients must be made anew.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
        foreach (var key in keys) Services.GetRequiredService<KeyRing>().Add(key);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        // Each test has a database of its own: kept open, their connections would fill the server.
        if (postgres is not null) Npgsql.NpgsqlConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync()
    {
        Messages = new PublishedMessages();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration["AdPlatform:Data"] = folder;
        builder.Configuration["AdPlatform:Postgres"] = postgres;
        // Tests run beside each other and beside builds: how long work waits says nothing of the service.
        builder.Configuration["AdPlatform:AdDelivery:MaxQueueDelay"] = "00:00:10";
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // A test's own client may be slow on a machine that does other things: that is no attack.
        builder.WebHost.ConfigureKestrel(server => server.Limits.MinRequestBodyDataRate = null);
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("ADPLATFORM_TEST_LOG") is not null) builder.Logging.AddConsole();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.AddPlatform();
        builder.AddServiceDb<OutsiderDb>("outsider");
        foreach (var service in services) service.Add(builder);
        builder.AddPlatformBus(bus =>
        {
            foreach (var service in services) service.Consumers(bus);
        });
        builder.Services.AddPublishObserver(_ => Messages);
        app = builder.Build();
        app.UsePlatform();
        foreach (var service in services) service.Map(app);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    private async Task StopAsync()
    {
        foreach (var client in clients) client.Dispose();
        clients.Clear();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
