using System.ComponentModel.DataAnnotations;

namespace AdPlatform.Hosting.Caching;

/// <summary>Section <c>AdPlatform:Caching</c>: how long Redis (<c>AdPlatform:Redis</c>) may keep anyone waiting. A test pins the defaults.</summary>
public sealed class CachingOptions
{
    /// <summary>Longest wait for the answer to one call; callers with less time wait less. Default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan CallDeadline { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait for a batch of writes. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan BatchDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for a new connection to answer. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan ConnectDeadline { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Calls without an answer at one time; more fail at once, so that a frozen server piles nothing up. Default 4,096.</summary>
    [Range(1, 1_000_000)]
    public int MaxInFlight { get; set; } = 4_096;

    /// <summary>Share of calls that may fail within <see cref="SamplingDuration"/> before the breaker opens, 0..1. Default 0.5.</summary>
    [Range(0.01, 1.0)]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Calls within <see cref="SamplingDuration"/> below which the breaker does not judge. Default 3.</summary>
    [Range(2, 1_000_000)]
    public int MinimumCalls { get; set; } = 3;

    /// <summary>Window in which failures are counted. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an open breaker refuses before it lets one call try. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time-outs in a row after which the connection is given up for a new one. Default 5.</summary>
    [Range(1, 1_000)]
    public int ReconnectAfter { get; set; } = 5;

    /// <summary>How often the server is asked whether it lives and is still the same. Default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often this process looks whether another one has changed what it keeps in memory. Default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan VersionInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The same, by asking the database, while Redis is away. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan VersionFallback { get; set; } = TimeSpan.FromSeconds(2);
}
