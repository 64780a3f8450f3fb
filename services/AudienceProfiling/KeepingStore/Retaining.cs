using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.KeepingStore;

/// <summary>
/// Each hour, in slices: viewers who were not seen for too long go as if they had been erased (but may come back at any time), and so do histories of
/// titles, events that could never be applied, and receipts of erasures, each after its own time.
/// </summary>
internal sealed partial class Retaining(IServiceScopeFactory scopes, ViewerKeys keys, IOptions<ProfilingOptions> options, TimeProvider clock, ILogger<Retaining> log) : BackgroundService
{
    private const int Slice = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = clock.GetUtcNow();
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (clock.GetUtcNow() - swept < Interval) continue;
            swept = clock.GetUtcNow();
            try
            {
                while (await SweepAsync(stoppingToken))
                {
                }
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The store is away: the next hour forgets more.
                LogFailed(log, cause);
            }
        }
    }

    /// <summary>A slice of each; returns whether there may be more.</summary>
    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProfilingDb>();
        var (settings, now) = (options.Value, clock.GetUtcNow());
        await db.BeginWriteAsync(cancellationToken);
        var viewers = await ForgetViewersAsync(scope.ServiceProvider, now - settings.ProfileRetention, now, cancellationToken);
        var rowId = db.Provider == StorageProvider.Postgres ? "ctid" : "rowid";
        var titles = await db.ExecuteAsync(
            $"DELETE FROM viewing_history WHERE {rowId} IN (SELECT {rowId} FROM viewing_history WHERE at < @p0 LIMIT @p1)", cancellationToken, now - settings.ViewingHistoryRetention, Slice);
        var failed = await db.ExecuteAsync(
            "DELETE FROM message_errors WHERE (message_id, consumer) IN (SELECT message_id, consumer FROM message_errors WHERE message_type = @p0 AND failed_at < @p1 LIMIT @p2)",
            cancellationToken, typeof(ProfileEventsAccepted).FullName, now - settings.FailedEventsRetention, Slice);
        var receipts = await db.ExecuteAsync(
            "DELETE FROM erasure_receipts WHERE erasure_id IN (SELECT erasure_id FROM erasure_receipts WHERE erased_at < @p0 LIMIT @p1)",
            cancellationToken, now - settings.ErasureReceiptRetention, Slice);
        await db.CommitAsync(cancellationToken);
        return viewers == Slice || titles == Slice || failed == Slice || receipts == Slice;
    }

    private async Task<int> ForgetViewersAsync(IServiceProvider scope, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (db, viewers, writing) = (scope.GetRequiredService<ProfilingDb>(), scope.GetRequiredService<ViewerRows>(), scope.GetRequiredService<WritingViewers>());
        var gone = await viewers.ReadAsync(await db.QueryAsync("SELECT viewer_no FROM viewers WHERE last_seen < @p0 LIMIT @p1", row => row.GetInt64(0), cancellationToken, before, Slice), cancellationToken);
        foreach (var ofPublisher in gone.GroupBy(row => row.PublisherId, row => row.Viewer))
        {
            var some = ofPublisher.ToArray();
            await writing.EraseAsync(ofPublisher.Key, some, cancellationToken);
            foreach (var viewer in some) db.Publish(new ProfileErased { AccountId = ofPublisher.Key, ViewerHashes = keys.HashesOf(ofPublisher.Key, viewer.Profile), ErasedAt = now }, now);
        }

        return gone.Count;
    }

    [LoggerMessage(LogLevel.Warning, "What is too old could not be forgotten; trying again in an hour")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
