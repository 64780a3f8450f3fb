using AdPlatform.AudienceProfiling.RecordingEvents;

namespace AdPlatform.AudienceProfiling.Tests.RecordingEvents;

public sealed class CorrectingClockTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(-60, 0, -60, "a right clock")]
    [InlineData(-60, -3, -60, "the network took three seconds")]
    [InlineData(3540, 3600, -60, "a clock one hour ahead")]
    [InlineData(-3660, -3600, -60, "a clock one hour behind")]
    [InlineData(60, 0, 0, "sent before it happened")]
    public void An_event_is_placed_by_our_clock(int happened, int sent, int expected, string because) => Assert.True(
        Received.AddSeconds(expected) == CorrectingClock.Correct(Received.AddSeconds(happened), Received.AddSeconds(sent), Received, Tolerance), because);

    [Fact]
    public void Without_sentAt_the_clients_time_holds_and_without_any_time_ours()
    {
        Assert.Equal(Received.AddDays(-400), CorrectingClock.Correct(Received.AddDays(-400), null, Received, Tolerance));
        Assert.Equal(Received, CorrectingClock.Correct(null, Received.AddDays(-1), Received, Tolerance));
    }
}
