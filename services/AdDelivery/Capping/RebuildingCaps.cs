using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting.Caching;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Writes every committed slot to Redis, page by page; what is there and says more stays. May run while others do, and while slots are taken.</summary>
internal sealed class RebuildingCaps(
    IServiceScopeFactory scopes, RedisConnection redis, IOptions<AdDeliveryOptions> options, IOptions<CachingOptions> caching, TimeProvider clock)
{
    private const int Page = 1000;
    private const int AtOnce = 256;

    /// <returns>Slots read.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (decision, viewer, count) = (Guid.Empty, "", 0);
        while (true)
        {
            var now = clock.GetUtcNow();
            var slots = await PageAsync(decision, viewer, cancellationToken);
            if (slots.Count == 0) break;
            (decision, viewer) = (slots[^1].Slot.DecisionId, slots[^1].Viewer);
            count += slots.Count;
            var viewers = slots.Where(held => !(held.Slot.Until <= now) && held.Slot.UsefulUntil > now).GroupBy(held => held.Viewer, held => held.Slot).ToList();
            await redis.RunAsync(
                database => Task.WhenAll(viewers.Select(held => CapScripts.Restore.RunAsync(database, CapKeys.Of(held.Key), Arguments(held, now)))), caching.Value.BatchDeadline);
        }

        // Who was erased while their rows were read.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        foreach (var hashes in (await db.QueryAsync("SELECT viewer_hash FROM erased_viewers", row => row.GetString(0), cancellationToken)).Chunk(AtOnce))
            await redis.RunAsync(database => Task.WhenAll(hashes.Select(hash => CapScripts.Forget.RunAsync(database, CapKeys.Of(hash)))), caching.Value.BatchDeadline);
        return count;
    }

    private async Task<List<(string Viewer, CapSlot Slot)>> PageAsync(Guid decision, string viewer, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        return await db.QueryAsync(
            $"""
            SELECT {StoredSlots.Columns} FROM cap_uses WHERE (decision_id, viewer_hash) > (@p0, @p1) ORDER BY decision_id, viewer_hash LIMIT @p2
            """,
            StoredSlots.Read, cancellationToken, decision, viewer, Page);
    }

    private RedisValue[] Arguments(IEnumerable<CapSlot> held, DateTimeOffset now)
    {
        var lifetime = options.Value.EventWindow;
        var arguments = new List<RedisValue> { RedisValue.Null };
        foreach (var slot in held)
        {
            arguments.AddRange([CapKeys.Field(slot.CampaignId, slot.DecisionId), CapKeys.Value(slot)]);
            if (slot.UsefulUntil - now > lifetime) lifetime = slot.UsefulUntil - now;
        }
        arguments[0] = (long)lifetime.TotalMilliseconds;
        return [.. arguments];
    }
}
