using System.Data.Common;
using AdPlatform.AudienceProfiling.DefiningScore;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.FindingLookalikes;
using AdPlatform.AudienceProfiling.KeepingStore;
using AdPlatform.AudienceProfiling.PreparingAudience;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting.Storage;
using AdPlatform.Profiles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AdPlatform.AudienceProfiling;

/// <summary>Segments and answers are entities; viewers are read and written in sets by <see cref="ViewerRows"/>.</summary>
internal sealed class ProfilingDb(DbContextOptions<ProfilingDb> options, ServiceDatabase<ProfilingDb> database, TellingStore store, ViewerCache cache)
    : ServiceDb(options, database)
{
    private readonly List<StoredViewer> written = [];
    private readonly List<ProfileWrite> writes = [];
    private readonly List<Action> after = [];
    private readonly List<(string Publisher, IReadOnlyCollection<string> Hashes, long Version)> removals = [];

    /// <summary>False after a commit whose changes the profile store will only hear of later, for it is away.</summary>
    public bool StoreWasTold { get; private set; } = true;

    public DbSet<Segment> Segments => Set<Segment>();
    public DbSet<SegmentVersion> SegmentVersions => Set<SegmentVersion>();
    public DbSet<Score> Scores => Set<Score>();
    public DbSet<Lookalike> Lookalikes => Set<Lookalike>();
    public DbSet<PreparedAudience> PreparedAudiences => Set<PreparedAudience>();

    /// <summary>The profile store is told after the commit of the open write transaction: a decision never sees what may be rolled back.</summary>
    public void CacheAfterCommit(StoredViewer viewer, ProfileWrite write)
    {
        written.Add(viewer);
        writes.Add(write);
    }

    /// <inheritdoc cref="CacheAfterCommit"/>
    public void RemoveAfterCommit(string publisherId, IReadOnlyCollection<string> hashes, long version) => removals.Add((publisherId, hashes, version));

    /// <summary>What is told of the open write transaction holds only when it has committed.</summary>
    public void AfterCommit(Action tell) => after.Add(tell);

    /// <inheritdoc cref="RowSet"/>
    public RowSet Rows(params (string Name, Array Values)[] columns) => new(this, columns);

    /// <summary>A publisher's segment by its name, whatever the case. None has U+0000 in it, which PostgreSQL would refuse to compare with.</summary>
    public IQueryable<Segment> SegmentsNamed(string publisherId, string name) =>
        Segments.FromSql($"SELECT * FROM segments WHERE publisher_id = {publisherId} AND lower(name) = lower({name.Replace('\0', '\uFFFD')})");

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.AddInterceptors(CommitHeard.Instance);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Segment>().ToTable("segments").HasKey(row => row.SegmentId);
        modelBuilder.Entity<Segment>().Property(row => row.Version).IsConcurrencyToken();
        modelBuilder.Entity<SegmentVersion>().ToTable("segment_versions").HasKey(row => new { row.SegmentId, row.Version });
        modelBuilder.Entity<Score>().ToTable("scores").HasKey(row => new { row.PublisherId, row.Name });
        modelBuilder.Entity<Score>().Property(row => row.Version).IsConcurrencyToken();
        modelBuilder.Entity<Lookalike>().ToTable("lookalikes").HasKey(row => row.SegmentId);
        modelBuilder.Entity<PreparedAudience>().ToTable("prepared_audiences").HasKey(row => new { row.CampaignId, row.CampaignVersion });
        base.OnModelCreating(modelBuilder);
    }

    private async Task TellStoreAsync()
    {
        cache.Put(written);
        foreach (var (publisher, hashes, version) in removals) StoreWasTold &= await store.RemoveAsync(publisher, hashes, version);
        if (writes.Count > 0) StoreWasTold &= await store.WriteAsync(writes);
        removals.Clear();
        writes.Clear();
        written.Clear();
        foreach (var tell in after) tell();
        after.Clear();
    }

    private sealed class CommitHeard : DbTransactionInterceptor
    {
        public static CommitHeard Instance { get; } = new();

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            ((ProfilingDb)eventData.Context!).TellStoreAsync();
    }
}
