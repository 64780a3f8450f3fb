using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.AdDelivery.Storage;

/// <summary>Entities for what changes now and then; decisions, events, ledger and learning are hot and use SQL.</summary>
internal sealed class DeliveryDb(DbContextOptions<DeliveryDb> options, ServiceDatabase<DeliveryDb> database) : ServiceDb(options, database)
{
    public DbSet<CampaignRow> Campaigns => Set<CampaignRow>();
    public DbSet<CampaignStateRow> CampaignStates => Set<CampaignStateRow>();
    public DbSet<LineRow> Lines => Set<LineRow>();
    public DbSet<CreativeRow> Creatives => Set<CreativeRow>();
    public DbSet<TitleRow> Titles => Set<TitleRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CampaignRow>().HasKey(row => row.CampaignId);
        modelBuilder.Entity<CampaignStateRow>().HasKey(row => row.CampaignId);
        modelBuilder.Entity<LineRow>().HasKey(row => row.LineId);
        modelBuilder.Entity<CreativeRow>().HasKey(row => row.CreativeId);
        modelBuilder.Entity<TitleRow>().HasKey(row => new { row.PublisherId, row.TitleId });
        base.OnModelCreating(modelBuilder);
    }
}
