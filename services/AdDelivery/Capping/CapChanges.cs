using System.Threading.Channels;
using AdPlatform.Hosting.Caching;
using StackExchange.Redis;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>A change that nobody waits for, and that may be repeated.</summary>
internal sealed record CapChange(string ViewerHash, RedisScript Script, params RedisValue[] Arguments);

/// <summary>Confirmations and the like on their way to Redis, in order. They outlive its outages; when too many gather, the counts are rebuilt instead.</summary>
internal sealed class CapChanges
{
    /// <summary>About 200 bytes each.</summary>
    private const int AtMost = 200_000;

    private readonly Channel<CapChange> _waiting = Channel.CreateUnbounded<CapChange>(new() { SingleReader = true });
    private int _count;
    private int _lost;

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public void Add(CapChange change)
    {
        if (Interlocked.Increment(ref _count) <= AtMost && _waiting.Writer.TryWrite(change)) return;
        Interlocked.Decrement(ref _count);
        Volatile.Write(ref _lost, 1);
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _waiting.Reader.WaitToReadAsync(cancellationToken);

    public void Take(List<CapChange> into, int atMost)
    {
        while (into.Count < atMost && _waiting.Reader.TryRead(out var change)) into.Add(change);
    }

    public void Done(int count) => Interlocked.Add(ref _count, -count);

    /// <summary>True once after changes had to be dropped.</summary>
    public bool TakeLost() => Interlocked.Exchange(ref _lost, 0) == 1;
}
