namespace AdPlatform.Hosting.Caching;

/// <summary>Wall clocks jump; how long a breaker stays open must not. Only differences of these instants mean anything.</summary>
internal sealed class MonotonicTime(TimeProvider clock) : TimeProvider
{
    private readonly long started = clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + clock.GetElapsedTime(started);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
