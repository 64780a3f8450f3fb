using System.Text.Json;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using MassTransit;

namespace AdPlatform.Campaigns.AdvancingCampaign;

internal sealed class MediaPlanBuiltConsumer(CampaignsDb db, TimeProvider clock) : IConsumer<MediaPlanBuilt>
{
    public async Task Consume(ConsumeContext<MediaPlanBuilt> context)
    {
        var message = context.Message;
        var campaign = await db.Campaigns.FindAsync([message.CampaignId], context.CancellationToken);
        if (!await LifeCycle.AnsweredAsync(db, campaign, message.CampaignVersion, Commands.BuildMediaPlan, context.CancellationToken)) return;
        var now = clock.GetUtcNow();
        campaign!.PlanId = message.PlanId;
        campaign.PlanJson = JsonSerializer.Serialize(message, PlatformJson.Bus);
        LifeCycle.Report(db, campaign, "plan",
            $"{message.Lines.Count} lines reach {message.Reach:N0} viewers {message.AverageFrequency:0.0} times; within {message.Certificate.Gap:0.#e+0} of the optimum", now);
        LifeCycle.ReadyWhenComplete(db, campaign, now);
    }
}

internal sealed class MediaPlanInfeasibleConsumer(CampaignsDb db, TimeProvider clock) : IConsumer<MediaPlanInfeasible>
{
    public async Task Consume(ConsumeContext<MediaPlanInfeasible> context)
    {
        var message = context.Message;
        var campaign = await db.Campaigns.FindAsync([message.CampaignId], context.CancellationToken);
        if (!await LifeCycle.AnsweredAsync(db, campaign, message.CampaignVersion, Commands.BuildMediaPlan, context.CancellationToken)) return;
        LifeCycle.Fail(db, campaign!, Commands.BuildMediaPlan, null,
            $"No plan satisfies: {string.Join("; ", message.Constraints)}. {message.Relaxation}", clock.GetUtcNow());
    }
}
