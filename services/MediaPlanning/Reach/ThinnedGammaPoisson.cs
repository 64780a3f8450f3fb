namespace AdPlatform.MediaPlanning.Reach;

/// <summary>Frequencies of one line whose inventory is limited: everybody of its audience has at least one slot, and a bought share of all slots is shown.</summary>
/// <remarks>Slots n with n - 1 negative binomial (alpha, 1 / (1 + beta)); shown given n is binomial (World Federation of Advertisers, planning-evaluation-framework, gamma_poisson_model).</remarks>
/// <param name="slots">All impressions that there are.</param>
internal sealed class ThinnedGammaPoisson(double alpha, double beta, double slots)
{
    private const int MostSlots = 5000;

    /// <summary>Share of the audience that sees exactly k of <paramref name="impressions"/>, 0 &lt;= impressions &lt;= slots.</summary>
    public double Exactly(int k, double impressions)
    {
        var shown = Math.Clamp(impressions / slots, 0, 1);
        var (sum, covered) = (0.0, 0.0);
        // P(n - 1 = m) and the binomial factor, both by recurrence from their logs.
        for (var m = 0; m < MostSlots && covered < 1 - 1e-14; m++)
        {
            var n = m + 1;
            var probability = Math.Exp(LogGamma(alpha + m) - LogGamma(alpha) - LogGamma(m + 1) - alpha * Math.Log(1 + beta) + m * Math.Log(beta / (1 + beta)));
            covered += probability;
            if (k > n) continue;
            sum += probability * Binomial(n, k, shown);
        }
        return sum;
    }

    /// <summary>At least k.</summary>
    public double AtLeast(int k, double impressions)
    {
        var below = 0.0;
        for (var j = 0; j < k; j++) below += Exactly(j, impressions);
        return Math.Max(0, 1 - below);
    }

    private static double Binomial(int n, int k, double p)
    {
        if (p <= 0) return k == 0 ? 1 : 0;
        if (p >= 1) return k == n ? 1 : 0;
        return Math.Exp(LogGamma(n + 1) - LogGamma(k + 1) - LogGamma(n - k + 1) + k * Math.Log(p) + (n - k) * Math.Log(1 - p));
    }

    /// <summary>Lanczos (Numerical Recipes, 3rd ed., 6.1), relative error below 1e-10 for x above 0.</summary>
    private static double LogGamma(double x)
    {
        ReadOnlySpan<double> c = [76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5];
        var y = x;
        var t = x + 5.5;
        t -= (x + 0.5) * Math.Log(t);
        var series = 1.000000000190015;
        foreach (var term in c) series += term / ++y;
        return -t + Math.Log(2.5066282746310005 * series / x);
    }
}
