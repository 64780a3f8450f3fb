using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.ReadingReport;

/// <summary>Adds what was delivered to the days of its campaigns. Each record counts once, however often its batch comes.</summary>
internal sealed class DeliveryRecordedConsumer(CampaignsDb db) : IConsumer<DeliveryRecorded>
{
    public async Task Consume(ConsumeContext<DeliveryRecorded> context)
    {
        var counted = context.Message.Records.Where(record => record.Kind is DeliveryKind.Impression or DeliveryKind.Click or DeliveryKind.Complete).ToArray();
        if (counted.Length == 0) return;
        var ids = counted.Select(record => record.CampaignId).Distinct().ToArray();
        var zones = (await db.Campaigns.AsNoTracking().Where(row => ids.Contains(row.CampaignId)).ToListAsync(context.CancellationToken))
            .ToDictionary(row => row.CampaignId, row => TimeZoneInfo.FindSystemTimeZoneById(row.Brief().Zone));
        await db.BeginWriteAsync(context.CancellationToken);
        using var batch = new SqlBatch(db);
        await batch.CompleteAsync(Task.WhenAll(counted.Where(record => zones.ContainsKey(record.CampaignId)).Select(record => AddAsync(batch, record, zones[record.CampaignId])).ToList()), context.CancellationToken);
    }

    private static async Task AddAsync(SqlBatch batch, DeliveryRecord record, TimeZoneInfo zone)
    {
        if (await batch.ExecuteAsync("INSERT INTO delivery_records (record_id) VALUES (@p0) ON CONFLICT (record_id) DO NOTHING", record.RecordId) == 0) return;
        long impression = record.Kind == DeliveryKind.Impression ? 1 : 0, click = record.Kind == DeliveryKind.Click ? 1 : 0, completion = record.Kind == DeliveryKind.Complete ? 1 : 0;
        await batch.ExecuteAsync(
            """
            INSERT INTO delivery_days (campaign_id, day, creative_id, impressions, clicks, completions, spend_micros) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)
            ON CONFLICT (campaign_id, day, creative_id) DO UPDATE SET
                impressions = delivery_days.impressions + excluded.impressions, clicks = delivery_days.clicks + excluded.clicks,
                completions = delivery_days.completions + excluded.completions, spend_micros = delivery_days.spend_micros + excluded.spend_micros
            """,
            record.CampaignId, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(record.At, zone).DateTime), record.CreativeId, impression, click, completion, record.Charge?.Micros ?? 0);
    }
}
