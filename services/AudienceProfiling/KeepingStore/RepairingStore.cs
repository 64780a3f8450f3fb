using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Profiles;
using Microsoft.EntityFrameworkCore;
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
        await db.Database.OpenConnectionAsync(cancellationToken);
        var rows = new List<(string Publisher, string Hash, long Version)>();
        using (var command = db.Command($"SELECT publisher_id, hash, version FROM removed_profiles LIMIT {AtOnce}"))
        using (var row = command.ExecuteReader())
            while (row.Read()) rows.Add((row.GetString(0), row.GetString(1), row.GetInt64(2)));
        if (rows.Count == 0) return 0;
        foreach (var removed in rows.GroupBy(row => (row.Publisher, row.Version), row => row.Hash))
            await store.RemoveAsync(removed.Key.Publisher, [.. removed], removed.Key.Version, cancellationToken);
        await db.BeginWriteAsync(cancellationToken);
        using var delete = db.Command("DELETE FROM removed_profiles WHERE publisher_id = $p AND hash = $h AND version = $v").With("$p", "$h", "$v");
        foreach (var (publisher, hash, version) in rows) delete.Of(publisher, hash, version).ExecuteNonQuery();
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
            var db = scope.ServiceProvider.GetRequiredService<ProfilingDb>();
            var viewers = scope.ServiceProvider.GetRequiredService<ViewerRows>();
            await db.Database.OpenConnectionAsync(cancellationToken);
            var writes = new List<ProfileWrite>(untold.Count);
            foreach (var (publisher, hash) in untold)
            {
                // Gone since: its removal, or the one that it was merged into, is told by itself.
                if (viewers.FindByHash(publisher, hash) is not { } number) continue;
                var viewer = viewers.Read(number);
                writes.Add(viewer.Profile.ForStore(publisher, viewer.Version, options.Value.InterestHalfLife, options.Value.TcfAppliesTo(publisher), keys));
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
