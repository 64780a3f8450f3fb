using AdPlatform.Contracts;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns;

internal sealed class CampaignsDb(DbContextOptions<CampaignsDb> options, ServiceDatabase<CampaignsDb> database) : ServiceDb(options, database)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<IssuedKey> Keys => Set<IssuedKey>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<CampaignStep> Steps => Set<CampaignStep>();

    public DbSet<ProgressEntry> Progress => Set<ProgressEntry>();

    public DbSet<CampaignCreative> Creatives => Set<CampaignCreative>();

    public DbSet<DeliveryDay> DeliveryDays => Set<DeliveryDay>();

    /// <summary>A message about a campaign, in the campaign's trace.</summary>
    public void Publish<T>(Campaign campaign, T message, DateTimeOffset now)
        where T : class, IAccountMessage => Publish(message, now, campaign.TraceParent);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>().ToTable("accounts").HasKey(row => row.AccountId);
        modelBuilder.Entity<IssuedKey>().ToTable("issued_keys").HasKey(row => row.KeyId);
        modelBuilder.Entity<Campaign>().ToTable("campaigns").HasKey(row => row.CampaignId);
        // Two consumers of one campaign at the same time: the second starts over from the new state.
        modelBuilder.Entity<Campaign>().Property(row => row.Revision).IsConcurrencyToken();
        modelBuilder.Entity<CampaignStep>().ToTable("campaign_steps").HasKey(row => new { row.CampaignId, row.Step });
        modelBuilder.Entity<ProgressEntry>().ToTable("campaign_progress").HasKey(row => row.Sequence);
        modelBuilder.Entity<CampaignCreative>().ToTable("campaign_creatives").HasKey(row => row.CreativeId);
        // A review that was read before a later one was saved does not overwrite it.
        modelBuilder.Entity<CampaignCreative>().Property(row => row.ReviewVersion).IsConcurrencyToken();
        modelBuilder.Entity<DeliveryDay>().ToTable("delivery_days").HasKey(row => new { row.CampaignId, row.Day, row.CreativeId });
        base.OnModelCreating(modelBuilder);
    }
}
