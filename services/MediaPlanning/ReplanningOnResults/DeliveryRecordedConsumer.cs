using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting.Storage;
using MassTransit;

namespace AdPlatform.MediaPlanning.ReplanningOnResults;

/// <summary>Adds up impressions and spend per line; the inbox keeps a message from counting twice.</summary>
internal sealed class DeliveryRecordedConsumer(PlanningDb db) : IConsumer<DeliveryRecorded>
{
    private const string Add = """
        INSERT INTO delivered_lines (line_id, account_id, impressions, spend_micros) VALUES (@p0, @p1, @p2, @p3)
        ON CONFLICT (line_id) DO UPDATE SET impressions = delivered_lines.impressions + excluded.impressions, spend_micros = delivered_lines.spend_micros + excluded.spend_micros
        """;

    public async Task Consume(ConsumeContext<DeliveryRecorded> context)
    {
        foreach (var line in context.Message.Records.Where(r => r.Kind == DeliveryKind.Impression).GroupBy(r => (r.LineId, r.AdvertiserId)))
            await db.ExecuteAsync(Add, context.CancellationToken, line.Key.LineId, line.Key.AdvertiserId, (long)line.Count(), line.Sum(r => r.Charge?.Micros ?? 0));
    }
}
