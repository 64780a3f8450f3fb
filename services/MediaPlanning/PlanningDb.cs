using AdPlatform.Hosting.Storage;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.Inventory;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning;

internal sealed class PlanningDb(DbContextOptions<PlanningDb> options, ServiceDatabase<PlanningDb> database) : ServiceDb(options, database)
{
    public DbSet<Title> Titles => Set<Title>();

    public DbSet<InventoryLine> InventoryLines => Set<InventoryLine>();

    public DbSet<ViewedWeekRow> ViewedWeeks => Set<ViewedWeekRow>();

    public DbSet<StoredPlan> Plans => Set<StoredPlan>();

    public DbSet<StoredInputs> PlanInputs => Set<StoredInputs>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Title>().ToTable("titles").HasKey(row => new { row.PublisherId, row.TitleId });
        modelBuilder.Entity<InventoryLine>().ToTable("inventory_lines").HasKey(row => new { row.PublisherId, row.LineKey });
        modelBuilder.Entity<ViewedWeekRow>().ToTable("viewed_weeks").HasKey(row => new { row.PublisherId, row.TitleId, row.Edition, row.Monday });
        modelBuilder.Entity<StoredPlan>().ToTable("media_plans").HasKey(row => row.PlanId);
        modelBuilder.Entity<StoredInputs>().ToTable("media_plan_inputs").HasKey(row => row.PlanId);
        base.OnModelCreating(modelBuilder);
    }
}
