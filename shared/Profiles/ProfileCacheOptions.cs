using System.ComponentModel.DataAnnotations;

namespace AdPlatform.Profiles;

/// <summary>Section <c>AdPlatform:Profiles</c>, for profiles in Redis; a test pins the defaults.</summary>
internal sealed class ProfileCacheOptions
{
    /// <summary>
    /// How long a profile that was read is answered from this process, at most; a change drops it at once. That publication can be lost when its
    /// sender dies: this is the longest time for which an erased viewer may then still be seen. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan NearLifetime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Profiles in the near cache, about 2 KB each. Default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int NearCapacity { get; set; } = 50_000;

    /// <summary>How long a removed viewer's version is remembered, so that writes that are late do not bring it back. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan TombstoneLifetime { get; set; } = TimeSpan.FromDays(1);
}
