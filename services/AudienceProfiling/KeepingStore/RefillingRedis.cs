using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting.Caching;
using AdPlatform.Profiles;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.KeepingStore;

/// <summary>
/// Writes all profiles to Redis after the start, for changes that a crash kept from it, and whenever it is another server or has lost its data. In
/// the background and repeatable: what is newer there stays, and several instances may do it at once.
/// </summary>
internal sealed partial class RefillingRedis(
    IServiceScopeFactory scopes, RedisConnection redis, TellingStore telling, IProfileStore store, ViewerKeys keys, IOptions<ProfilingOptions> options,
    TimeProvider clock, ILogger<RefillingRedis> log) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? filled = null;
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (telling.TakeLost()) filled = null;
            if (redis.Incarnation is not { Loading: false } holder || holder.Id == filled) continue;
            try
            {
                var viewers = await FillAsync(stoppingToken);
                filled = holder.Id;
                LogFilled(log, viewers);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // From the beginning, at a later tick: a page costs little when what is there is as new.
                if (cause is not (IOException or TimeoutException)) LogFailed(log, cause);
            }
        }
    }

    /// <summary>Page by page, the viewers that came last first, so that no reader of the database is held open for long.</summary>
    private async Task<int> FillAsync(CancellationToken cancellationToken)
    {
        var (last, count) = (long.MaxValue, 0);
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var page = await scope.ServiceProvider.GetRequiredService<ViewerRows>().PageAsync(last, AtOnce, cancellationToken);
            if (page.Count == 0) return count;
            last = page[^1].Viewer.Number;
            var writes = page.ConvertAll(row => row.Viewer.Profile.ForStore(
                row.PublisherId, row.Viewer.Version, options.Value.InterestHalfLife, options.Value.AskFirst(row.PublisherId, row.Viewer.Profile), keys));
            await store.WriteAsync(writes, cancellationToken);
            count += writes.Count;
        }
    }

    [LoggerMessage(LogLevel.Information, "Redis has the profiles of {Viewers} viewers")]
    private static partial void LogFilled(ILogger log, int viewers);

    [LoggerMessage(LogLevel.Warning, "Profiles could not be written to Redis; trying again")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
