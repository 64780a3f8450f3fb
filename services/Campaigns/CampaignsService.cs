using AdPlatform.Campaigns.AdvancingCampaign;
using AdPlatform.Campaigns.IssuingKey;
using AdPlatform.Campaigns.OpeningAccount;
using AdPlatform.Campaigns.PausingCampaign;
using AdPlatform.Campaigns.ReadingCampaign;
using AdPlatform.Campaigns.ReadingReport;
using AdPlatform.Campaigns.ReviewingCampaign;
using AdPlatform.Campaigns.SubmittingCampaign;
using AdPlatform.Campaigns.TrackingProgress;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.Campaigns;

/// <summary>The advertiser's door: accounts and keys, briefs, approvals, the campaign's life cycle, reports.</summary>
public static class CampaignsService
{
    public static void AddCampaigns(this IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<CampaignsDb>("campaigns");
        builder.AddPlatformOptions<LifeCycleOptions>("Campaigns");
        builder.Services.AddHostedService<FirstKey>();
        builder.Services.AddHostedService<Deadlines>();
    }

    public static void AddCampaignsConsumers(this ServiceBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.AddConsumer<AudiencePreparedConsumer, AudiencePrepared, CampaignsDb>();
        bus.AddConsumer<AudienceRejectedConsumer, AudienceRejected, CampaignsDb>();
        bus.AddConsumer<CreativeGenerationProgressedConsumer, CreativeGenerationProgressed, CampaignsDb>(sequential: true);
        bus.AddConsumer<CreativesGeneratedConsumer, CreativesGenerated, CampaignsDb>();
        bus.AddConsumer<CreativeGenerationFailedConsumer, CreativeGenerationFailed, CampaignsDb>();
        bus.AddConsumer<MediaPlanBuiltConsumer, MediaPlanBuilt, CampaignsDb>();
        bus.AddConsumer<MediaPlanInfeasibleConsumer, MediaPlanInfeasible, CampaignsDb>();
        bus.AddConsumer<CreativeReviewedConsumer, CreativeReviewed, CampaignsDb>(sequential: true);
        bus.AddConsumer<DeliveryRecordedConsumer, DeliveryRecorded, CampaignsDb>(sequential: true);
        bus.AddSnapshot<ApiKeyIssued, CampaignsDb>(KeySnapshot.ReadAsync);
        bus.AddSnapshot<CampaignActivated, CampaignsDb>(RunningSnapshot.ReadAsync);
    }

    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        OpenAccount.Map(routes);
        IssueKey.Map(routes);
        SubmitCampaign.Map(routes);
        ReadCampaigns.Map(routes);
        TrackProgress.Map(routes);
        ApproveCampaign.Map(routes);
        PauseCampaign.Map(routes);
        ReadReport.Map(routes);
    }
}
