using System.Collections.Concurrent;

namespace AdPlatform.Profiles;

/// <summary>The profiles of a one-process installation, in memory. Of record in AudienceProfiling's database, which refills this at start.</summary>
/// <remarks>Bounded: above the capacity the entries that nobody read lately go first (second chance, as in a clock cache).</remarks>
internal sealed class EmbeddedProfiles(int capacity) : IProfileReader, IProfileStore
{
    private readonly ConcurrentDictionary<(string Publisher, string Hash), Entry> entries = new();
    private readonly Queue<(string Publisher, string Hash)> order = new();
    private readonly Lock writing = new();

    public string Name => "profiles-in-process";

    public int Count => entries.Count;

    public ValueTask<CachedProfile?> ReadAsync(string publisherId, string viewerHash, CancellationToken cancellationToken)
    {
        if (!entries.TryGetValue((publisherId, viewerHash), out var entry)) return default;
        entry.Read = true;
        return new(entry.Profile);
    }

    public ValueTask WriteAsync(IReadOnlyCollection<ProfileWrite> writes, CancellationToken cancellationToken)
    {
        lock (writing)
        {
            foreach (var (profile, hashes) in writes)
                foreach (var hash in hashes)
                    Put((profile.PublisherId, hash), new Entry(profile, profile.Version));
        }
        return default;
    }

    public ValueTask<int> RemoveAsync(string publisherId, IReadOnlyCollection<string> viewerHashes, long version, CancellationToken cancellationToken)
    {
        var removed = 0;
        lock (writing)
        {
            foreach (var hash in viewerHashes)
            {
                if (entries.TryGetValue((publisherId, hash), out var entry) && entry.Profile is not null) removed++;
                Put((publisherId, hash), new Entry(null, version));
            }
        }
        return new(removed);
    }

    private void Put((string Publisher, string Hash) key, Entry entry)
    {
        if (entries.TryGetValue(key, out var current))
        {
            if (entry.Version > current.Version || (entry.Version == current.Version && current.Profile is not null)) entries[key] = entry;
            return;
        }
        while (entries.Count >= capacity && order.TryDequeue(out var oldest))
        {
            if (entries.TryGetValue(oldest, out var candidate) && candidate.Read)
            {
                candidate.Read = false;
                order.Enqueue(oldest);
            }
            else
            {
                entries.TryRemove(oldest, out _);
            }
        }
        entries[key] = entry;
        order.Enqueue(key);
    }

    /// <param name="profile">Null for a removed one: keeps a late write from bringing the viewer back.</param>
    private sealed class Entry(CachedProfile? profile, long version)
    {
        public CachedProfile? Profile => profile;
        public long Version => version;
        public bool Read { get; set; }
    }
}
