using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting.Storage;
using MassTransit;

namespace AdPlatform.AdDelivery.Learning;

/// <summary>Counts impressions and clicks for learning: each record once for ever, whatever comes twice, late or in another order.</summary>
internal sealed class DeliveryRecordedConsumer(DeliveryDb db) : IConsumer<DeliveryRecorded>
{
    public async Task Consume(ConsumeContext<DeliveryRecorded> context)
    {
        var recorded = context.Message;
        var learnable = recorded.Records.Where(r => r is { Learnable: true, Kind: DeliveryKind.Impression or DeliveryKind.Click }).ToList();
        if (learnable.Count == 0) return;
        await db.BeginWriteAsync(context.CancellationToken);
        using var batch = new SqlBatch(db);
        var inserted = Task.WhenAll(learnable.Select(record => batch.ExecuteAsync(
            "INSERT INTO learned_records (record_id, at) VALUES (@p0, @p1) ON CONFLICT (record_id) DO NOTHING", record.RecordId, record.At)).ToList());
        await batch.CompleteAsync(inserted, context.CancellationToken);
        var isNew = await inserted;
        var fresh = learnable.Where((_, k) => isNew[k] == 1).ToList();
        var counted = fresh.GroupBy(r => (r.CampaignId, r.CreativeId, r.Context, r.Uniform, r.AdvertiserId)).Select(cell => batch.ExecuteAsync(
            """
            INSERT INTO responses (campaign_id, creative_id, context, uniform, publisher_id, advertiser_id, impressions, clicks)
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
            ON CONFLICT (campaign_id, creative_id, context, uniform) DO UPDATE SET
                impressions = responses.impressions + excluded.impressions, clicks = responses.clicks + excluded.clicks
            """,
            cell.Key.CampaignId, cell.Key.CreativeId, cell.Key.Context, cell.Key.Uniform, recorded.AccountId, cell.Key.AdvertiserId,
            cell.LongCount(r => r.Kind == DeliveryKind.Impression), cell.LongCount(r => r.Kind == DeliveryKind.Click)));
        var progress = fresh.CountBy(r => r.CampaignId).Select(campaign => batch.ExecuteAsync(
            """
            INSERT INTO learning_progress (campaign_id, publisher_id, records, fitted_records) VALUES (@p0, @p1, @p2, 0)
            ON CONFLICT (campaign_id) DO UPDATE SET records = learning_progress.records + excluded.records
            """,
            campaign.Key, recorded.AccountId, (long)campaign.Value));
        await batch.CompleteAsync(Task.WhenAll([.. counted, .. progress]), context.CancellationToken);
    }
}
