using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
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
        var fresh = new List<DeliveryRecord>(learnable.Count);
        foreach (var record in learnable)
        {
            if (await db.ExecuteAsync("INSERT INTO learned_records VALUES (@p0, @p1) ON CONFLICT DO NOTHING", context.CancellationToken, record.RecordId, record.At) == 1)
                fresh.Add(record);
        }
        foreach (var cell in fresh.GroupBy(r => (r.CampaignId, r.CreativeId, r.Context, r.Uniform, r.AdvertiserId)))
        {
            await db.ExecuteAsync(
                """
                INSERT INTO responses (campaign_id, creative_id, context, uniform, publisher_id, advertiser_id, impressions, clicks)
                VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
                ON CONFLICT DO UPDATE SET impressions = impressions + excluded.impressions, clicks = clicks + excluded.clicks
                """,
                context.CancellationToken, cell.Key.CampaignId, cell.Key.CreativeId, cell.Key.Context, cell.Key.Uniform, recorded.AccountId, cell.Key.AdvertiserId,
                cell.Count(r => r.Kind == DeliveryKind.Impression), cell.Count(r => r.Kind == DeliveryKind.Click));
        }
        foreach (var campaign in fresh.CountBy(r => r.CampaignId))
        {
            await db.ExecuteAsync(
                """
                INSERT INTO learning_progress (campaign_id, publisher_id, records, fitted_records) VALUES (@p0, @p1, @p2, 0)
                ON CONFLICT DO UPDATE SET records = records + excluded.records
                """,
                context.CancellationToken, campaign.Key, recorded.AccountId, campaign.Value);
        }
    }
}
