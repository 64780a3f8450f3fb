using System.Text.Json;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;

namespace AdPlatform.Campaigns.AdvancingCampaign;

/// <summary>The moves of a campaign's preparation. Each changes rows and adds messages; whoever calls commits them together.</summary>
internal static class LifeCycle
{
    /// <summary>
    /// Goes with a new revision: of two reports at the same time one starts over, so a campaign's reports become visible in the order of their
    /// numbers, and who follows them misses none.
    /// </summary>
    public static void Report(CampaignsDb db, Campaign campaign, string stage, string message, DateTimeOffset now, int? done = null, int? total = null)
    {
        campaign.Touch(now);
        db.Progress.Add(new ProgressEntry { CampaignId = campaign.CampaignId, Stage = stage, Message = message, Done = done, Total = total, At = now });
    }

    public static void Order(CampaignsDb db, Campaign campaign, string step, DateTimeOffset now, LifeCycleOptions options)
    {
        db.Steps.Add(new CampaignStep { CampaignId = campaign.CampaignId, Step = step, DeadlineAt = now.AddSeconds(options.StepDeadlineSeconds), Sent = 1 });
        Commands.Send(db, campaign, step, campaign.Audience(), now);
    }

    /// <summary>An answer came: the step is done. False when the answer is late or repeated, and nothing may change.</summary>
    public static async Task<bool> AnsweredAsync(CampaignsDb db, Campaign? campaign, int version, string step, CancellationToken cancellationToken)
    {
        if (campaign is null || version != Campaign.BriefVersion) return false;
        if (await db.Steps.FindAsync([campaign.CampaignId, step], cancellationToken) is not { } waiting) return false;
        db.Steps.Remove(waiting);
        return campaign.State is CampaignState.PreparingAudience or CampaignState.Generating;
    }

    public static void AudienceKnown(CampaignsDb db, Campaign campaign, AudiencePrepared audience, DateTimeOffset now, LifeCycleOptions options)
    {
        campaign.AudienceJson = JsonSerializer.Serialize(audience, PlatformJson.Bus);
        campaign.Move(CampaignState.Generating, now);
        Report(db, campaign, "audience", $"{audience.Segments.Count} segments among {audience.Universe:N0} viewers", now);
        Order(db, campaign, Commands.GenerateCreatives, now, options);
        Order(db, campaign, Commands.BuildMediaPlan, now, options);
    }

    /// <summary>Creatives and plan run in parallel; the later of them makes the campaign ready.</summary>
    public static void ReadyWhenComplete(CampaignsDb db, Campaign campaign, DateTimeOffset now)
    {
        campaign.Touch(now);
        if (campaign is not { State: CampaignState.Generating, CreativeCount: { } creatives, PlanId: { } plan }) return;
        campaign.Move(CampaignState.Ready, now);
        Report(db, campaign, "ready", "Creatives and plan wait for review", now);
        db.Publish(campaign, new CampaignReady
        {
            AccountId = campaign.AccountId,
            CampaignId = campaign.CampaignId,
            CampaignVersion = campaign.Version,
            PlanId = plan,
            CreativeCount = creatives,
            ReadyAt = now,
        }, now);
    }

    public static void Fail(CampaignsDb db, Campaign campaign, string step, string? field, string reason, DateTimeOffset now)
    {
        campaign.Move(CampaignState.Failed, now);
        (campaign.FailureStep, campaign.FailureField, campaign.FailureReason) = (step, field, reason);
        db.Steps.RemoveRange(db.Steps.Where(row => row.CampaignId == campaign.CampaignId));
        Report(db, campaign, "failed", field is null ? reason : $"{field}: {reason}", now);
        db.Publish(campaign, new CampaignFailed
        {
            AccountId = campaign.AccountId,
            CampaignId = campaign.CampaignId,
            CampaignVersion = campaign.Version,
            Step = step,
            Reason = field is null ? reason : $"{field}: {reason}",
            FailedAt = now,
        }, now);
    }
}
