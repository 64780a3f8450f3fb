namespace AdPlatform.AdDelivery.Experimenting;

/// <summary>
/// Always-valid comparison of arms that are drawn with fixed probabilities. If the arms are alike, each success falls into arm i with probability
/// pi_i whatever the base rate is and however it moves; the Dirichlet mixture of alternatives over that null is a martingale, so by Ville's inequality it exceeds 1 / alpha at
/// any time ever with probability at most alpha. Exact, not asymptotic: looking after each batch costs nothing (mixture SPRT: Robbins 1970, Johari et al. 2017;
/// multinomial form: Lindon and Malek 2022).
/// </summary>
internal static class SequentialTest
{
    /// <summary>Weight of the mixture around the null: best for relative differences of about a tenth to a fifth.</summary>
    private const double Concentration = 200;

    /// <param name="probabilities">With which the arms are drawn; sums to 1.</param>
    /// <returns>Log of the evidence against "all arms are alike".</returns>
    public static double LogEvidence(ReadOnlySpan<long> successes, ReadOnlySpan<double> probabilities)
    {
        long total = 0;
        var log = 0.0;
        for (var i = 0; i < successes.Length; i++)
        {
            var weight = Concentration * probabilities[i];
            log += LogGamma(weight + successes[i]) - LogGamma(weight) - (successes[i] * Math.Log(probabilities[i]));
            total += successes[i];
        }
        return log + LogGamma(Concentration) - LogGamma(Concentration + total);
    }

    /// <summary>Valid at every look: the smallest alpha at which the arms would have been told apart by now.</summary>
    public static double PValue(double logEvidence) => Math.Min(1, Math.Exp(-logEvidence));

    /// <summary>
    /// Confidence sequence of the ratio of an arm's success rate to the control's: all ratios that the pair's successes do not speak against by 1 / alpha.
    /// </summary>
    public static (double Low, double High) RatioBounds(long successes, long control, double probability, double controlProbability, double alpha)
    {
        var limit = -Math.Log(alpha);
        var share = probability / (probability + controlProbability);
        var best = Math.Clamp((successes + 0.5) / (control + 0.5) * (1 - share) / share, 1e-6, 1e6);
        return (Edge(best, 1e-7), Edge(best, 1e7));

        double Edge(double inside, double outside)
        {
            if (!Excludes(outside)) return outside;
            var (from, to) = (Math.Log(inside), Math.Log(outside));
            for (var i = 0; i < 60; i++)
            {
                var middle = (from + to) / 2;
                if (Excludes(Math.Exp(middle))) to = middle;
                else from = middle;
            }
            return Math.Exp(from);
        }

        bool Excludes(double ratio)
        {
            var tilted = share * ratio / ((share * ratio) + 1 - share);
            return LogEvidence([successes, control], [tilted, 1 - tilted]) >= limit;
        }
    }

    /// <summary>Stirling's series after a shift beyond 10: better than 1e-13 for x above 0 (Abramowitz and Stegun 6.1.41).</summary>
    public static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++) shift -= Math.Log(x);
        var inverse = 1 / (x * x);
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (((1.0 / 12) - (inverse * ((1.0 / 360) - (inverse * ((1.0 / 1260) - (inverse / 1680)))))) / x);
    }
}
