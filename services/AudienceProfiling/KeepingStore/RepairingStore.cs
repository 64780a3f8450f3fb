using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting.Storage;
using AdPlatform.Profiles;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.KeepingStore;

/// <summary>Repeats to the profile store what it has not confirmed: removals until their row can go, changed viewers as they are by then.</summary>
internal sealed partial class RepairingStore(
    IServiceScopeFactory scopes, TellingStore telling, IProfileStore store, ViewerKeys keys, IOptions<ProfilingOptions> options, TimeProvider clock, ILogger<RepairingStore> log)
    : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await telling.WaitAsync(stoppingToken);
            try
            {
                while (await RemoveAsync(stoppingToken) + await WriteAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception away) when (away is IOException or TimeoutException)
            {
                // The store is away, and its guard has said so.
                await AgainAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                LogFailed(log, cause);
                await AgainAsync(stoppingToken);
            }
        }
    }

    private async Task AgainAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, clock, cancellationToken);
        telling.Ring();
    }

    private async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProfilingDb>();
        var rows = await db.QueryAsync(
            "SELECT publisher_id, hash, version FROM removed_profiles LIMIT @p0", row => (Publisher: row.GetString(0), Hash: row.GetString(1), Version: row.GetInt64(2)), cancellationToken, AtOnce);
        if (rows.Count == 0) return 0;
        foreach (var removed in rows.GroupBy(row => (row.Publisher, row.Version), row => row.Hash))
            await store.RemoveAsync(removed.Key.Publisher, [.. removed], removed.Key.Version, cancellationToken);
        await db.BeginWriteAsync(cancellationToken);
        await db.Rows(
            ("publisher", rows.Select(row => row.Publisher).ToArray()), ("hash", rows.Select(row => row.Hash).ToArray()), ("version", rows.Select(row => row.Version).ToArray())).RunAsync(
            "DELETE FROM removed_profiles WHERE (publisher_id, hash, version) IN (SELECT r.publisher, r.hash, r.version FROM {rows})", cancellationToken);
        await db.CommitAsync(cancellationToken);
        return rows.Count;
    }

    private async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        var untold = telling.Take(AtOnce);
        if (untold.Count == 0) return 0;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var viewers = scope.ServiceProvider.GetRequiredService<ViewerRows>();
            var writes = new List<ProfileWrite>(untold.Count);
            foreach (var ofPublisher in untold.GroupBy(viewer => viewer.Publisher, viewer => viewer.Hash))
            {
                // Who is not found is gone since: its removal, or the one that it was merged into, is told by itself.
                var numbers = await viewers.FindByHashAsync(ofPublisher.Key, ofPublisher, cancellationToken);
                writes.AddRange((await viewers.ReadAsync([.. numbers.Values.Distinct()], cancellationToken)).Select(row => row.Viewer.Profile.ForStore(
                    row.PublisherId, row.Viewer.Version, options.Value.InterestHalfLife, options.Value.AskFirst(row.PublisherId, row.Viewer.Profile), keys)));
            }

            if (writes.Count > 0) await store.WriteAsync(writes, cancellationToken);
            return untold.Count;
        }
        catch
        {
            telling.Keep(untold);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The profile store could not be repaired; trying again")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
