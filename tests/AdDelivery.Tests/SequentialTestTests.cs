using AdPlatform.AdDelivery.Experimenting;
using AdPlatform.Contracts.AdDelivery.V1;

namespace AdPlatform.AdDelivery.Tests;

public sealed class SequentialTestTests(ITestOutputHelper output)
{
    private const int Batches = 40;
    private const int Batch = 500;
    private const double Rate = 0.05;

    /// <summary>ADPLATFORM_EXPERIMENTS for another number; each is looked at after every batch, and stops at the first alarm.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Experiments_without_a_difference_give_at_most_one_false_alarm_in_twenty_however_often_they_are_looked_at(int arms)
    {
        var experiments = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_EXPERIMENTS"), out var wanted) ? wanted : 10_000;
        var alarms = Enumerable.Range(0, experiments).Count(i => StoppedAt(i, [.. Enumerable.Repeat(Rate, arms)]) is not null);

        output.WriteLine($"{experiments} A/A experiments of {arms} arms, {Batches} looks each: {alarms} false alarms ({(double)alarms / experiments:P2})");
        Assert.InRange(alarms, 0, experiments * 0.05);
    }

    [Fact]
    public void The_power_at_a_tenth_more_grows_with_what_was_seen()
    {
        const int Experiments = 400;
        foreach (var (rate, scale) in new[] { (0.05, 1), (0.05, 10), (0.6, 1) })
        {
            var stops = Enumerable.Range(0, Experiments).Select(i => StoppedAt(i, [rate, rate * 1.1], scale)).ToList();
            var power = (double)stops.Count(stop => stop is not null) / Experiments;
            output.WriteLine($"rate {rate}, lift 10%, {Batches * Batch * scale:N0} impressions: power {power:P0}, median stop of those {stops.Where(s => s is not null).Order().ElementAtOrDefault((int)(power * Experiments / 2))} impressions");
            if (scale == 10 || rate > 0.5) Assert.True(power > 0.8, $"power {power}");
        }
    }

    [Fact]
    public void The_confidence_sequence_covers_the_true_ratio_at_every_look()
    {
        var missed = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var random = new Random(i);
            long a = 0, b = 0;
            for (var look = 0; look < Batches; look++)
            {
                a += Binomial(random, Batch / 2, Rate);
                b += Binomial(random, Batch / 2, Rate * 1.2);
                var (low, high) = SequentialTest.RatioBounds(b, a, 0.5, 0.5, 0.05);
                if (low <= 1.2 && 1.2 <= high) continue;
                missed++;
                break;
            }
        }

        Assert.InRange(missed, 0, 50);
    }

    [Fact]
    public void A_readout_names_the_winner_shrinks_its_lift_and_stops_for_harm()
    {
        var experiment = new Experiment("pause", DeliveryKind.Scan, false, 0.05, [new("still", []), new("motion", [])], [new(DeliveryKind.Dismiss, null, 0.5)]);

        var won = Reading.Read(experiment, [new(20_000, 600), new(20_000, 800)], [[new(20_000, 1_000), new(20_000, 1_010)]], 1);
        var harmed = Reading.Read(experiment, [new(20_000, 600), new(20_000, 800)], [[new(20_000, 1_000), new(20_000, 2_500)]], 1);
        var early = Reading.Read(experiment, [new(200, 6), new(200, 8)], [[new(200, 10), new(200, 10)]], 1);

        Assert.Equal(("stop-winner", "stop-harm", "continue"), (won.Advice, harmed.Advice, early.Advice));
        var motion = won.Arms[1];
        Assert.True(motion.ProbabilityBest > 0.99 && motion.ShrunkLift < motion.Lift && motion.ShrunkLift > 0 && motion.LiftLow > 0);
        Assert.True(early.Arms[1].ShrunkLift < 0.1 * early.Arms[1].Lift);
    }

    /// <returns>Impressions at the first alarm; null when there was none.</returns>
    private static long? StoppedAt(int seed, double[] rates, int scale = 1)
    {
        var random = new Random(seed);
        var (shown, clicked, drawn) = (new long[rates.Length], new long[rates.Length], new int[rates.Length]);
        for (var look = 0; look < Batches; look++)
        {
            for (var i = 0; i < rates.Length; i++)
            {
                // As the uniform slice does: each impression draws its arm; in a batch that is a binomial of what the arms before have left.
                var left = (Batch * scale) - Enumerable.Range(0, i).Sum(k => drawn[k]);
                drawn[i] = i == rates.Length - 1 ? left : Binomial(random, left, 1.0 / (rates.Length - i));
                shown[i] += drawn[i];
                clicked[i] += Binomial(random, drawn[i], rates[i]);
            }
            var total = shown.Sum();
            if (SequentialTest.PValue(SequentialTest.LogEvidence(clicked, [.. shown.Select(n => (double)n / total)])) <= 0.05) return total;
        }
        return null;
    }

    private static int Binomial(Random random, int n, double p)
    {
        var count = 0;
        if (p > 0.1 || n < 50)
        {
            for (var i = 0; i < n; i++)
                if (random.NextDouble() < p) count++;
            return count;
        }
        // Gaps between successes are geometric.
        for (var at = Gap(); at < n; at += 1 + Gap()) count++;
        return count;

        int Gap() => (int)Math.Min(int.MaxValue / 2, Math.Floor(Math.Log(1 - random.NextDouble()) / Math.Log(1 - p)));
    }
}
