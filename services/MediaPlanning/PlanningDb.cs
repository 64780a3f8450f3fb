using AdPlatform.Hosting.Storage;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.HoldingLines;
using AdPlatform.MediaPlanning.Inventory;
using AdPlatform.MediaPlanning.ReplanningOnResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning;

internal sealed class PlanningDb(DbContextOptions<PlanningDb> options, ServiceDatabase<PlanningDb> database) : ServiceDb(options, database)
{
    public DbSet<Title> Titles => Set<Title>();

    public DbSet<InventoryLine> InventoryLines => Set<InventoryLine>();

    public DbSet<ViewedWeekRow> ViewedWeeks => Set<ViewedWeekRow>();

    public DbSet<StoredPlan> Plans => Set<StoredPlan>();

    public DbSet<StoredInputs> PlanInputs => Set<StoredInputs>();

    public DbSet<AvailWeek> AvailWeeks => Set<AvailWeek>();

    public DbSet<TakenLine> TakenLines => Set<TakenLine>();

    public DbSet<TakenWeekRow> TakenWeeks => Set<TakenWeekRow>();

    public DbSet<InsertionOrderRow> InsertionOrders => Set<InsertionOrderRow>();

    public DbSet<DeliveredLine> DeliveredLines => Set<DeliveredLine>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Title>().ToTable("titles").HasKey(row => new { row.PublisherId, row.TitleId });
        modelBuilder.Entity<InventoryLine>().ToTable("inventory_lines").HasKey(row => new { row.PublisherId, row.LineKey });
        modelBuilder.Entity<ViewedWeekRow>().ToTable("viewed_weeks").HasKey(row => new { row.PublisherId, row.TitleId, row.Edition, row.Monday });
        modelBuilder.Entity<StoredPlan>().ToTable("media_plans").HasKey(row => row.PlanId);
        modelBuilder.Entity<StoredInputs>().ToTable("media_plan_inputs").HasKey(row => row.PlanId);
        modelBuilder.Entity<AvailWeek>().ToTable("avail_weeks").HasKey(row => new { row.PublisherId, row.SupplyKey, row.Monday });
        modelBuilder.Entity<TakenLine>().ToTable("taken_lines").HasKey(row => row.LineId);
        modelBuilder.Entity<TakenWeekRow>().ToTable("taken_weeks").HasKey(row => new { row.LineId, row.Monday });
        modelBuilder.Entity<InsertionOrderRow>().ToTable("insertion_orders").HasKey(row => row.OrderId);
        modelBuilder.Entity<DeliveredLine>().ToTable("delivered_lines").HasKey(row => row.LineId);
        base.OnModelCreating(modelBuilder);
    }
}
