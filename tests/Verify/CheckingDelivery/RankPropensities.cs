using AdPlatform.AdDelivery.Experimenting;

namespace AdPlatform.Verify.CheckingDelivery;

/// <summary>
/// How often Thompson sampling puts each arm at each of the first ranks, for independent Beta posteriors: by integration, so the same on every
/// machine and without the noise of a simulation (the usual 100,000 draws move the fifth digit of a value).
/// </summary>
internal static class RankPropensities
{
    private const int Steps = 20_000;

    /// <returns>By rank, then arm; each rank sums to 1.</returns>
    public static double[][] Of(IReadOnlyList<(double Alpha, double Beta)> arms, int ranks)
    {
        var highest = Math.Min(1, arms.Max(arm => Mean(arm) + (14 * Math.Sqrt(Mean(arm) * (1 - Mean(arm)) / (arm.Alpha + arm.Beta + 1)))));
        var step = highest / Steps;
        var below = new double[arms.Count];
        var shares = Enumerable.Range(0, ranks).Select(_ => new double[arms.Count]).ToArray();
        var better = new double[ranks];
        var scale = arms.Select(arm => SequentialTest.LogGamma(arm.Alpha + arm.Beta) - SequentialTest.LogGamma(arm.Alpha) - SequentialTest.LogGamma(arm.Beta)).ToArray();
        for (var k = 0; k < Steps; k++)
        {
            var x = (k + 0.5) * step;
            var mass = arms.Select((arm, i) => step * Math.Exp(scale[i] + ((arm.Alpha - 1) * Math.Log(x)) + ((arm.Beta - 1) * Math.Log(1 - x)))).ToArray();
            for (var i = 0; i < arms.Count; i++)
            {
                if (mass[i] < 1e-16) continue;
                // Of the others, how many draw more than x: Poisson binomial, as far as ranks go.
                Array.Clear(better);
                better[0] = 1;
                for (var j = 0; j < arms.Count; j++)
                {
                    if (j == i) continue;
                    var cdf = Math.Min(1, below[j] + (mass[j] / 2));
                    for (var r = ranks - 1; r > 0; r--) better[r] = (better[r] * cdf) + (better[r - 1] * (1 - cdf));
                    better[0] *= cdf;
                }
                for (var r = 0; r < ranks; r++) shares[r][i] += mass[i] * better[r];
            }
            for (var i = 0; i < arms.Count; i++) below[i] += mass[i];
        }
        foreach (var rank in shares)
        {
            var sum = rank.Sum();
            for (var i = 0; i < rank.Length; i++) rank[i] /= sum;
        }
        return shares;
    }

    private static double Mean((double Alpha, double Beta) arm) => arm.Alpha / (arm.Alpha + arm.Beta);
}
