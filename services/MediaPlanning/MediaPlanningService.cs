using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.ImportingInventory;
using AdPlatform.MediaPlanning.ReadingInventory;
using AdPlatform.MediaPlanning.ReadingPlan;

namespace AdPlatform.MediaPlanning;

/// <summary>Inventory, forecasts, reach, and plans with a certificate.</summary>
public static class MediaPlanningService
{
    public static void AddMediaPlanning(this IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<PlanningDb>("planning");
        builder.AddPlatformOptions<PlanningOptions>("MediaPlanning");
    }

    public static void AddMediaPlanningConsumers(this ServiceBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.AddConsumer<BuildMediaPlanConsumer, BuildMediaPlan, PlanningDb>();
        bus.AddSnapshot<TitleCatalogued, PlanningDb>(TitleSnapshot.ReadAsync);
    }

    public static void MapMediaPlanning(this IEndpointRouteBuilder routes)
    {
        ImportInventory.Map(routes);
        ReadInventory.Map(routes);
        ReadPlan.Map(routes);
    }
}
