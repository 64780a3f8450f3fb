using System.Text.Json;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using MassTransit;

namespace AdPlatform.AdDelivery.KeepingCampaigns;

/// <summary>Plan lines become delivery lines. A lower version than the one that is stored changes nothing.</summary>
internal sealed class CampaignActivatedConsumer(DeliveryDb db) : IConsumer<CampaignActivated>
{
    public async Task Consume(ConsumeContext<CampaignActivated> context)
    {
        var activated = context.Message;
        await db.BeginWriteAsync(context.CancellationToken);
        await db.HearAsync(activated.CampaignId, new(CampaignStatus.Active, activated.CampaignVersion, activated.ActivatedAt), context.CancellationToken);
        var row = await db.Campaigns.FindAsync([activated.CampaignId], context.CancellationToken);
        if (row is not null && (row.CampaignVersion, row.ActivatedAt).CompareTo((activated.CampaignVersion, activated.ActivatedAt)) > 0) return;
        if (row is null) db.Campaigns.Add(row = RowOf(activated));
        else db.Entry(row).CurrentValues.SetValues(RowOf(activated));
        foreach (var line in activated.Lines)
        {
            var bought = new LineRow
            {
                LineId = line.LineId,
                CampaignId = activated.CampaignId,
                PublisherId = activated.PublisherId,
                AdvertiserId = activated.AccountId,
                PlanVersion = activated.PlanVersion,
                TitleId = line.TitleId,
                Format = line.Format,
                Geography = line.Geography,
                BudgetMicros = line.Budget.Micros,
                Document = JsonSerializer.Serialize(line, PlatformJson.Bus),
            };
            if (await db.Lines.FindAsync([line.LineId], context.CancellationToken) is { } known) db.Entry(known).CurrentValues.SetValues(bought);
            else db.Lines.Add(bought);
        }
    }

    private static CampaignRow RowOf(CampaignActivated activated) => new()
    {
        CampaignId = activated.CampaignId,
        PublisherId = activated.PublisherId,
        AdvertiserId = activated.AccountId,
        CampaignVersion = activated.CampaignVersion,
        PlanId = activated.PlanId,
        PlanVersion = activated.PlanVersion,
        Objective = activated.Objective,
        Currency = activated.Budget.Currency,
        BudgetMicros = activated.Budget.Micros,
        FlightStart = activated.Flight.Start,
        FlightEnd = activated.Flight.End,
        Zone = activated.Zone,
        CapPerDay = activated.FrequencyCap?.PerDay,
        CapPerFlight = activated.FrequencyCap?.PerFlight,
        CapPerMinute = activated.FrequencyCap?.PerMinute,
        CapPerHour = activated.FrequencyCap?.PerHour,
        CreativeCap = activated.CreativeCap is { } creative ? JsonSerializer.Serialize(creative, PlatformJson.Bus) : null,
        AdvertiserCap = activated.AdvertiserCap is { } advertiser ? JsonSerializer.Serialize(advertiser, PlatformJson.Bus) : null,
        Holdout = activated.Holdout,
        Political = activated.Political,
        AdvertiserDomain = activated.AdvertiserDomain,
        AdvertiserCategory = activated.AdvertiserCategory,
        ActivatedAt = activated.ActivatedAt,
    };
}
