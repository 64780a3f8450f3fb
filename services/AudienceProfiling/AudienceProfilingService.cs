using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.DefiningScore;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.ErasingProfile;
using AdPlatform.AudienceProfiling.Features;
using AdPlatform.AudienceProfiling.FindingLookalikes;
using AdPlatform.AudienceProfiling.KeepingStore;
using AdPlatform.AudienceProfiling.LearningAudience;
using AdPlatform.AudienceProfiling.PreparingAudience;
using AdPlatform.AudienceProfiling.ReadingProfile;
using AdPlatform.AudienceProfiling.RecordingEvents;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Caching;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;
using AdPlatform.Profiles;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling;

/// <summary>Who a viewer is, as far as they allow it: events come in, profiles and segments come out, consent and erasure are obeyed.</summary>
public static class AudienceProfilingService
{
    public static void AddAudienceProfiling(this IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<ProfilingDb>("profiling");
        builder.AddPlatformOptions<ProfilingOptions>("AudienceProfiling");
        var isOneProcess = builder.Configuration["AdPlatform:RabbitMq"] is not { Length: > 0 };
        builder.Services.AddOptions<ProfilingOptions>().Validate(
            options => isOneProcess || options.RegimesOf("").HasDefault,
            "AdPlatform:AudienceProfiling:Regimes must say which regime holds where no other is said: *=opt-in or *=opt-out.");
        builder.AddProfiles(builder.Configuration.GetValue("AdPlatform:AudienceProfiling:CachedProfiles", ProfilesRegistration.DefaultCapacity));
        builder.Services.AddSingleton<ViewerKeys>();
        builder.Services.AddSingleton<ViewerCache>();
        builder.Services.AddSingleton<SegmentRules>();
        builder.Services.AddSingleton<ProfilingMetrics>();
        builder.Services.AddSingleton(services => FactRules.Of(services.GetRequiredService<IOptions<ProfilingOptions>>().Value));
        builder.Services.AddSingleton<KnownFeatures>();
        builder.Services.AddSingleton<FeatureBuild>();
        builder.Services.AddScoped<FeatureKeys>();
        builder.Services.AddScoped<FeatureRows>();
        builder.Services.AddScoped<SizingSegments>();
        builder.Services.AddScoped<ViewerRows>();
        builder.Services.AddScoped<WritingViewers>();
        builder.Services.AddScoped<BatchRows>();
        builder.Services.AddScoped<CountingViewers>();
        builder.Services.AddScoped<CountingAudience>();
        builder.Services.AddScoped<LearnedSegments>();
        builder.Services.AddScoped<QueuedEvents>();
        builder.Services.AddScoped<ViewingHistory>();
        builder.Services.AddScoped<Receipts>();
        builder.Services.AddScoped<Erasing>();
        builder.Services.AddSingleton<ErasureLog>();
        builder.Services.AddHostedService<ReapplyingErasures>();
        builder.Services.AddSingleton<SheddingLoad>();
        builder.Services.AddSingleton<AcceptingEvents>();
        builder.Services.AddSingleton<SweepingQueues>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SweepingQueues>());
        builder.Services.AddHostedService<WatchingBacklog>();
        builder.Services.AddHostedService<Retaining>();
        builder.Services.AddSingleton<TellingStore>();
        if (builder.HasRedis()) builder.Services.AddHostedService<RefillingRedis>();
        else builder.Services.AddHostedService<RefillingStore>();
        builder.Services.AddHostedService<RepairingStore>();
        builder.Services.AddHostedService<BuildingFeatures>();
        builder.Services.AddHostedService<SweepingMemberships>();
    }

    public static void AddAudienceProfilingConsumers(this ServiceBus bus)
    {
        bus.AddBatchConsumer<ProfileEventsAcceptedConsumer, ProfileEventsAccepted, ProfilingDb>();
        bus.AddConsumer<PrepareAudienceConsumer, PrepareAudience, ProfilingDb>(sequential: true);
        bus.AddConsumer<ViewerDroppedConsumer, ViewerDropped, ProfilingDb>(sequential: true);
        bus.AddConsumer<DeliveryRecordedConsumer, DeliveryRecorded, ProfilingDb>(sequential: true);
        bus.AddConsumer<TitleCataloguedConsumer, TitleCatalogued, ProfilingDb>(sequential: true, snapshot: true);
    }

    public static void MapAudienceProfiling(this IEndpointRouteBuilder routes)
    {
        RecordEvents.Map(routes);
        DefineScore.Map(routes);
        DefineSegment.Map(routes);
        ReadSegments.Map(routes);
        FindLookalikes.Map(routes);
        ReadProfile.Map(routes);
        EraseProfile.Map(routes);
        ReadErasure.Map(routes);
    }
}
