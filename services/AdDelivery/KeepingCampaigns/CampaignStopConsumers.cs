using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.Campaigns.V1;
using MassTransit;

namespace AdPlatform.AdDelivery.KeepingCampaigns;

internal sealed class CampaignPausedConsumer(DeliveryDb db) : IConsumer<CampaignPaused>
{
    public async Task Consume(ConsumeContext<CampaignPaused> context)
    {
        var paused = context.Message;
        await db.BeginWriteAsync(context.CancellationToken);
        await db.HearAsync(paused.CampaignId, new(CampaignStatus.Paused, paused.CampaignVersion, paused.PausedAt), context.CancellationToken);
    }
}

internal sealed class CampaignEndedConsumer(DeliveryDb db) : IConsumer<CampaignEnded>
{
    public async Task Consume(ConsumeContext<CampaignEnded> context)
    {
        var ended = context.Message;
        await db.BeginWriteAsync(context.CancellationToken);
        await db.HearAsync(ended.CampaignId, new(CampaignStatus.Ended, ended.CampaignVersion, ended.EndedAt), context.CancellationToken);
    }
}
