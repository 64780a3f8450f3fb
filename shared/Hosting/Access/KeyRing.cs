using System.Collections.Concurrent;

namespace AdPlatform.Hosting.Access;

/// <summary>The living keys of this process, by hash. A revoked key never comes back, in whatever order the events arrive.</summary>
public sealed class KeyRing(TimeProvider clock)
{
    /// <summary>Of each service's table of keys.</summary>
    internal const string Version = "keys";

    private readonly ConcurrentDictionary<string, ApiKey> byHash = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, bool> revoked = new();

    public void Add(ApiKey key)
    {
        byHash[key.KeyHash] = key;
        if (revoked.ContainsKey(key.KeyId)) byHash.TryRemove(key.KeyHash, out _);
    }

    public void Revoke(Guid keyId)
    {
        revoked[keyId] = true;
        foreach (var (hash, key) in byHash)
            if (key.KeyId == keyId) byHash.TryRemove(hash, out _);
    }

    public ApiKey? Find(string secret) =>
        byHash.TryGetValue(ApiKey.HashOf(secret), out var key) && (key.ExpiresAt is null || key.ExpiresAt > clock.GetUtcNow()) ? key : null;
}
