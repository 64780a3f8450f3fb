using AdPlatform.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace AdPlatform.AudienceProfiling.Tests.Profiles;

public sealed class DecayedScoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    [Fact]
    public void The_order_of_events_does_not_matter() => Prop.ForAll(
        ArbMap.Default.ArbFor<(ushort Hour, byte Weight)[]>(),
        events =>
        {
            var forward = Sum(events);
            var backward = Sum(events.Reverse());
            return Math.Abs(forward - backward) <= 1e-9 * (1 + forward);
        }).QuickCheckThrowOnFailure();

    private static double Sum(IEnumerable<(ushort Hour, byte Weight)> events) => events
        .Aggregate(new DecayedScore(0, Start), (score, e) => score.Plus(e.Weight, Start.AddHours(e.Hour), HalfLife))
        .ValueAt(Start.AddDays(3000), HalfLife) * double.Exp2(100);
}
