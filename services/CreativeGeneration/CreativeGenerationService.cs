using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.ApprovingByRule;
using AdPlatform.CreativeGeneration.ChoosingImages;
using AdPlatform.CreativeGeneration.EditingCreative;
using AdPlatform.CreativeGeneration.FetchingAsset;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.Localising;
using AdPlatform.CreativeGeneration.ReadingLibrary;
using AdPlatform.CreativeGeneration.RefreshingCreatives;
using AdPlatform.CreativeGeneration.RenderingMotion;
using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.CreativeGeneration.ServingAssets;
using AdPlatform.CreativeGeneration.UploadingAsset;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.CreativeGeneration.Writing.Model;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration;

/// <summary>A brief becomes checked, scored, localised, rendered creatives, and people review them.</summary>
public static class CreativeGenerationService
{
    public static void AddCreativeGeneration(this IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<CreativesDb>("creatives");
        builder.AddPlatformOptions<CreativeGenerationOptions>("CreativeGeneration");
        builder.AddPlatformOptions<RefreshOptions>("CreativeRefresh");
        builder.AddPlatformOptions<ModelOptions>("CreativeModel");
        builder.AddPlatformOptions<LibraryOptions>("CreativeLibrary");
        builder.AddPlatformOptions<ImageModelOptions>("CreativeImageModel");
        builder.AddPlatformOptions<MotionOptions>("CreativeMotion");
        builder.Services.AddSingleton<FilmRenderer>();
        builder.Services.AddSingleton<GuardedFetch>();
        builder.Services.AddScoped<IImageSource, LibraryImages>();
        builder.Services.AddScoped<IImageSource, TitleArtwork>();
        builder.Services.AddSingleton<ModelImages>();
        builder.Services.AddScoped<IImageSource>(services => services.GetRequiredService<ModelImages>());
        builder.Services.AddSingleton<GroundedWriter>();
        builder.Services.AddSingleton(services => new ModelCalls(
            services.GetRequiredService<IOptions<ModelOptions>>(), services.GetRequiredService<TimeProvider>(), services.GetService<Microsoft.Extensions.AI.IChatClient>()));
        builder.Services.AddSingleton<IWriter>(services => services.GetRequiredService<GroundedWriter>());
        builder.Services.AddSingleton<IWriter>(services => new ModelWriter(services.GetRequiredService<ModelCalls>()));
        builder.Services.AddSingleton<IWriter, TranslatingWriter>();
    }

    public static void AddCreativeGenerationConsumers(this ServiceBus bus)
    {
        bus.AddConsumer<GenerateCreativesConsumer, GenerateCreatives, CreativesDb>(concurrency: 2);
        bus.AddConsumer<DeliveryRecordedConsumer, DeliveryRecorded, CreativesDb>(sequential: true);
        bus.AddSnapshot<CreativeReviewed, CreativesDb>(ApprovedSnapshot.ReadAsync);
    }

    public static void MapCreativeGeneration(this IEndpointRouteBuilder routes)
    {
        ListCreatives.Map(routes);
        ReadCreative.Map(routes);
        ReadRejections.Map(routes);
        ReadHistory.Map(routes);
        EditCreative.Map(routes);
        SubmitCreative.Map(routes);
        CommentCreative.Map(routes);
        ReviewCreative.Map(routes);
        ReviewMany.Map(routes);
        ApproveRemaining.Map(routes);
        SetApproval.Map(routes);
        RefreshCreatives.Map(routes);
        ExportCreatives.Map(routes);
        ReadAsset.Map(routes);
        UploadAsset.Map(routes);
        FetchAsset.Map(routes);
        ReadLibrary.Map(routes);
        DeleteAsset.Map(routes);
    }
}
