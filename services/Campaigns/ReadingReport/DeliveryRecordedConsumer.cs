using AdPlatform.Contracts.AdDelivery.V1;
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
        foreach (var record in counted)
        {
            if (!zones.TryGetValue(record.CampaignId, out var zone)) continue;
            var isNew = await db.Database.ExecuteSqlAsync($"INSERT OR IGNORE INTO delivery_records (record_id) VALUES ({record.RecordId})", context.CancellationToken) == 1;
            if (isNew) await AddAsync(record, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(record.At, zone).DateTime), context.CancellationToken);
        }
    }

    private async Task AddAsync(DeliveryRecord record, DateOnly day, CancellationToken cancellationToken)
    {
        int impression = record.Kind == DeliveryKind.Impression ? 1 : 0, click = record.Kind == DeliveryKind.Click ? 1 : 0, completion = record.Kind == DeliveryKind.Complete ? 1 : 0;
        var spend = record.Charge?.Micros ?? 0;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO delivery_days (campaign_id, day, creative_id, impressions, clicks, completions, spend_micros)
            VALUES ({record.CampaignId}, {day}, {record.CreativeId}, {impression}, {click}, {completion}, {spend})
            ON CONFLICT (campaign_id, day, creative_id) DO UPDATE SET
                impressions = impressions + excluded.impressions, clicks = clicks + excluded.clicks,
                completions = completions + excluded.completions, spend_micros = spend_micros + excluded.spend_micros
            """, cancellationToken);
    }
}
