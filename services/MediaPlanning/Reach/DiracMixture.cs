namespace AdPlatform.MediaPlanning.Reach;

/// <summary>A population of few kinds of people: kind m has Weights[m] persons, each exposed Poisson(Rates[m]) times.</summary>
/// <remarks>The Dirac mixture of Wang, Peng, Li, Liu, "Virtual people: actionable reach modeling" (arXiv 2309.16774).</remarks>
internal sealed class DiracMixture(double[] weights, double[] rates)
{
    public double Population => weights.Sum();

    /// <summary>Persons per rate.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <summary>The most likely weights of the given rates for a histogram of frequencies (EM; the likelihood rises in every step and has one maximum).</summary>
    /// <param name="histogram">[k]: persons exposed k times; the last is k or more.</param>
    public static DiracMixture Fit(IReadOnlyList<double> histogram, double[] rates, int rounds = 20_000)
    {
        var total = histogram.Sum();
        var density = rates.Select(rate => Pmf(rate, histogram.Count)).ToArray();
        var share = Enumerable.Repeat(1.0 / rates.Length, rates.Length).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            var next = new double[share.Length];
            for (var k = 0; k < histogram.Count; k++)
            {
                var here = 0.0;
                for (var m = 0; m < share.Length; m++) here += share[m] * density[m][k];
                if (here <= 0) continue;
                for (var m = 0; m < share.Length; m++) next[m] += histogram[k] / total * share[m] * density[m][k] / here;
            }
            share = next;
        }
        return new DiracMixture([.. share.Select(s => s * total)], rates);
    }

    private static double[] Pmf(double rate, int count)
    {
        var pmf = new double[count];
        var (term, sum) = (Math.Exp(-rate), 0.0);
        for (var k = 0; k < count - 1; k++)
        {
            sum += pmf[k] = term;
            term *= rate / (k + 1);
        }
        pmf[^1] = Math.Max(0, 1 - sum);
        return pmf;
    }

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
