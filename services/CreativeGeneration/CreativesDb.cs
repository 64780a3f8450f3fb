using AdPlatform.CreativeGeneration.ApprovingByRule;
using AdPlatform.CreativeGeneration.EditingCreative;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.RefreshingCreatives;
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
    public DbSet<Change> Changes => Set<Change>();
    public DbSet<Comment> Comments => Set<Comment>();
    public DbSet<ApprovedClaim> ApprovedClaims => Set<ApprovedClaim>();
    public DbSet<ApprovalSetting> ApprovalSettings => Set<ApprovalSetting>();
    public DbSet<Exposure> Exposures => Set<Exposure>();
    public DbSet<CountedRecord> CountedRecords => Set<CountedRecord>();
    public DbSet<Look> Looks => Set<Look>();
    public DbSet<Refresh> Refreshes => Set<Refresh>();
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
        modelBuilder.Entity<Change>().ToTable("changes").HasKey(row => new { row.CreativeId, row.CreativeVersion, row.Field });
        modelBuilder.Entity<Comment>().ToTable("comments").HasKey(row => row.CommentId);
        modelBuilder.Entity<ApprovedClaim>().ToTable("approved_claims").HasKey(row => new { row.AccountId, row.Claim });
        modelBuilder.Entity<ApprovalSetting>().ToTable("approval_settings").HasKey(row => new { row.AccountId, row.Version });
        modelBuilder.Entity<Exposure>().ToTable("exposures").HasKey(row => new { row.CreativeId, row.Context, row.Day });
        modelBuilder.Entity<CountedRecord>().ToTable("counted_records").HasKey(row => row.RecordId);
        modelBuilder.Entity<Look>().ToTable("looks").HasKey(row => row.CampaignId);
        modelBuilder.Entity<Refresh>().ToTable("refreshes").HasKey(row => row.RefreshId);
        modelBuilder.Entity<StoredAsset>().ToTable("assets").HasKey(row => new { row.AccountId, row.Sha256 });
        modelBuilder.Entity<StoredRejection>().ToTable("rejections").HasKey(row => new { row.AccountId, row.CampaignId, row.CampaignVersion, row.Ordinal });
        modelBuilder.Entity<LibraryAsset>().ToTable("library_assets").HasKey(row => row.AssetId);
        modelBuilder.Entity<LibraryAsset>().Property(row => row.Kind).HasConversion<string>();
        modelBuilder.Entity<LibraryAsset>().Property(row => row.Type).HasConversion<string>();
        modelBuilder.Entity<LibraryAsset>().Ignore(row => row.GenreList);
        modelBuilder.Entity<LibraryFile>().ToTable("library_files").HasKey(row => new { row.AccountId, row.Sha256 });
        modelBuilder.Entity<StoredPicture>().ToTable("pictures").HasKey(row => new { row.AccountId, row.Sha256 });
        base.OnModelCreating(modelBuilder);
    }
}
