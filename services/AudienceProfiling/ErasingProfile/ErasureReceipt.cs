using System.Text.Json;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>What an erasure did, store by store.</summary>
/// <param name="Complete">Every store has been looked at after the erasure. Until then ask again at <c>/v1/erasures/{id}</c>.</param>
/// <param name="Stores">Every place where the viewer could have been.</param>
internal sealed record ErasureReceipt(string Id, DateTimeOffset ErasedAt, bool Complete, IReadOnlyList<ErasedStore> Stores);

/// <param name="Found">What named the viewer; null where that cannot be counted.</param>
/// <param name="Left">What still does, looked for after the erasure; null while, or where, that cannot be counted.</param>
/// <param name="Pending">Not confirmed yet.</param>
internal sealed record ErasedStore(string Store, int? Found, int? Left, string Done, bool Pending = false);

/// <summary>Receipts in the database; filled in as the answers come.</summary>
internal sealed class Receipts(ProfilingDb db)
{
    private const string QueueStore = "queues of viewer events";
    private const string DeliveryStore = "delivery";

    /// <summary>In the write transaction of the erasure.</summary>
    public Task OpenAsync(Guid id, string publisherId, DateTimeOffset erasedAt, IReadOnlyList<ErasedStore> stores, int queues, CancellationToken cancellationToken) => db.ExecuteAsync(
        "INSERT INTO erasure_receipts (erasure_id, publisher_id, erased_at, stores, queues_left) VALUES (@p0, @p1, @p2, @p3, @p4)",
        cancellationToken, id, publisherId, erasedAt, JsonSerializer.Serialize(stores, PlatformJson.Http), queues);

    public Task DroppedAsync(string publisherId, Guid id, IReadOnlyList<DroppedStore> stores, CancellationToken cancellationToken) => db.ExecuteAsync(
        "UPDATE erasure_receipts SET dropped = @p0 WHERE erasure_id = @p1 AND publisher_id = @p2",
        cancellationToken, JsonSerializer.Serialize(stores.Select(store => new ErasedStore(store.Store, store.Found, store.Left, store.Done)), PlatformJson.Http), id, publisherId);

    /// <summary>All that no sweep is on its way for get this one.</summary>
    /// <returns>Their publishers.</returns>
    public Task<List<string>> TakeUnsweptAsync(Guid sweepId, CancellationToken cancellationToken) => db.QueryAsync(
        "UPDATE erasure_receipts SET sweep_id = @p0 WHERE sweep_id IS NULL RETURNING publisher_id", row => row.GetString(0), cancellationToken, sweepId);

    /// <summary>One more queue holds nothing from before the erasures of the sweep.</summary>
    public Task SweptAsync(string publisherId, Guid sweepId, DateTimeOffset now, CancellationToken cancellationToken) => db.ExecuteAsync(
        "UPDATE erasure_receipts SET queues_left = queues_left - 1, swept_at = @p0 WHERE sweep_id = @p1 AND publisher_id = @p2", cancellationToken, now, sweepId, publisherId);

    public async Task<ErasureReceipt?> FindAsync(string publisherId, Guid id, string profileStore, CancellationToken cancellationToken)
    {
        var found = await db.QueryAsync(
            """
            SELECT erased_at, stores, dropped, queues_left, (SELECT count(*) FROM removed_profiles WHERE erasure_id = @p0)
            FROM erasure_receipts WHERE erasure_id = @p0 AND publisher_id = @p1
            """,
            row => (ErasedAt: row.At(0), Stores: Read(row.GetString(1)), Dropped: row.IsDBNull(2) ? null : Read(row.GetString(2)), QueuesLeft: row.GetInt32(3), CacheLeft: row.GetInt32(4)),
            cancellationToken, id, publisherId);
        if (found is not [var receipt]) return null;
        IReadOnlyList<ErasedStore> stores =
        [
            .. receipt.Stores.Select(store => store.Store != profileStore ? store
                : receipt.CacheLeft == 0 ? store with { Left = 0 } : store with { Left = receipt.CacheLeft, Pending = true, Done = "away at this moment: removed as soon as it answers" }),
            receipt.QueuesLeft > 0
                ? new(QueueStore, null, null, $"{receipt.QueuesLeft} queues may still hold events from before the erasure; they are refused when they are applied", Pending: true)
                : new(QueueStore, null, 0, "what waited there was applied, without the viewer's events, and is gone"),
            .. receipt.Dropped ?? [new(DeliveryStore, null, null, "told, and has not answered yet", Pending: true)],
        ];
        return new(Ids.Format(ReadErasure.Prefix, id), receipt.ErasedAt, stores.All(store => !store.Pending), stores);
    }

    private static List<ErasedStore> Read(string json) => JsonSerializer.Deserialize<List<ErasedStore>>(json, PlatformJson.Http)!;
}
