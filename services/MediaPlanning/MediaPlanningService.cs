using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.ComparingScenarios;
using AdPlatform.MediaPlanning.HoldingLines;
using AdPlatform.MediaPlanning.ImportingInventory;
using AdPlatform.MediaPlanning.ReadingInventory;
using AdPlatform.MediaPlanning.ReadingPlan;
using AdPlatform.MediaPlanning.ReplanningOnResults;
using AdPlatform.MediaPlanning.RequestingPlan;
using AdPlatform.MediaPlanning.SearchingInventory;
using AdPlatform.MediaPlanning.SplittingMix;

namespace AdPlatform.MediaPlanning;

/// <summary>Inventory, forecasts, reach, and plans with a certificate.</summary>
public static class MediaPlanningService
{
    public static void AddMediaPlanning(this IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<PlanningDb>("planning");
        builder.AddPlatformOptions<PlanningOptions>("MediaPlanning");
        builder.Services.AddHostedService<ExpiringHolds>();
    }

    public static void AddMediaPlanningConsumers(this ServiceBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.AddConsumer<BuildMediaPlanConsumer, BuildMediaPlan, PlanningDb>();
        bus.AddConsumer<DeliveryRecordedConsumer, DeliveryRecorded, PlanningDb>();
        bus.AddSnapshot<TitleCatalogued, PlanningDb>(TitleSnapshot.ReadAsync);
    }

    public static void MapMediaPlanning(this IEndpointRouteBuilder routes)
    {
        ImportInventory.Map(routes);
        ReadInventory.Map(routes);
        SearchInventory.Map(routes);
        ReadAvails.Map(routes);
        RequestPlan.Map(routes);
        SplitMix.Map(routes);
        ScorePlan.Map(routes);
        ComparePlan.Map(routes);
        ReplanPlan.Map(routes);
        HoldPlan.Map(routes);
        ReadPlan.Map(routes);
    }
}
