using AdPlatform.Profiles;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Who asks, as far as consent lets us know.</summary>
/// <param name="Hash">The canonical one, for measurement; null without ids or permission.</param>
/// <param name="CapHashes">Under which views are counted: of every id, and the profile's own; empty without permission.</param>
/// <param name="Segments">Empty without a profile that may be used.</param>
internal sealed record Viewer(string? Hash, IReadOnlyList<string> CapHashes, IReadOnlyList<Guid> Segments, string? Language, string? Degraded)
{
    public static Viewer Unknown { get; } = new(null, [], [], null, null);
}

/// <summary>Reads the viewer's profile within its time; a slow or missing store costs the selection, not the answer.</summary>
internal sealed class Viewers(IProfileReader profiles, ViewerHashes hashes, TimeProvider clock)
{
    private static readonly int[] NeededForProfile = [1, 3, 4];

    public async ValueTask<Viewer> FindAsync(string publisherId, IReadOnlyList<ViewerId> ids, Permissions may, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (ids.Count == 0 || !(may.Profile || may.Cap || may.Measure)) return Viewer.Unknown;
        var hashed = HashesOf(publisherId, ids);
        var (profile, degraded) = may.Profile ? await ReadAsync(publisherId, hashed, budget, cancellationToken) : (null, null);
        var canonical = profile?.Hash ?? hashed[0];
        var usable = profile is not null && Allows(profile) ? profile : null;
        return new(
            may.Measure ? canonical : null,
            !may.Cap ? [] : hashed.Contains(canonical) ? hashed : [.. hashed, canonical],
            usable is null or { Segments.Count: 0 } ? [] : IdsOf(usable.Segments),
            usable?.Language,
            degraded);
    }

    /// <summary>Each once, in the order of the ids.</summary>
    private string[] HashesOf(string publisherId, IReadOnlyList<ViewerId> ids)
    {
        var hashed = new string[ids.Count];
        var different = 0;
        for (var i = 0; i < ids.Count; i++)
        {
            var hash = hashes.Of(publisherId, ids[i]);
            if (Array.IndexOf(hashed, hash, 0, different) < 0) hashed[different++] = hash;
        }
        return different == hashed.Length ? hashed : hashed[..different];
    }

    private static Guid[] IdsOf(IReadOnlyList<SegmentMembership> segments)
    {
        var ids = new Guid[segments.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = segments[i].SegmentId;
        return ids;
    }

    /// <summary>A no that the viewer told the profile holds, whatever the request says.</summary>
    private static bool Allows(CachedProfile profile)
    {
        foreach (var purpose in NeededForProfile)
            if (profile.Consent.Purposes.TryGetValue(purpose, out var allowed) && !allowed) return false;
        return true;
    }

    private async ValueTask<(CachedProfile? Profile, string? Degraded)> ReadAsync(
        string publisherId, string[] hashed, TimeSpan budget, CancellationToken cancellationToken)
    {
        try
        {
            var started = clock.GetTimestamp();
            foreach (var hash in hashed)
            {
                var read = profiles.ReadAsync(publisherId, hash, cancellationToken);
                // Known to be away: costs nothing.
                if (read.IsFaulted) return (null, "profile-unavailable");
                var left = budget - clock.GetElapsedTime(started);
                var profile = read.IsCompletedSuccessfully ? read.Result
                    : left <= TimeSpan.Zero ? throw new TimeoutException()
                    : await read.AsTask().WaitAsync(left, clock, cancellationToken);
                if (profile is not null) return (profile, null);
            }
            return (null, null);
        }
        catch (TimeoutException)
        {
            return (null, "profile-timeout");
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException)
        {
            return (null, "profile-unavailable");
        }
    }
}
