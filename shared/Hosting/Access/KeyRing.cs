using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AdPlatform.Hosting.Access;

/// <summary>The living keys of this process, by hash. A revoked key never comes back, in whatever order the events arrive.</summary>
public sealed class KeyRing(TimeProvider clock)
{
    /// <summary>Of each service's table of keys.</summary>
    internal const string Version = "keys";

    /// <summary>Characters; ours have 47.</summary>
    private const int MaxSecret = 512;

    private readonly ConcurrentDictionary<string, LivingKey> byHash = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, bool> revoked = new();

    public void Add(ApiKey key)
    {
        byHash[key.KeyHash] = new(key);
        if (revoked.ContainsKey(key.KeyId)) byHash.TryRemove(key.KeyHash, out _);
    }

    public void Revoke(Guid keyId)
    {
        revoked[keyId] = true;
        foreach (var (hash, living) in byHash)
            if (living.Key.KeyId == keyId) byHash.TryRemove(hash, out _);
    }

    public ApiKey? Find(string secret) => FindLiving(secret)?.Key;

    internal LivingKey? FindLiving(ReadOnlySpan<char> secret)
    {
        // As ApiKey.HashOf, and nothing is allocated: it is asked for every request.
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Math.Min(secret.Length, MaxSecret))];
        if (secret.Length > MaxSecret) return null;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(secret, bytes)], digest);
        Span<char> hash = stackalloc char[2 * SHA256.HashSizeInBytes];
        Convert.TryToHexStringLower(digest, hash, out _);
        return byHash.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(hash, out var living) && (living.Key.ExpiresAt is null || living.Key.ExpiresAt > clock.GetUtcNow()) ? living : null;
    }
}
