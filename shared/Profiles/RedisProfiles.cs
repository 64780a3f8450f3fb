using System.Globalization;
using System.Text;
using AdPlatform.Hosting.Caching;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AdPlatform.Profiles;

/// <summary>
/// Profiles of a networked installation: Redis, with a near cache in each process. Key <c>p:{publisher}:{hash}</c>, value the version in decimal, a
/// line feed and the codec's bytes; nothing after the line feed for a removed viewer. Of record in AudienceProfiling's database.
/// </summary>
/// <remarks>Fails with what <see cref="RedisConnection"/> fails with: <see cref="IOException"/> and <see cref="TimeoutException"/>.</remarks>
internal sealed class RedisProfiles : IProfileReader, IProfileStore
{
    /// <summary>Keys that have moved, a line feed between. Channels are shared by all databases of a server, as keys of other installations would be: nobody has them.</summary>
    private const string Moved = "profiles:moved";

    /// <summary>Sent together, awaited together.</summary>
    private const int AtOnce = 256;

    // Versions are microseconds since 1970, below 2^53: exact in Lua's numbers. Of a long value only the head is looked at.
    private const string Held = """
        local head = redis.call('GETRANGE', KEYS[1], 0, 24)
        local stop = string.find(head, '\n', 1, true)
        local held = stop and tonumber(string.sub(head, 1, stop - 1))
        local live = stop and redis.call('STRLEN', KEYS[1]) > stop

        """;

    private static readonly RedisScript SetIfNewer = new(Held + """
        local version = tonumber(ARGV[1])
        if held and (held > version or (held == version and not live)) then return 0 end
        redis.call('SET', KEYS[1], ARGV[2])
        return 1
        """);

    private static readonly RedisScript Remove = new(Held + """
        if not held or held <= tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
        return live and 1 or 0
        """);

    private readonly RedisConnection redis;
    private readonly ProfileCacheOptions options;
    private readonly CachingOptions caching;
    private readonly TimeProvider clock;
    private readonly NearCache near;
    private long heardSince;

    public RedisProfiles(RedisConnection redis, IOptions<ProfileCacheOptions> options, IOptions<CachingOptions> caching, TimeProvider clock)
    {
        (this.redis, this.options, this.caching, this.clock) = (redis, options.Value, caching.Value, clock);
        near = new NearCache(this.options.NearCapacity, this.options.NearLifetime, clock);
        // Without a near cache there is nothing that could be stale.
        if (this.options.NearLifetime > TimeSpan.Zero) redis.Listen(Moved, Drop);
    }

    public string Name => "profiles-in-redis";

    public ValueTask<CachedProfile?> ReadAsync(string publisherId, string viewerHash, CancellationToken cancellationToken)
    {
        var key = KeyOf(publisherId, viewerHash);
        ForgetUnheard();
        if (near.TryGet(key, out var profile)) return new(profile);
        var reading = near.Begin(key);
        var read = redis.RunAsync(database => database.StringGetAsync(key));
        // Refused at once: handed on as it is, without the cost of a throw.
        return read.IsFaulted ? ValueTask.FromException<CachedProfile?>(read.AsTask().Exception!.InnerException!) : new(FinishAsync(read, key, reading));
    }

    public async ValueTask WriteAsync(IReadOnlyCollection<ProfileWrite> writes, CancellationToken cancellationToken)
    {
        var values = writes.SelectMany(write =>
        {
            var value = Value(write.Profile.Version, ProfileCodec.Encode(write.Profile));
            return write.Hashes.Select(hash => (Key: KeyOf(write.Profile.PublisherId, hash), write.Profile.Version, Value: value));
        });
        foreach (var chunk in values.Chunk(AtOnce))
        {
            await redis.RunAsync(
                database => Task.WhenAll(chunk.Select(one => SetIfNewer.RunAsync(database, one.Key, one.Version, one.Value))), caching.BatchDeadline);
            await TellAsync([.. chunk.Select(one => one.Key)]);
        }
    }

    public async ValueTask<int> RemoveAsync(string publisherId, IReadOnlyCollection<string> viewerHashes, long version, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var chunk in viewerHashes.Select(hash => KeyOf(publisherId, hash)).Chunk(AtOnce))
        {
            foreach (var key in chunk) near.Expire(key);
            var results = await redis.RunAsync(
                database => Task.WhenAll(chunk.Select(key => Remove.RunAsync(database, key, version, Value(version, []), (long)options.TombstoneLifetime.TotalMilliseconds))),
                caching.BatchDeadline);
            removed += results.Count(result => (long)result == 1);
            await TellAsync(chunk);
        }
        return removed;
    }

    /// <summary>After the change, so that who reads again reads it. Lost when this process dies in between: then the near caches' lifetime ends it.</summary>
    private async Task TellAsync(string[] keys)
    {
        foreach (var key in keys) near.Expire(key);
        await redis.RunAsync(database => database.PublishAsync(new RedisChannel(Moved, RedisChannel.PatternMode.Literal), string.Join('\n', keys)), caching.BatchDeadline);
    }

    private void Drop(byte[] keys)
    {
        foreach (var key in Encoding.UTF8.GetString(keys).Split('\n')) near.Expire(key);
    }

    /// <summary>After a connection without ears, anything may have moved.</summary>
    private void ForgetUnheard()
    {
        var epoch = redis.Epoch;
        if (Interlocked.Exchange(ref heardSince, epoch) != epoch) near.Clear();
    }

    private static string KeyOf(string publisherId, string hash) => $"p:{publisherId}:{hash}";

    private static byte[] Value(long version, byte[] profile) => [.. Encoding.ASCII.GetBytes(version.ToString(CultureInfo.InvariantCulture)), (byte)'\n', .. profile];

    private async Task<CachedProfile?> FinishAsync(ValueTask<RedisValue> read, string key, NearReading reading)
    {
        var value = (byte[]?)await read;
        var body = value is null ? -1 : Array.IndexOf(value, (byte)'\n') + 1;
        var profile = body > 0 && body < value!.Length ? ProfileCodec.Decode(value.AsSpan(body)) : null;
        near.Put(key, profile, reading);
        return profile;
    }
}
