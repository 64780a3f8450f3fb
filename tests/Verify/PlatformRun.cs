using AdPlatform.Cli.Connecting;
using AdPlatform.Hosting.Access;
using AdPlatform.Standalone;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Verify;

/// <summary>All services as they are shipped, in this process on a free loopback port, with databases in a temporary folder that goes with it.</summary>
internal sealed class PlatformRun : IAsyncDisposable
{
    /// <summary>Connection strings in the environment must not lead a check to somebody's servers.</summary>
    private static readonly string[] Servers = ["AdPlatform:RabbitMq", "AdPlatform:Redis", "AdPlatform:Postgres"];

    private readonly DirectoryInfo folder;
    private readonly WebApplication app;
    private readonly TimeProvider clock;

    private PlatformRun(DirectoryInfo folder, WebApplication app, string firstKey, TimeProvider clock)
    {
        (this.folder, this.app, this.clock) = (folder, app, clock);
        (FirstKey, Publisher) = (firstKey, PlatformClient.To(new Uri(app.Urls.First()), firstKey, clock));
    }

    /// <summary>Of the publisher's administrator.</summary>
    public string FirstKey { get; }

    /// <summary>The publisher's administrator.</summary>
    public PlatformClient Publisher { get; }

    public static async Task<PlatformRun> StartAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("adplatform-verify-");
        var firstKey = ApiKey.NewSecret();
        var app = Platform.Build(folder.FullName, "http://127.0.0.1:0", builder =>
        {
            builder.Services.AddSingleton(clock);
            foreach (var server in Servers) builder.Configuration[server] = null;
            builder.Configuration["ADPLATFORM_BOOTSTRAP_KEY"] = firstKey;
            // stdout is for the one line.
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        });
        try
        {
            await app.StartAsync(cancellationToken);
            return new PlatformRun(folder, app, firstKey, clock);
        }
        catch
        {
            await app.DisposeAsync();
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>An advertiser of the publisher, with a key that may do an advertiser's work.</summary>
    public async Task<PlatformClient> OpenAdvertiserAsync(CancellationToken cancellationToken)
    {
        var account = await Publisher.PostAsync("/v1/accounts", new { kind = "advertiser", name = "Verified advertiser" }, "verify-advertiser", cancellationToken);
        var key = await Publisher.PostAsync(
            "/v1/keys", new { accountId = account.GetProperty("id").GetString(), name = "verify", scopes = new[] { "campaigns", "creatives", "plans" } }, null, cancellationToken);
        return PlatformClient.To(Publisher.Address, key.GetProperty("secret").GetString(), clock);
    }

    public async ValueTask DisposeAsync()
    {
        Publisher.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
