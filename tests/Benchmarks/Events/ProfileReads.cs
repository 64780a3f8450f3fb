using System.Diagnostics;
using System.Globalization;
using AdPlatform.Hosting;
using AdPlatform.Profiles;
using AdPlatform.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AdPlatform.Benchmarks.Events;

/// <summary>One profile read, which is one GET, against <c>redis-benchmark -P 1</c> with the same concurrency and value size on the same server.</summary>
internal sealed class ProfileReads : IAsyncDisposable
{
    private const string Publisher = "acc_benchmark";
    private const int Profiles = 10_000;
    private readonly WebApplication app;
    private readonly RedisServer redis;
    private readonly int callers;

    private ProfileReads(WebApplication app, RedisServer redis, int callers) => (this.app, this.redis, this.callers) = (app, redis, callers);

    public int ValueBytes { get; private set; }

    public static async Task<ProfileReads> StartAsync(string data, int callers, CancellationToken cancellationToken)
    {
        var redis = await RedisServer.StartAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration["AdPlatform:Data"] = data;
        builder.Configuration["AdPlatform:Redis"] = redis.ConnectionString;
        // Every read goes to the server.
        builder.Configuration["AdPlatform:Profiles:NearLifetime"] = "00:00:00";
        builder.Logging.ClearProviders();
        builder.AddPlatform();
        builder.AddProfiles();
        var app = builder.Build();
        await app.StartAsync(cancellationToken);
        var reads = new ProfileReads(app, redis, callers);
        await reads.FillAsync(cancellationToken);
        return reads;
    }

    /// <returns>Reads a second.</returns>
    public async Task<double> OursAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var reader = app.Services.GetRequiredService<IProfileReader>();
        var (count, started) = (0L, Report.Clock.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = 0;
            for (var i = caller; Report.Clock.GetElapsedTime(started) < duration; i += callers, own++)
                if (await reader.ReadAsync(Publisher, $"h{i % Profiles}", cancellationToken) is null) throw new InvalidOperationException($"h{i % Profiles} is not there.");
            Interlocked.Add(ref count, own);
        }, cancellationToken)));
        return count / Report.Clock.GetElapsedTime(started).TotalSeconds;
    }

    /// <inheritdoc cref="OursAsync"/>
    public async Task<double> RedisBenchmarkAsync(int requests, CancellationToken cancellationToken)
    {
        var port = redis.ConnectionString.Split(':')[^1];
        // The first command fills the keys that the second reads.
        await RunAsync("set");
        var line = (await RunAsync("get")).Split('\n').Single(text => text.StartsWith("\"GET\"", StringComparison.Ordinal));
        return double.Parse(line.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);

        async Task<string> RunAsync(string test)
        {
            var start = new ProcessStartInfo("redis-benchmark", ["-p", port, "-P", "1", "-c", $"{callers}", "-n", $"{requests}", "-d", $"{ValueBytes}", "-r", $"{Profiles}", "-t", test, "--csv"]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return output;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await redis.DisposeAsync();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var store = app.Services.GetRequiredService<IProfileStore>();
        var now = Report.Clock.GetUtcNow();
        for (var i = 0; i < Profiles; i += 500)
        {
            var writes = Enumerable.Range(i, 500).Select(number => new ProfileWrite(Sample(number, now), [$"h{number}"])).ToArray();
            while (true)
            {
                try
                {
                    await store.WriteAsync(writes, cancellationToken);
                    break;
                }
                catch (IOException)
                {
                    // Not connected yet.
                    await Task.Delay(TimeSpan.FromMilliseconds(100), Report.Clock, cancellationToken);
                }
            }
        }

        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await Task.Yield();
        ValueBytes = (int)await connection.GetDatabase().StringLengthAsync($"p:{Publisher}:h1");
    }

    /// <summary>Of a usual size: eight genres, some categories, three segments.</summary>
    private static CachedProfile Sample(int number, DateTimeOffset now) => new()
    {
        PublisherId = Publisher,
        Hash = $"k1.{number:D43}",
        Version = 1_795_000_000_000_000 + number,
        InterestHalfLife = TimeSpan.FromDays(30),
        Genres = Enumerable.Range(0, 8).ToDictionary(genre => $"genre-{genre}", genre => new DecayedScore(1.2345 + genre, now.AddHours(-genre))),
        Categories = Enumerable.Range(0, 5).ToDictionary(category => $"{640 + category}", category => new DecayedScore(1.5, now)),
        Segments = [.. Enumerable.Range(0, 3).Select(segment => new SegmentMembership(new Guid(segment + 1, 0, 0, new byte[8]), 1, now))],
        Device = "tv",
        Country = "FR",
        Language = "fr",
        Exposure = new() { Impressions = 12, Clicks = 1, Completions = 3, LastImpressionAt = now },
        Consent = new() { Applies = true, Purposes = Enumerable.Range(1, 10).ToDictionary(purpose => purpose, _ => true), Source = "context.consent.tcString", At = now },
    };
}
