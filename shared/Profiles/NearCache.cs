using System.Collections.Concurrent;

namespace AdPlatform.Profiles;

/// <summary>What was read lately, unknown viewers too, for a moment. Bounded: who was not read lately goes first (second chance).</summary>
internal sealed class NearCache(int capacity, TimeSpan lifetime, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly Lock writing = new();

    public int Count => entries.Count;

    /// <returns>False when it must be read again; true with null for a viewer that was unknown a moment ago.</returns>
    public bool TryGet(string key, out CachedProfile? profile)
    {
        profile = null;
        if (!entries.TryGetValue(key, out var entry) || clock.GetElapsedTime(entry.ReadAt) >= lifetime) return false;
        entry.Used = true;
        profile = entry.Profile;
        return true;
    }

    /// <param name="readAt">When the reading began: what was written since is not in it.</param>
    public void Put(string key, CachedProfile? profile, long readAt)
    {
        if (lifetime == TimeSpan.Zero) return;
        lock (writing)
        {
            if (entries.ContainsKey(key))
            {
                entries[key] = new(profile, readAt) { Used = true };
                return;
            }
            while (entries.Count >= capacity && order.TryDequeue(out var oldest))
            {
                if (entries.TryGetValue(oldest, out var candidate) && candidate.Used)
                {
                    candidate.Used = false;
                    order.Enqueue(oldest);
                }
                else
                {
                    entries.TryRemove(oldest, out _);
                }
            }
            entries[key] = new(profile, readAt);
            order.Enqueue(key);
        }
    }

    /// <summary>The next reader asks again. The place in the queue stays.</summary>
    public void Expire(string key)
    {
        lock (writing)
            if (entries.ContainsKey(key)) entries[key] = new(null, clock.GetTimestamp() - (long)((lifetime.TotalSeconds + 1) * clock.TimestampFrequency));
    }

    private sealed class Entry(CachedProfile? profile, long readAt)
    {
        public CachedProfile? Profile => profile;
        public long ReadAt => readAt;
        public bool Used { get; set; }
    }
}
