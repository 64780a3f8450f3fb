using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AdPlatform.Hosting.Caching;

/// <summary>
/// Sends this process's bumps and polls all its versions with one command; the hash <c>versions</c> has a field a name. While Redis is away, or where
/// there is none, each watcher asks the database instead, less often.
/// </summary>
internal sealed partial class VersionWatcher(Versions versions, IServiceProvider services, IOptions<CachingOptions> options, TimeProvider clock, ILogger<VersionWatcher> log)
    : BackgroundService
{
    private const string Key = "versions";

    /// <summary>For a bump that nobody sent, because its process died between commit and bump.</summary>
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(30);

    private readonly RedisConnection? redis = services.GetService<RedisConnection>();
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> failed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> reloadedAt = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await versions.WaitAsync(options.Value.VersionInterval, stoppingToken);
            var polled = await PollAsync();
            foreach (var (name, reload) in versions.Watched)
            {
                var version = polled?.GetValueOrDefault(name);
                var age = clock.GetElapsedTime(reloadedAt.GetValueOrDefault(name));
                var due = version is null || failed.Contains(name) ? age > options.Value.VersionFallback : version != seen.GetValueOrDefault(name) || age > AtLeast;
                if (due) await ReloadAsync(name, reload, version, stoppingToken);
            }
        }
    }

    /// <returns>By name; null when Redis cannot be asked.</returns>
    private async Task<Dictionary<string, string>?> PollAsync()
    {
        if (redis is null) return null;
        var bumps = versions.TakeBumped();
        try
        {
            if (bumps.Count > 0)
            {
                var after = await redis.RunAsync(database => Task.WhenAll(bumps.Select(name => database.HashIncrementAsync(Key, name))));
                // Nobody else has bumped it since: what is in memory here is what was bumped.
                for (var i = 0; i < bumps.Count; i++)
                    if (seen.TryGetValue(bumps[i], out var before) && before == Told(redis, after[i] - 1)) seen[bumps[i]] = Told(redis, after[i]);
            }

            var names = versions.Watched.Select(watched => watched.Key).ToList();
            if (names.Count == 0) return [];
            var values = await redis.RunAsync(database => database.HashGetAsync(Key, [.. names.Select(name => (StackExchange.Redis.RedisValue)name)]));
            return names.Zip(values).ToDictionary(pair => pair.First, pair => Told(redis, (long)pair.Second), StringComparer.Ordinal);
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            foreach (var name in bumps) versions.Bump(name);
            return null;
        }
    }

    /// <summary>A server that lost its data counts from the beginning: its versions are others.</summary>
    private static string Told(RedisConnection redis, long version) => $"{redis.Incarnation?.Id} {version}";

    private async Task ReloadAsync(string name, Func<CancellationToken, Task> reload, string? version, CancellationToken cancellationToken)
    {
        try
        {
            await reload(cancellationToken);
            if (version is null) seen.Remove(name);
            else seen[name] = version;
            failed.Remove(name);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The database is away: asked again as often as without Redis, and told once.
            if (failed.Add(name)) LogFailed(log, cause, name);
        }

        reloadedAt[name] = clock.GetTimestamp();
    }

    [LoggerMessage(LogLevel.Warning, "{Name} could not be read again; trying again")]
    private static partial void LogFailed(ILogger log, Exception cause, string name);
}
