using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.CreativeGeneration.ServingAssets;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration;

internal sealed class CreativesDb(DbContextOptions<CreativesDb> options, ServiceDatabase<CreativesDb> database) : ServiceDb(options, database)
{
    public DbSet<Generation> Generations => Set<Generation>();
    public DbSet<Creative> Creatives => Set<Creative>();
    public DbSet<Review> Reviews => Set<Review>();
    public DbSet<StoredAsset> Assets => Set<StoredAsset>();
    public DbSet<StoredRejection> Rejections => Set<StoredRejection>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Generation>().ToTable("generations").HasKey(row => new { row.AccountId, row.CampaignId, row.CampaignVersion });
        modelBuilder.Entity<Creative>().ToTable("creatives").HasKey(row => row.CreativeId);
        // Two reviewers at once: the second reads again.
        modelBuilder.Entity<Creative>().Property(row => row.Version).IsConcurrencyToken();
        modelBuilder.Entity<Review>().ToTable("reviews").HasKey(row => new { row.CreativeId, row.CreativeVersion });
        modelBuilder.Entity<StoredAsset>().ToTable("assets").HasKey(row => new { row.AccountId, row.Sha256 });
        modelBuilder.Entity<StoredRejection>().ToTable("rejections").HasKey(row => new { row.AccountId, row.CampaignId, row.CampaignVersion, row.Ordinal });
        base.OnModelCreating(modelBuilder);
    }
}
