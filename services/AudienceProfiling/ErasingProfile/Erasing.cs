using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Profiles;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>One erasure: what this service holds goes in one transaction with the marks that keep it out, and everyone else is told by the same.</summary>
internal sealed class Erasing(
    ProfilingDb db, ViewerRows viewers, WritingViewers writing, BatchRows rows, QueuedEvents queued, Receipts receipts, SweepingQueues queues, ViewerKeys keys, IProfileStore store,
    IProfileReader reader, ErasureLog log, Partitions partitions, IOptions<PlatformOptions> platform, TimeProvider clock)
{
    public async Task<ErasureReceipt> EraseAsync(string publisherId, ViewerId asked, CancellationToken cancellationToken)
    {
        await db.BeginWriteAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var id = Ids.New(now);
        var viewer = await viewers.FindAsync(publisherId, asked, cancellationToken);
        IReadOnlyList<ViewerId> ids = viewer is null ? [asked] : viewer.Profile.Ids;
        var hashes = ids.Select(i => keys.HashOf(publisherId, i)).ToArray();
        var cached = await CachedAsync(publisherId, hashes, cancellationToken);

        var erased = await writing.EraseAsync(publisherId, viewer is null ? [] : [viewer], cancellationToken, id);
        var marks = new Dictionary<ViewerId, ErasureMark>();
        await rows.LoadMarksAsync(publisherId, ids, marks, cancellationToken);
        await rows.WriteMarksAsync(publisherId, [.. ids.Select(i => (i, new ErasureMark(now, marks.GetValueOrDefault(i).Refused)))], cancellationToken);
        var failed = await queued.RemoveFailedAsync(publisherId, ids, hashes, cancellationToken);
        var waiting = await queued.CountWaitingAsync(publisherId, ids, cancellationToken);
        var held = viewer is null ? new ErasedRows(0, 0, 0, 0) : await writing.CountAsync(publisherId, viewer, cancellationToken);

        await receipts.OpenAsync(id, publisherId, now,
        [
            new("profiling: viewers", erased.Viewers, held.Viewers, "deleted"),
            new("profiling: viewer_ids", erased.Ids, held.Ids, "deleted"),
            new("profiling: unknown_title_events", erased.UnknownTitleEvents, held.UnknownTitleEvents, "deleted"),
            new("profiling: viewing_history", erased.ViewingHistory, held.ViewingHistory, "deleted"),
            new("profiling: message_errors", failed.Removed, failed.Left, "events removed from messages that could not be applied"),
            new("profiling: outbox", waiting, null, waiting is null
                ? "too many messages wait to be looked through; events of the viewer are refused when they are applied, and the messages deleted"
                : "messages with events of the viewer wait to be applied; the events are refused then, and the messages deleted"),
            new("profiling: erasures", ids.Count, ids.Count, "written: a keyed hash of each id with this time, so that earlier events are refused"),
            new("profiling: seen_messages", null, null, "holds digests of message ids and no viewer; forgotten after the duplicate window"),
            new(store.Name, cached, null, "removed"),
            .. platform.Value.Redis is null ? (ErasedStore[])[] : [new("near caches", null, null, "told at once by publication to every process")],
        ], partitions.Count, cancellationToken);
        db.Publish(new ProfileErased { AccountId = publisherId, ViewerHashes = hashes, ErasedAt = now, ErasureId = id }, now);
        // First, so that no committed erasure is missing there.
        await log.AppendAsync(new(publisherId, hashes, [.. ids.Select(i => keys.ErasureHashOf(publisherId, i))], now), cancellationToken);
        await db.CommitAsync(cancellationToken);
        queues.Ring();
        var receipt = (await receipts.FindAsync(publisherId, id, store.Name, cancellationToken))!;
        // Told after the commit; that the store has confirmed it is noted a moment later.
        if (!db.StoreWasTold) return receipt;
        var left = await CachedAsync(publisherId, hashes, cancellationToken);
        return receipt with { Stores = [.. receipt.Stores.Select(told => told.Store == store.Name ? told with { Left = left, Done = "removed", Pending = false } : told)] };
    }

    /// <summary>Null when the store cannot be asked.</summary>
    private async Task<int?> CachedAsync(string publisherId, string[] hashes, CancellationToken cancellationToken)
    {
        try
        {
            var cached = 0;
            foreach (var hash in hashes)
                if (await reader.ReadAsync(publisherId, hash, cancellationToken) is not null) cached++;
            return cached;
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            return null;
        }
    }
}
