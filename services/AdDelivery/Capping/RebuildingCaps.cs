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
            (decision, viewer) = (slots[^1].Decision, slots[^1].Viewer);
            count += slots.Count;
            var viewers = slots.Where(slot => slot.Until is null || slot.Until > now).GroupBy(slot => slot.Viewer).ToList();
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

    private async Task<List<Slot>> PageAsync(Guid decision, string viewer, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        return await db.QueryAsync(
            """
            SELECT u.decision_id, u.viewer_hash, u.campaign_id, u.day, u.until, c.flight_end FROM cap_uses u LEFT JOIN campaigns c ON c.campaign_id = u.campaign_id
            WHERE (u.decision_id, u.viewer_hash) > (@p0, @p1) ORDER BY u.decision_id, u.viewer_hash LIMIT @p2
            """,
            row => new Slot(
                row.Id(0), row.GetString(1), row.Id(2), row.Day(3), row.IsDBNull(4) ? null : row.At(4), row.IsDBNull(5) ? null : row.Day(5)),
            cancellationToken, decision, viewer, Page);
    }

    private RedisValue[] Arguments(IEnumerable<Slot> held, DateTimeOffset now)
    {
        var lifetime = options.Value.EventWindow;
        var arguments = new List<RedisValue> { RedisValue.Null };
        foreach (var slot in held)
        {
            arguments.AddRange([CapKeys.Field(slot.Campaign, slot.Decision), slot.Day.DayNumber, slot.Until is { } until ? CapKeys.Micros(until) : RedisValue.EmptyString]);
            // Two days more than the date says: a flight ends in the campaign's zone.
            var useful = (slot.FlightEnd ?? slot.Day).AddDays(2).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - now + options.Value.EventWindow;
            if (useful > lifetime) lifetime = useful;
        }
        arguments[0] = (long)lifetime.TotalMilliseconds;
        return [.. arguments];
    }

    private sealed record Slot(Guid Decision, string Viewer, Guid Campaign, DateOnly Day, DateTimeOffset? Until, DateOnly? FlightEnd);
}
