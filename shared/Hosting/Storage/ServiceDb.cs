using System.Diagnostics;
using AdPlatform.Contracts;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Messaging.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Hosting.Storage;

/// <summary>
/// A service's database with the tables of messaging, idempotency and keys. Whoever stands at the edge (a consumer's inbox, the idempotency
/// filter, a handler) commits once: business rows, inbox row and outbox rows are one transaction.
/// </summary>
public abstract class ServiceDb(DbContextOptions options, ServiceDatabase database) : DbContext(options)
{
    private readonly HashSet<string> changed = [];
    private IDisposable? gate;

    internal DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    internal DbSet<InboxRow> Inbox => Set<InboxRow>();

    internal DbSet<ErrorRow> Errors => Set<ErrorRow>();

    internal DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();

    internal DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    internal DbSet<SnapshotRow> Snapshots => Set<SnapshotRow>();

    /// <summary>Adds <paramref name="message"/> to the outbox; it is sent after the commit, at least once, also over a crash.</summary>
    public void Publish<T>(T message, DateTimeOffset now)
        where T : class, IAccountMessage => Publish(message, now, trace: null);

    /// <param name="trace">W3C trace context of work that outlives its requests: the message belongs to that trace, and what caused it is linked with it.</param>
    public void Publish<T>(T message, DateTimeOffset now, string? trace)
        where T : class, IAccountMessage => Outbox.Add(OutboxRow.From(message, now, LastingTrace.Continue(trace)));

    /// <summary>As <see cref="Publish{T}(T, DateTimeOffset)"/>, of a message that is JSON already: large batches are put together from what was stored, and not read for it.</summary>
    /// <param name="body">A <typeparamref name="T"/> of <paramref name="accountId"/> in the dialect of the bus.</param>
    public void PublishWritten<T>(string accountId, string body, DateTimeOffset now)
        where T : class, IAccountMessage => Outbox.Add(OutboxRow.Written(typeof(T), accountId, body, now, LastingTrace.Continue(null)));

    /// <summary>Adds <paramref name="message"/> to the outbox for one queue alone.</summary>
    internal void Send(IAccountMessage message, string queue, DateTimeOffset now) => Outbox.Add(OutboxRow.From(message, now, Activity.Current?.Id, queue));

    public StorageProvider Provider => database.Provider;

    /// <summary>After the commit, other instances read again what they keep of it in memory: <see cref="Caching.Versions"/>.</summary>
    public void BumpAfterCommit(string what) => changed.Add($"{database.Name}:{what}");

    /// <summary>
    /// Opens the write transaction for raw SQL; <see cref="CommitAsync"/> ends it, disposing without it rolls back. There is one at a time a service,
    /// over all its instances: what is read inside is what the writes meet.
    /// </summary>
    public async Task BeginWriteAsync(CancellationToken cancellationToken)
    {
        if (gate is not null) return;
        gate = await database.EnterAsync(cancellationToken);
        try
        {
            await Database.BeginTransactionAsync(cancellationToken);
            if (Provider == StorageProvider.Postgres) await Database.ExecuteSqlRawAsync(PostgresStorage.WriterLock(database.Name), cancellationToken);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Saves what is tracked and commits the open write transaction, if there is one.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var publishes = ChangeTracker.Entries<OutboxRow>().Any(entry => entry.State == EntityState.Added);
        await SaveChangesAsync(cancellationToken);
        if (Database.CurrentTransaction is { } transaction)
        {
            await transaction.CommitAsync(cancellationToken);
            await transaction.DisposeAsync();
            Release();
        }

        if (publishes) database.OutboxFilled();
        foreach (var name in changed) database.Versions?.Bump(name);
        changed.Clear();
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // PostgreSQL has many writers: rows that are tracked are guarded by keys and concurrency tokens.
        if (gate is not null || Provider == StorageProvider.Postgres) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (!ChangeTracker.HasChanges()) return 0;
        using (await database.EnterAsync(cancellationToken))
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use CommitAsync.");

    public override void Dispose()
    {
        base.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Release();
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMicroseconds>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        if (Provider == StorageProvider.Postgres) return;
        // Lower case as everywhere else; the provider's own form is upper case, which raw SQL would miss.
        configurationBuilder.Properties<Guid>().HaveConversion<Microsoft.EntityFrameworkCore.Storage.ValueConversion.GuidToStringConverter>();
        // Parameters of raw SQL have no property: they take the default of their type.
        configurationBuilder.DefaultTypeMapping<Guid>().HasConversion<Microsoft.EntityFrameworkCore.Storage.ValueConversion.GuidToStringConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<OutboxRow>().ToTable("outbox").HasKey(row => row.Sequence);
        modelBuilder.Entity<InboxRow>().ToTable("inbox").HasKey(row => new { row.MessageId, row.Consumer });
        modelBuilder.Entity<ErrorRow>().ToTable("message_errors").HasKey(row => new { row.MessageId, row.Consumer });
        modelBuilder.Entity<IdempotencyRow>().ToTable("idempotency_keys").HasKey(row => new { row.AccountId, row.Key });
        modelBuilder.Entity<ApiKeyRow>().ToTable("api_keys").HasKey(row => row.KeyId);
        modelBuilder.Entity<SnapshotRow>().ToTable("snapshots").HasKey(row => row.MessageType);
        SnakeCase.Apply(modelBuilder);
    }

    private void Release()
    {
        gate?.Dispose();
        gate = null;
    }
}
