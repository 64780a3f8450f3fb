namespace AdPlatform.MediaPlanning.Reach;

/// <summary>A population of few kinds of people: kind m has Weights[m] persons, each exposed Poisson(Rates[m]) times.</summary>
/// <remarks>The Dirac mixture of Wang, Peng, Li, Liu, "Virtual people: actionable reach modeling" (arXiv 2309.16774).</remarks>
internal sealed class DiracMixture(double[] weights, double[] rates)
{
    public double Population => weights.Sum();

    /// <summary>Impressions.</summary>
    public double Exposures
    {
        get
        {
            var sum = 0.0;
            for (var m = 0; m < weights.Length; m++) sum += weights[m] * rates[m];
            return sum;
        }
    }

    /// <summary>[k - 1] is the persons exposed at least k times, k = 1..<paramref name="most"/>.</summary>
    public double[] AtLeast(int most)
    {
        var reach = new double[most];
        for (var m = 0; m < weights.Length; m++)
        {
            var exactly = Math.Exp(-rates[m]);
            var atLeast = 1 - exactly;
            // 1 - e^-r loses all digits for a small r.
            if (rates[m] < 1e-3) atLeast = -ExpMinusOne(-rates[m]);
            for (var k = 1; k <= most; k++)
            {
                reach[k - 1] += weights[m] * Math.Max(0, atLeast);
                exactly *= rates[m] / k;
                atLeast -= exactly;
            }
        }
        return reach;
    }

    public double AtLeastOnce
    {
        get
        {
            var reach = 0.0;
            for (var m = 0; m < weights.Length; m++) reach -= weights[m] * ExpMinusOne(-rates[m]);
            return reach;
        }
    }

    /// <summary>e^x - 1 without cancellation (Kahan's formula).</summary>
    internal static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) < 1e-5) return x + x * x / 2;
        return Math.Exp(x) - 1;
    }
}
