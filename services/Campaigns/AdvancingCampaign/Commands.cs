using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;

namespace AdPlatform.Campaigns.AdvancingCampaign;

/// <summary>The commands of a campaign's preparation, by the name of their step. Each can be sent again from the stored rows alone.</summary>
internal static class Commands
{
    public const string PrepareAudience = "prepareAudience";
    public const string GenerateCreatives = "generateCreatives";
    public const string BuildMediaPlan = "buildMediaPlan";

    /// <param name="audience">Null only for <see cref="PrepareAudience"/>.</param>
    public static void Send(CampaignsDb db, Campaign campaign, string step, AudiencePrepared? audience, DateTimeOffset now)
    {
        var brief = campaign.Brief();
        switch (step)
        {
            case PrepareAudience:
                db.Publish(campaign, new PrepareAudience
                {
                    AccountId = campaign.AccountId,
                    PublisherId = campaign.PublisherId,
                    CampaignId = campaign.CampaignId,
                    CampaignVersion = Campaign.BriefVersion,
                    Targeting = brief.Targeting,
                    Geographies = brief.Geographies,
                }, now);
                break;
            case GenerateCreatives:
                db.Publish(campaign, new GenerateCreatives
                {
                    AccountId = campaign.AccountId,
                    PublisherId = campaign.PublisherId,
                    CampaignId = campaign.CampaignId,
                    CampaignVersion = Campaign.BriefVersion,
                    Brief = brief,
                    Segments = audience!.Segments,
                }, now);
                break;
            case BuildMediaPlan:
                db.Publish(campaign, new BuildMediaPlan
                {
                    AccountId = campaign.AccountId,
                    PublisherId = campaign.PublisherId,
                    CampaignId = campaign.CampaignId,
                    CampaignVersion = Campaign.BriefVersion,
                    Objective = brief.Objective,
                    Budget = brief.Budget,
                    Flight = brief.Flight,
                    Zone = brief.Zone,
                    Geographies = brief.Geographies,
                    Formats = brief.Formats,
                    Targeting = brief.Targeting,
                    Universe = audience!.Universe,
                    Segments = audience.Segments,
                    Overlaps = audience.Overlaps,
                    OverlapFloor = audience.OverlapFloor,
                }, now);
                break;
            default:
                throw new InvalidOperationException($"No step is called {step}.");
        }
    }
}
