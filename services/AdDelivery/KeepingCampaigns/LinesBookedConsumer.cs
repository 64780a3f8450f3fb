using System.Text.Json;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;
using MassTransit;

namespace AdPlatform.AdDelivery.KeepingCampaigns;

/// <summary>
/// Booked lines take the place of the plan's own of the same id: dates, price, goal, targeting, pacing. An order without a campaign is kept until a campaign of
/// its plan is activated. Once more, or after its release, a booking changes nothing.
/// </summary>
internal sealed class LinesBookedConsumer(DeliveryDb db) : IConsumer<LinesBooked>
{
    public async Task Consume(ConsumeContext<LinesBooked> context)
    {
        var booked = context.Message;
        await db.BeginWriteAsync(context.CancellationToken);
        foreach (var line in booked.Lines)
        {
            await db.ExecuteAsync(
                """
                INSERT INTO booked_lines (line_id, campaign_id, publisher_id, advertiser_id, order_id, zone, document, cap) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
                ON CONFLICT (line_id) DO UPDATE SET campaign_id = excluded.campaign_id, order_id = excluded.order_id, zone = excluded.zone, document = excluded.document, cap = excluded.cap
                """,
                context.CancellationToken, line.LineId, booked.CampaignId, booked.PublisherId, booked.AccountId, booked.OrderId, booked.Zone, JsonSerializer.Serialize(line, PlatformJson.Bus),
                booked.FrequencyCap is { } cap ? JsonSerializer.Serialize(cap, PlatformJson.Bus) : null);
            if (booked.CampaignId is not { } campaign) continue;
            // The ledger leases from this row; the budget of an order is the line's.
            await db.ExecuteAsync(
                """
                INSERT INTO lines (line_id, campaign_id, publisher_id, advertiser_id, plan_version, title_id, format, geography, budget_micros, document)
                VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9) ON CONFLICT (line_id) DO UPDATE SET budget_micros = excluded.budget_micros
                """,
                context.CancellationToken, line.LineId, campaign, booked.PublisherId, booked.AccountId, booked.PlanVersion, line.Targeting.TitleId, line.Targeting.Format,
                line.Targeting.Geography, line.Budget.Micros, JsonSerializer.Serialize(Serving.Bookings.PlanLineOf(line), PlatformJson.Bus));
        }
        if (booked.CampaignId is { } changed) await db.MarkChangedAsync($"campaign:{changed:D}", context.CancellationToken);
    }
}

/// <summary>A released line stops serving; what it delivered stays on its account.</summary>
internal sealed class LinesReleasedConsumer(DeliveryDb db) : IConsumer<LinesReleased>
{
    public async Task Consume(ConsumeContext<LinesReleased> context)
    {
        var released = context.Message;
        if (released.Reason == ReleaseReason.Expired) return;
        await db.BeginWriteAsync(context.CancellationToken);
        foreach (var line in released.LineIds)
        {
            await db.ExecuteAsync(
                """
                INSERT INTO booked_lines (line_id, publisher_id, advertiser_id, released_at) VALUES (@p0, @p1, @p2, @p3)
                ON CONFLICT (line_id) DO UPDATE SET released_at = excluded.released_at
                """,
                context.CancellationToken, line, released.PublisherId, released.AccountId, released.ReleasedAt);
            foreach (var campaign in await db.QueryAsync("SELECT campaign_id FROM lines WHERE line_id = @p0", row => row.Id(0), context.CancellationToken, line))
                await db.MarkChangedAsync($"campaign:{campaign:D}", context.CancellationToken);
        }
    }
}
