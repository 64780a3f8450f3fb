namespace AdPlatform.Profiles;

/// <summary>Reads profiles for decisions. Implementations: in this process (embedded), Redis with a near cache (networked).</summary>
public interface IProfileReader
{
    /// <summary>Null when the viewer is unknown, erased, or may not be kept.</summary>
    /// <remarks>Fails with an <see cref="IOException"/> or a <see cref="TimeoutException"/> when the store cannot be asked; at once when that is known already.</remarks>
    /// <param name="viewerHash">Of any id of the viewer: <see cref="ViewerHash.Of"/>.</param>
    ValueTask<CachedProfile?> ReadAsync(string publisherId, string viewerHash, CancellationToken cancellationToken);
}
