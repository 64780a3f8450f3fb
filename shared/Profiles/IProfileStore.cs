namespace AdPlatform.Profiles;

/// <summary>Written by AudienceProfiling alone, after its own commit. One value a key: <c>p:{publisher}:{hash}</c>.</summary>
/// <remarks>Fails with an <see cref="IOException"/> or a <see cref="TimeoutException"/> when the store cannot be reached; part of it may be written then.</remarks>
public interface IProfileStore
{
    /// <summary>Name for erasure receipts.</summary>
    string Name { get; }

    /// <summary>An entry with a higher version stays. Repeating a write changes nothing.</summary>
    ValueTask WriteAsync(IReadOnlyCollection<ProfileWrite> writes, CancellationToken cancellationToken);

    /// <summary>Readers miss it at once; writes with a version up to <paramref name="version"/> that are still on their way are ignored.</summary>
    /// <returns>How many of the hashes had a profile.</returns>
    ValueTask<int> RemoveAsync(string publisherId, IReadOnlyCollection<string> viewerHashes, long version, CancellationToken cancellationToken);
}

/// <param name="Hashes">Of all ids of the viewer.</param>
public sealed record ProfileWrite(CachedProfile Profile, IReadOnlyList<string> Hashes);
