using AdPlatform.AdDelivery.AnsweringBidRequest;
using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.ErasingViewer;
using AdPlatform.AdDelivery.EvaluatingPolicy;
using AdPlatform.AdDelivery.ExplainingDecision;
using AdPlatform.AdDelivery.Experimenting;
using AdPlatform.AdDelivery.HoldingOut;
using AdPlatform.AdDelivery.InvalidTraffic;
using AdPlatform.AdDelivery.KeepingCampaigns;
using AdPlatform.AdDelivery.Learning;
using AdPlatform.AdDelivery.ReadingDelivery;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.ServingVast;
using AdPlatform.AdDelivery.Shedding;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.AdDelivery.Writing;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Caching;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;
using AdPlatform.Profiles;

namespace AdPlatform.AdDelivery;

/// <summary>The decision for one viewer, what came of it, and what is learned from it.</summary>
public static class AdDeliveryService
{
    public static void AddAdDelivery(this IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<DeliveryDb>("delivery");
        builder.AddPlatformOptions<AdDeliveryOptions>("AdDelivery");
        var services = builder.Services;
        builder.AddProfiles();
        services.AddSingleton<Snapshots>();
        services.AddSingleton<TitleCatalogue>();
        services.AddSingleton<BudgetBook>();
        services.AddSingleton<Leases>();
        AddCaps(builder);
        services.AddSingleton<ViewerHashes>();
        services.AddSingleton<Viewers>();
        services.AddSingleton<Taxonomies>();
        services.AddSingleton<TrafficCheck>();
        services.AddSingleton<VastAds>();
        services.AddSingleton<BidWriter>();
        services.AddSingleton<Decider>();
        services.AddSingleton<Deciding.Deciding>();
        services.AddSingleton<QueueWatch>();
        services.AddSingleton<LoadGate>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueWatch>());
        services.AddSingleton<AnswerWriter>();
        services.AddSingleton<AnswerJson>();
        services.AddSingleton<LandingUrls>();
        services.AddSingleton(provider => new TokenSigner(provider.GetRequiredService<PlatformSecrets>().Get("delivery-token")));
        services.AddSingleton<PendingRecords>();
        services.AddSingleton<DeliveryWriter>();
        // Started in this order, stopped in the reverse: the writer outlives those that write.
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryWriter>());
        services.AddHostedService<RecordPublisher>();
        services.AddHostedService<SnapshotKeeper>();
        services.AddHostedService<LedgerKeeper>();
    }

    private static void AddCaps(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        if (builder.HasRedis())
        {
            services.AddSingleton<CapChanges>();
            services.AddSingleton<CapsReady>();
            services.AddSingleton<ICapCounter, RedisCapCounter>();
            services.AddSingleton<RebuildingCaps>();
            services.AddSingleton<CapKeeper>();
            services.AddHostedService(provider => provider.GetRequiredService<CapKeeper>());
        }
        else
        {
            services.AddSingleton<CapCounter>();
            services.AddSingleton<ICapCounter>(provider => provider.GetRequiredService<CapCounter>());
            services.AddHostedService<RestoringCaps>();
        }
    }

    public static void AddAdDeliveryConsumers(this ServiceBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.AddConsumer<CampaignActivatedConsumer, CampaignActivated, DeliveryDb>(snapshot: true);
        bus.AddConsumer<CampaignPausedConsumer, CampaignPaused, DeliveryDb>();
        bus.AddConsumer<CampaignEndedConsumer, CampaignEnded, DeliveryDb>();
        bus.AddConsumer<LinesBookedConsumer, LinesBooked, DeliveryDb>();
        bus.AddConsumer<LinesReleasedConsumer, LinesReleased, DeliveryDb>();
        bus.AddConsumer<CreativeReviewedConsumer, CreativeReviewed, DeliveryDb>(snapshot: true);
        bus.AddConsumer<TitleCataloguedConsumer, TitleCatalogued, DeliveryDb>(sequential: true, snapshot: true);
        bus.AddConsumer<ProfileErasedConsumer, ProfileErased, DeliveryDb>();
        bus.AddConsumer<DeliveryRecordedConsumer, DeliveryRecorded, DeliveryDb>(concurrency: 1);
    }

    public static void MapAdDelivery(this IEndpointRouteBuilder routes)
    {
        RequestingDecisions.Map(routes);
        RecordingEvent.Map(routes);
        Bidding.Map(routes);
        ServingVast.ServingVast.Map(routes);
        ExplainingDecisions.Map(routes);
        ReadingCampaign.Map(routes);
        AskingWhatIf.Map(routes);
        Experiments.Map(routes);
        RecordingConversion.Map(routes);
    }
}
