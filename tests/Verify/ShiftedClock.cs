namespace AdPlatform.Verify;

/// <summary>Runs like the given clock, from another moment on: a recorded file is checked as of its own day. Delays and timers run in real time.</summary>
internal sealed class ShiftedClock(TimeProvider clock, DateTimeOffset now) : TimeProvider
{
    private readonly TimeSpan shift = now - clock.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + shift;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;
}
