using System.Text;

namespace AdPlatform.Hosting.Messaging;

/// <summary>Spreads keys (viewers) over the partition queues: the same key always comes to the same one, and adding one moves only its share.</summary>
public sealed class Partitions
{
    internal Partitions(int count) => Count = count;

    /// <summary>1 on the embedded bus, which has one queue and one consumer.</summary>
    public int Count { get; }

    /// <summary>Jump consistent hash (Lamping and Veach 2014, arXiv:1406.2294) of the key's FNV-1a hash.</summary>
    public int Of(string key)
    {
        var hash = Fnv1A(key);
        long bucket = -1, next = 0;
        while (next < Count)
        {
            bucket = next;
            hash = unchecked((hash * 2862933555777941757UL) + 1);
            next = (long)((bucket + 1) * ((1L << 31) / (double)((hash >> 33) + 1)));
        }

        return (int)bucket;
    }

    private static ulong Fnv1A(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(key)) hash = unchecked((hash ^ octet) * 1099511628211UL);
        return hash;
    }
}
