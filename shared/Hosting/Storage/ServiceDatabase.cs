using System.Reflection;

namespace AdPlatform.Hosting.Storage;

/// <summary>One service's database in this process: its name, its one writer gate, and the bell of its outbox.</summary>
public abstract class ServiceDatabase(string name, StorageProvider provider, Assembly migrations) : IDisposable
{
    private readonly SemaphoreSlim writer = new(1, 1);
    private readonly SemaphoreSlim bell = new(0, 1);

    /// <summary>Lower case, also the prefix of the service's queues, the schema's name, and the file name without ending.</summary>
    public string Name { get; } = name;

    public StorageProvider Provider { get; } = provider;

    internal Assembly Migrations { get; } = migrations;

    /// <summary>Null in a database that nothing watches.</summary>
    internal Caching.Versions? Versions { get; init; }

    /// <summary>Waits for the writer's turn in this process: SQLite has one writer a file, and waiting here is fair and cheap, in the database it is neither.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await writer.WaitAsync(cancellationToken);
        return new Turn(writer);
    }

    public void Dispose()
    {
        writer.Dispose();
        bell.Dispose();
        GC.SuppressFinalize(this);
    }

    internal void OutboxFilled()
    {
        try
        {
            if (bell.CurrentCount == 0) bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two writers rang at once: one ring is enough.
        }
    }

    internal Task<bool> WaitForOutboxAsync(TimeSpan atMost, CancellationToken cancellationToken) => bell.WaitAsync(atMost, cancellationToken);

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        private SemaphoreSlim? held = writer;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}

/// <inheritdoc/>
public sealed class ServiceDatabase<TDb>(string name, StorageProvider provider) : ServiceDatabase(name, provider, typeof(TDb).Assembly)
    where TDb : ServiceDb;
