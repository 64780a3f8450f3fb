using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting.Storage;
using MassTransit;

namespace AdPlatform.AdDelivery.ErasingViewer;

/// <summary>Drops the viewer: cap slots go, events and counts stay without the hash, and the erasure's receipt is answered. Decisions and explanations never name a viewer.</summary>
internal sealed class ProfileErasedConsumer(DeliveryDb db, ICapCounter caps, TimeProvider clock) : IConsumer<ProfileErased>
{
    private const string Slots = "FROM cap_uses WHERE publisher_id = @p0 AND viewer_hash = @p1";
    private const string Events = "FROM events WHERE publisher_id = @p0 AND viewer_hash = @p1";
    private const string Records = "FROM pending_records WHERE publisher_id = @p0 AND record LIKE @p1";
    private const string Exposures = "FROM exposures WHERE publisher_id = @p0 AND viewer_hash = @p1";
    private const string Conversions = "FROM conversions WHERE publisher_id = @p0 AND viewer_hash = @p1";
    private const string Failed = "FROM message_errors WHERE account_id = @p0 AND body LIKE @p1 AND message_type LIKE '%DeliveryRecorded'";

    public async Task Consume(ConsumeContext<ProfileErased> context)
    {
        var (erased, cancellationToken) = (context.Message, context.CancellationToken);
        await db.BeginWriteAsync(cancellationToken);
        var (slots, events, records, failed, exposures, conversions) = (0, 0, 0, 0, 0, 0);
        foreach (var hash in erased.ViewerHashes)
        {
            // So that no event written after the commit, by whatever instance, brings the hash back.
            await db.ExecuteAsync(
                """
                INSERT INTO erased_viewers (publisher_id, viewer_hash, erased_at) VALUES (@p0, @p1, @p2)
                ON CONFLICT (publisher_id, viewer_hash) DO UPDATE SET erased_at = excluded.erased_at WHERE excluded.erased_at > erased_viewers.erased_at
                """,
                cancellationToken, erased.AccountId, hash, erased.ErasedAt);
            slots += await db.ExecuteAsync($"DELETE {Slots}", cancellationToken, erased.AccountId, hash);
            exposures += await db.ExecuteAsync($"DELETE {Exposures}", cancellationToken, erased.AccountId, hash);
            conversions += await db.ExecuteAsync($"DELETE {Conversions}", cancellationToken, erased.AccountId, hash);
            events += await db.ExecuteAsync("UPDATE events SET viewer_hash = NULL WHERE publisher_id = @p0 AND viewer_hash = @p1", cancellationToken, erased.AccountId, hash);
            records += await RedactAsync("UPDATE pending_records SET record = replace(record, @p2, 'null') WHERE publisher_id = @p0 AND record LIKE @p1", erased.AccountId, hash, cancellationToken);
            failed += await RedactAsync("UPDATE message_errors SET body = replace(body, @p2, 'null') WHERE account_id = @p0 AND body LIKE @p1 AND message_type LIKE '%DeliveryRecorded'", erased.AccountId, hash, cancellationToken);
        }

        await caps.ForgetAsync([.. erased.ViewerHashes]);
        if (erased.ErasureId is not { } erasureId) return;
        db.Publish(new ViewerDropped
        {
            AccountId = erased.AccountId,
            ErasureId = erasureId,
            Stores =
            [
                new("delivery: cap_uses", slots, await LeftAsync(Slots, erased, hash => hash, cancellationToken), "deleted"),
                new("delivery: exposures", exposures, await LeftAsync(Exposures, erased, hash => hash, cancellationToken), "deleted"),
                new("delivery: conversions", conversions, await LeftAsync(Conversions, erased, hash => hash, cancellationToken), "deleted"),
                new("delivery: events", events, await LeftAsync(Events, erased, hash => hash, cancellationToken), "kept without the viewer"),
                new("delivery: pending_records", records, await LeftAsync(Records, erased, Pattern, cancellationToken), "kept without the viewer"),
                new("delivery: message_errors", failed, await LeftAsync(Failed, erased, Pattern, cancellationToken), "kept without the viewer"),
                new("delivery: cap counters", null, null, "dropped under all hashes of the viewer"),
                new("delivery: erased_viewers", erased.ViewerHashes.Count, null, "written: the hashes with this time, as long as an event of an earlier decision may come"),
            ],
            DroppedAt = clock.GetUtcNow(),
        }, clock.GetUtcNow());
    }

    private Task<int> RedactAsync(string sql, string publisherId, string hash, CancellationToken cancellationToken) => db.ExecuteAsync(sql, cancellationToken, publisherId, Pattern(hash), $"\"{hash}\"");

    private async Task<int> LeftAsync(string from, ProfileErased erased, Func<string, string> value, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var hash in erased.ViewerHashes)
            left += (await db.QueryAsync($"SELECT count(*) {from}", row => row.GetInt32(0), cancellationToken, erased.AccountId, value(hash)))[0];
        return left;
    }

    /// <summary>As it stands in JSON; its underscores match anything, which may look too often and never too seldom.</summary>
    private static string Pattern(string hash) => $"%\"{hash}\"%";
}
