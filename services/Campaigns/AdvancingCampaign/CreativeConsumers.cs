using AdPlatform.Contracts.CreativeGeneration.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.AdvancingCampaign;

internal sealed class CreativeGenerationProgressedConsumer(CampaignsDb db, TimeProvider clock) : IConsumer<CreativeGenerationProgressed>
{
    public async Task Consume(ConsumeContext<CreativeGenerationProgressed> context)
    {
        var message = context.Message;
        if (await db.Campaigns.FindAsync([message.CampaignId], context.CancellationToken) is { State: CampaignState.Generating } campaign)
            LifeCycle.Report(db, campaign, "creatives", message.Stage, clock.GetUtcNow(), message.Done, message.Total);
    }
}

internal sealed class CreativesGeneratedConsumer(CampaignsDb db, TimeProvider clock) : IConsumer<CreativesGenerated>
{
    public async Task Consume(ConsumeContext<CreativesGenerated> context)
    {
        var message = context.Message;
        var campaign = await db.Campaigns.FindAsync([message.CampaignId], context.CancellationToken);
        if (campaign is not null && message.CampaignVersion > Campaign.BriefVersion)
        {
            await AddRefreshedAsync(campaign, message, context.CancellationToken);
            return;
        }

        if (!await LifeCycle.AnsweredAsync(db, campaign, message.CampaignVersion, Commands.GenerateCreatives, context.CancellationToken)) return;
        foreach (var creative in message.Creatives)
        {
            db.Creatives.Add(new CampaignCreative
            {
                CreativeId = creative.CreativeId,
                CampaignId = campaign!.CampaignId,
                Format = creative.Format,
                Locale = creative.Locale,
                Angle = creative.Angle,
            });
        }

        var now = clock.GetUtcNow();
        var rejected = message.Rejections.Values.Sum();
        LifeCycle.Report(db, campaign!, "creatives", $"{message.Creatives.Count} creatives passed the gate, {rejected} candidates did not", now, message.Creatives.Count, message.Creatives.Count);
        campaign!.CreativeCount = message.Creatives.Count;
        LifeCycle.ReadyWhenComplete(db, campaign, now);
    }

    /// <summary>A refresh writes more creatives for a campaign that is ready or serves: they are reviewed one by one, and its state stays.</summary>
    private async Task AddRefreshedAsync(Campaign campaign, CreativesGenerated message, CancellationToken cancellationToken)
    {
        var ids = message.Creatives.Select(creative => creative.CreativeId).ToList();
        var known = await db.Creatives.Where(row => ids.Contains(row.CreativeId)).Select(row => row.CreativeId).ToListAsync(cancellationToken);
        var added = message.Creatives.Where(creative => !known.Contains(creative.CreativeId)).ToList();
        if (added.Count == 0) return;
        db.Creatives.AddRange(added.Select(creative => new CampaignCreative
        {
            CreativeId = creative.CreativeId,
            CampaignId = campaign.CampaignId,
            Format = creative.Format,
            Locale = creative.Locale,
            Angle = creative.Angle,
        }));
        campaign.CreativeCount += added.Count;
        LifeCycle.Report(db, campaign, "creatives", $"{added.Count} more creatives by a refresh wait for review", clock.GetUtcNow(), added.Count, added.Count);
    }
}

internal sealed class CreativeGenerationFailedConsumer(CampaignsDb db, TimeProvider clock) : IConsumer<CreativeGenerationFailed>
{
    public async Task Consume(ConsumeContext<CreativeGenerationFailed> context)
    {
        var message = context.Message;
        var campaign = await db.Campaigns.FindAsync([message.CampaignId], context.CancellationToken);
        if (await LifeCycle.AnsweredAsync(db, campaign, message.CampaignVersion, Commands.GenerateCreatives, context.CancellationToken))
            LifeCycle.Fail(db, campaign!, Commands.GenerateCreatives, message.Field, message.Reason, clock.GetUtcNow());
    }
}
