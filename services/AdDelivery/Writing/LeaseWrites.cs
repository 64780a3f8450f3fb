using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.HoldingOut;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>Takes a slice of what is left of a line and its campaign.</summary>
internal sealed class LeaseWrite(Guid lineId, Guid campaignId, string publisherId, long priceMicros, DateTimeOffset now, AdDeliveryOptions options) : Write
{
    /// <summary>Known after the commit; null when not one impression can be paid.</summary>
    public Lease? Granted { get; private set; }

    /// <summary>Two that read the same rest would both take it.</summary>
    public override bool ReadsTotals => true;

    public override async Task ApplyAsync(Batch batch)
    {
        Granted = null;
        var totals = await Task.WhenAll(
            batch.NumberAsync("SELECT budget_micros FROM lines WHERE line_id = @p0", lineId),
            batch.NumberAsync("SELECT billed_micros FROM spend WHERE line_id = @p0", lineId),
            batch.NumberAsync("SELECT CAST(sum(granted_micros - billed_micros) AS BIGINT) FROM leases WHERE line_id = @p0", lineId),
            batch.NumberAsync("SELECT budget_micros FROM campaigns WHERE campaign_id = @p0", campaignId),
            batch.NumberAsync("SELECT CAST(sum(billed_micros) AS BIGINT) FROM spend WHERE campaign_id = @p0", campaignId),
            batch.NumberAsync("SELECT CAST(sum(granted_micros - billed_micros) AS BIGINT) FROM leases WHERE campaign_id = @p0", campaignId));
        var (line, campaign) = (totals[0] - totals[1] - totals[2], totals[3] - totals[4] - totals[5]);
        var grant = LeaseSize.Of(Math.Min(line, campaign), priceMicros, options);
        if (grant == 0) return;
        var usableUntil = now + options.LeaseLifetime;
        var leaseId = (await batch.QueryAsync(
            """
            INSERT INTO leases (line_id, campaign_id, publisher_id, granted_micros, billed_micros, reclaim_at)
            VALUES (@p0, @p1, @p2, @p3, 0, @p4) RETURNING lease_id
            """,
            row => row.GetInt64(0), lineId, campaignId, publisherId, grant, usableUntil + options.ReservationLifetime))[0];
        Granted = new(leaseId, grant, usableUntil);
    }
}

/// <summary>Nothing draws on these leases any more: their rest is free for others.</summary>
internal sealed class LeaseReturnWrite(IReadOnlyList<long> leaseIds) : Write
{
    /// <summary>After the charges that came with it.</summary>
    public override bool ReadsTotals => true;

    public override Task ApplyAsync(Batch batch) => Task.WhenAll(leaseIds.Select(leaseId => batch.ExecuteAsync("DELETE FROM leases WHERE lease_id = @p0", leaseId)).ToList());
}

/// <summary>Drops what is past its time; leases that a crash left behind are free again.</summary>
internal sealed class SweepWrite(DateTimeOffset now, AdDeliveryOptions options) : Write
{
    public override bool ReadsTotals => true;

    public override Task ApplyAsync(Batch batch)
    {
        var decisions = now - options.DecisionRetention;
        return Task.WhenAll(
            batch.ExecuteAsync("DELETE FROM leases WHERE reclaim_at < @p0", now),
            batch.ExecuteAsync("DELETE FROM cap_uses WHERE until < @p0", now - options.EventWindow),
            batch.ExecuteAsync("DELETE FROM cap_uses WHERE useful_until < @p0", now - options.EventWindow),
            // What an ended campaign showed still counts where another one limits the advertiser.
            batch.ExecuteAsync(
                """
                DELETE FROM cap_uses WHERE campaign_id IN (SELECT campaign_id FROM campaign_states WHERE status = 'Ended' AND at < @p0)
                    AND NOT EXISTS (SELECT 1 FROM campaigns c JOIN campaign_states s ON s.campaign_id = c.campaign_id
                        WHERE c.advertiser_id = cap_uses.advertiser_id AND c.advertiser_cap IS NOT NULL AND s.status <> 'Ended')
                """,
                now - options.EventWindow),
            batch.ExecuteAsync("DELETE FROM exposures WHERE campaign_id IN (SELECT campaign_id FROM campaign_states WHERE status = 'Ended' AND at < @p0)", now - Incrementality.ReadFor),
            batch.ExecuteAsync("DELETE FROM conversions WHERE campaign_id IN (SELECT campaign_id FROM campaign_states WHERE status = 'Ended' AND at < @p0)", now - Incrementality.ReadFor),
            batch.ExecuteAsync("DELETE FROM erased_viewers WHERE erased_at < @p0", now - options.EventWindow),
            batch.ExecuteAsync("DELETE FROM decisions WHERE at < @p0", decisions),
            batch.ExecuteAsync("DELETE FROM learned_records WHERE at < @p0", now - (options.EventWindow * 7)),
            DropAsync("serving_documents"),
            DropAsync("allocation_documents"));

        // What a kept decision may need is the latest document from before it, and everything since.
        Task DropAsync(string table) => batch.ExecuteAsync(
            $"""
            DELETE FROM {table} WHERE EXISTS (SELECT 1 FROM {table} later WHERE later.campaign_id = {table}.campaign_id
                AND later.snapshot_version > {table}.snapshot_version AND later.created_at < @p0)
            """,
            decisions);
    }
}
