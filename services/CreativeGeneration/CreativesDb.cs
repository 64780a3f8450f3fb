using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Library;
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
    public DbSet<LibraryAsset> LibraryAssets => Set<LibraryAsset>();
    public DbSet<StoredPicture> Pictures => Set<StoredPicture>();
    public DbSet<LibraryFile> LibraryFiles => Set<LibraryFile>();
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
        modelBuilder.Entity<LibraryAsset>().ToTable("library_assets").HasKey(row => row.AssetId);
        modelBuilder.Entity<LibraryAsset>().Property(row => row.Kind).HasConversion<string>();
        modelBuilder.Entity<LibraryAsset>().Property(row => row.Type).HasConversion<string>();
        modelBuilder.Entity<LibraryFile>().ToTable("library_files").HasKey(row => new { row.AccountId, row.Sha256 });
        modelBuilder.Entity<StoredPicture>().ToTable("pictures").HasKey(row => new { row.AccountId, row.Sha256 });
        base.OnModelCreating(modelBuilder);
    }
}
