using AdPlatform.Contracts.AudienceProfiling.V1;
using MassTransit;
using Microsoft.Extensions.Options;

namespace AdPlatform.Campaigns.AdvancingCampaign;

internal sealed class AudiencePreparedConsumer(CampaignsDb db, TimeProvider clock, IOptions<LifeCycleOptions> options) : IConsumer<AudiencePrepared>
{
    public async Task Consume(ConsumeContext<AudiencePrepared> context)
    {
        var message = context.Message;
        var campaign = await db.Campaigns.FindAsync([message.CampaignId], context.CancellationToken);
        if (await LifeCycle.AnsweredAsync(db, campaign, message.CampaignVersion, Commands.PrepareAudience, context.CancellationToken))
            LifeCycle.AudienceKnown(db, campaign!, message, clock.GetUtcNow(), options.Value);
    }
}

internal sealed class AudienceRejectedConsumer(CampaignsDb db, TimeProvider clock) : IConsumer<AudienceRejected>
{
    public async Task Consume(ConsumeContext<AudienceRejected> context)
    {
        var message = context.Message;
        var campaign = await db.Campaigns.FindAsync([message.CampaignId], context.CancellationToken);
        if (await LifeCycle.AnsweredAsync(db, campaign, message.CampaignVersion, Commands.PrepareAudience, context.CancellationToken))
            LifeCycle.Fail(db, campaign!, Commands.PrepareAudience, message.Field, message.Reason, clock.GetUtcNow());
    }
}
