using AdPlatform.Campaigns.AdvancingCampaign;
using AdPlatform.Contracts.Campaigns.V1;

namespace AdPlatform.Campaigns.PausingCampaign;

internal static class EndCampaign
{
    public static void End(CampaignsDb db, Campaign campaign, string? reason, DateTimeOffset now)
    {
        campaign.Version++;
        campaign.Move(CampaignState.Ended, now);
        db.Steps.RemoveRange(db.Steps.Where(row => row.CampaignId == campaign.CampaignId));
        LifeCycle.Report(db, campaign, "ended", reason ?? "cancelled", now);
        db.Publish(campaign, new CampaignEnded { AccountId = campaign.AccountId, CampaignId = campaign.CampaignId, CampaignVersion = campaign.Version, EndedAt = now, Reason = reason }, now);
    }
}
