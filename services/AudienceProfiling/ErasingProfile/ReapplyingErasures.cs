using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>At the start, before anything is served: erasures of which the database knows nothing, for it is an earlier one, are done again, here and by everyone else.</summary>
internal sealed partial class ReapplyingErasures(IServiceScopeFactory scopes, ErasureLog erasures, TimeProvider clock, ILogger<ReapplyingErasures> log) : IHostedService
{
    private const int AtOnce = 500;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var again = 0;
        await foreach (var some in erasures.ReadAsync(cancellationToken).Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            foreach (var publisher in some.GroupBy(erasure => erasure.PublisherId))
            {
                await using var scope = scopes.CreateAsyncScope();
                again += await ApplyAsync(scope.ServiceProvider, publisher.Key, [.. publisher], cancellationToken);
            }
        }

        if (again > 0) LogApplied(log, again);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<int> ApplyAsync(IServiceProvider scope, string publisherId, LoggedErasure[] logged, CancellationToken cancellationToken)
    {
        var (db, now) = (scope.GetRequiredService<ProfilingDb>(), clock.GetUtcNow());
        await db.BeginWriteAsync(cancellationToken);
        var marks = logged.SelectMany(erasure => erasure.Marks, (erasure, hash) => (Hash: hash, At: erasure.ErasedAt)).GroupBy(mark => mark.Hash).Select(same => (Hash: same.Key, At: same.Max(mark => mark.At))).ToArray();
        var known = (await db.Rows(("hash", Array.ConvertAll(marks, mark => mark.Hash))).ReadAsync(
            "SELECT e.hash, e.erased_at FROM {rows} JOIN erasures e ON e.publisher_id = @p0 AND e.hash = r.hash", row => (Hash: row.GetString(0), At: row.At(1)), cancellationToken, publisherId)).ToDictionary(mark => mark.Hash, mark => mark.At);
        var missing = logged.Where(erasure => erasure.Marks.Any(hash => !known.TryGetValue(hash, out var at) || at < UnixMicroseconds.To(UnixMicroseconds.From(erasure.ErasedAt)))).ToArray();
        if (missing.Length == 0) return 0;

        var viewers = scope.GetRequiredService<ViewerRows>();
        var numbers = await viewers.FindByHashAsync(publisherId, missing.SelectMany(erasure => erasure.Hashes), cancellationToken);
        // Who came back after the erasure, and was in the backup of that, stays.
        var erasedAt = missing.SelectMany(erasure => erasure.Hashes.Where(numbers.ContainsKey), (erasure, hash) => (Number: numbers[hash], erasure.ErasedAt)).ToLookup(one => one.Number, one => one.ErasedAt);
        var gone = (await viewers.TakeAsync(erasedAt.Select(one => one.Key), cancellationToken)).Where(viewer => viewer.Profile.FirstSeen <= erasedAt[viewer.Number].Max()).ToArray();
        await scope.GetRequiredService<WritingViewers>().EraseAsync(publisherId, gone, cancellationToken);
        await db.Rows(("hash", Array.ConvertAll(marks, mark => mark.Hash)), ("at", Array.ConvertAll(marks, mark => UnixMicroseconds.From(mark.At)))).RunAsync(
            """
            INSERT INTO erasures (publisher_id, hash, erased_at, refused) SELECT @p0, r.hash, r.at, false FROM {rows} WHERE true
            ON CONFLICT (publisher_id, hash) DO UPDATE SET erased_at = CASE WHEN excluded.erased_at > erasures.erased_at THEN excluded.erased_at ELSE erasures.erased_at END
            """, cancellationToken, publisherId);
        foreach (var erasure in missing) db.Publish(new ProfileErased { AccountId = publisherId, ViewerHashes = erasure.Hashes, ErasedAt = erasure.ErasedAt }, now);
        await db.CommitAsync(cancellationToken);
        return missing.Length;
    }

    [LoggerMessage(LogLevel.Warning, "The database did not know {Erasures} erasures, as one from a backup does not: they were done again")]
    private static partial void LogApplied(ILogger log, int erasures);
}
