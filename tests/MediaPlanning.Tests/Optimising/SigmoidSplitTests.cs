using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.Tests.Optimising;

public sealed class SigmoidSplitTests
{
    [Fact]
    public void S_curves_are_split_as_well_as_a_grid_of_all_splits_finds_and_the_bound_holds()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            SpendCurve[] curves = [.. Enumerable.Range(0, 4).Select(_ => random.Next(2) == 0
                ? (SpendCurve)new HillCurve(1 + 9 * random.NextDouble(), 5 + 30 * random.NextDouble(), 0.8 + 3 * random.NextDouble())
                : new EffectiveReachCurve(1 + 9 * random.NextDouble(), 2 + 10 * random.NextDouble(), 1 + random.Next(4)))];
            var budget = 20 + random.Next(60);
            var split = SplittingBudget.Split(curves, budget, new double[4], [60, 60, 60, 60], 1e-4)!;
            Assert.True(split.X.Sum() <= budget * (1 + 1e-9) && split.X.All(x => x is >= 0 and <= 60), $"seed {seed}");
            Assert.Equal(split.Value, curves.Select((c, i) => c.Value(split.X[i])).Sum(), 9);
            var grid = Grid(curves, budget);
            Assert.True(split.Bound >= grid - 1e-9, $"seed {seed}: bound {split.Bound} below {grid}");
            Assert.True(split.Value >= grid * (1 - 1e-3), $"seed {seed}: {split.Value} of {grid} after {split.Nodes} nodes");
            Assert.True(split.Bound - split.Value <= 1.01e-4 * split.Value, $"seed {seed}: gap {(split.Bound - split.Value) / split.Value} after {split.Nodes} nodes");
        }
    }

    [Fact]
    public void Two_equal_S_curves_get_one_whole_threshold_and_not_half_of_each()
    {
        SpendCurve curve = new EffectiveReachCurve(100, 10, 4);
        var split = SplittingBudget.Split([curve, curve], 30, [0, 0], [100, 100])!;
        Assert.Equal([0.0, 30.0], split.X.Order().Select(x => Math.Round(x, 6)));
    }

    /// <summary>Whole units by dynamic programming.</summary>
    private static double Grid(SpendCurve[] curves, int budget)
    {
        var best = new double[budget + 1];
        foreach (var curve in curves)
        {
            var next = new double[budget + 1];
            for (var b = 0; b <= budget; b++)
                for (var x = 0; x <= Math.Min(b, 60); x++) next[b] = Math.Max(next[b], best[b - x] + curve.Value(x));
            best = next;
        }
        return best[budget];
    }
}
