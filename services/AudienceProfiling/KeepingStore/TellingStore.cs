using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.KeepingStore;

/// <summary>
/// Tells the profile store what was committed. A store that is away neither fails nor forgets the change: whoever could not be told of stays in here,
/// and <see cref="RepairingStore"/> tells it from the database. Removals need no memory, they wait in a table.
/// </summary>
internal sealed class TellingStore(IProfileStore store)
{
    /// <summary>Viewers; above it the whole store is filled again.</summary>
    private const int MaxUntold = 100_000;

    private readonly HashSet<(string Publisher, string Hash)> untold = [];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim bell = new(1, 1);
    private bool lost;

    /// <returns>False when the store is away.</returns>
    public async Task<bool> WriteAsync(IReadOnlyList<ProfileWrite> writes)
    {
        try
        {
            // The change is committed: a caller who goes away does not take it back.
            await store.WriteAsync(writes, CancellationToken.None);
            return true;
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            Keep(writes.Select(write => (write.Profile.PublisherId, write.Hashes[0])));
            return false;
        }
    }

    /// <inheritdoc cref="WriteAsync"/>
    public async Task<bool> RemoveAsync(string publisherId, IReadOnlyCollection<string> hashes, long version)
    {
        try
        {
            await store.RemoveAsync(publisherId, hashes, version, CancellationToken.None);
            return true;
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            return false;
        }
        finally
        {
            Ring();
        }
    }

    /// <summary>Waits until there may be something to repair; true at once after the start, for what was left behind.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => bell.WaitAsync(cancellationToken);

    public void Ring()
    {
        lock (gate)
            if (bell.CurrentCount == 0) bell.Release();
    }

    /// <summary>Takes some of the viewers that the store was not told of; put them back with <see cref="Keep"/> when it is still away.</summary>
    public IReadOnlyList<(string Publisher, string Hash)> Take(int atMost)
    {
        lock (gate)
        {
            var taken = untold.Take(atMost).ToList();
            untold.ExceptWith(taken);
            return taken;
        }
    }

    public void Keep(IEnumerable<(string Publisher, string Hash)> viewers)
    {
        lock (gate)
        {
            foreach (var viewer in viewers)
            {
                if (untold.Count < MaxUntold) untold.Add(viewer);
                else lost = true;
            }
        }
        Ring();
    }

    /// <summary>True once after more was untold than is kept here.</summary>
    public bool TakeLost()
    {
        lock (gate)
        {
            var was = lost;
            lost = false;
            return was;
        }
    }
}
