namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>A channel's response as a marketing-mix model fits it: concave, a sum of beta (1 - e^(-lam a)) / (1 + e^(-lam a)) with a proportional to the spend a period.</summary>
/// <param name="Terms">Weight and rate of each tanh(rate x): of every posterior sample and every period of the adstock's rise and fall.</param>
internal sealed record FittedChannel(IReadOnlyList<(double Weight, double Rate)> Terms) : SpendCurve
{
    public override double Inflection => 0;

    /// <summary>Normalised geometric adstock of a constant spend over <paramref name="periods"/>, then nothing for the carry-over (Jin et al. 2017, "Bayesian methods for media mix modeling").</summary>
    /// <param name="alphas">Retention per posterior sample, 0..1.</param>
    public static FittedChannel FromAdstock(IReadOnlyList<double> betas, IReadOnlyList<double> lams, IReadOnlyList<double> alphas, int carryOver, int periods)
    {
        var terms = new List<(double, double)>();
        for (var sample = 0; sample < lams.Count; sample++)
        {
            var weights = Enumerable.Range(0, carryOver).Select(lag => Math.Pow(alphas[sample], lag)).ToArray();
            var total = weights.Sum();
            for (var t = 0; t < periods + carryOver; t++)
            {
                var share = 0.0;
                for (var lag = 0; lag < carryOver; lag++)
                    if (t - lag >= 0 && t - lag < periods) share += weights[lag] / total;
                if (share > 0) terms.Add((betas[sample] / lams.Count, lams[sample] * share / 2));
            }
        }
        return new FittedChannel(terms);
    }

    public override double Value(double x) => Terms.Sum(t => t.Weight * Math.Tanh(t.Rate * x));

    public override double Marginal(double x) => Terms.Sum(t => t.Weight * t.Rate / (Math.Cosh(t.Rate * x) * Math.Cosh(t.Rate * x)));
}
