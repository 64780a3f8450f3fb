using System.Collections.Concurrent;

namespace AdPlatform.Profiles;

/// <summary>What was read lately, unknown viewers too, for a moment. Bounded: who was not read lately goes first (second chance).</summary>
internal sealed class NearCache(int capacity, TimeSpan lifetime, TimeProvider clock)
{
    private const int Stripes = 4096;

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly Lock writing = new();

    /// <summary>Grows when a key of the stripe moves: what was being read meanwhile is not kept, for nobody would drop it.</summary>
    private readonly long[] moves = new long[Stripes];

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

    /// <summary>Before the store is asked.</summary>
    public NearReading Begin(string key) => new(clock.GetTimestamp(), Volatile.Read(ref moves[StripeOf(key)]));

    /// <param name="reading">When the reading began: what was written since is not in it.</param>
    public void Put(string key, CachedProfile? profile, NearReading reading)
    {
        if (lifetime == TimeSpan.Zero) return;
        var readAt = reading.At;
        lock (writing)
        {
            if (moves[StripeOf(key)] != reading.Moves) return;
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
        {
            moves[StripeOf(key)]++;
            if (entries.ContainsKey(key)) entries[key] = new(null, clock.GetTimestamp() - (long)((lifetime.TotalSeconds + 1) * clock.TimestampFrequency));
        }
    }

    public void Clear()
    {
        lock (writing)
        {
            for (var i = 0; i < moves.Length; i++) moves[i]++;
            entries.Clear();
            order.Clear();
        }
    }

    private static int StripeOf(string key) => (int)((uint)key.GetHashCode(StringComparison.Ordinal) % Stripes);

    private sealed class Entry(CachedProfile? profile, long readAt)
    {
        public CachedProfile? Profile => profile;
        public long ReadAt => readAt;
        public bool Used { get; set; }
    }
}

/// <param name="At">Timestamp of the clock.</param>
/// <param name="Moves">Of the key's stripe at that time.</param>
internal readonly record struct NearReading(long At, long Moves);
