namespace AdPlatform.AdDelivery.EvaluatingPolicy;

/// <summary>One logged choice, or several that are alike, seen by another policy.</summary>
/// <param name="Weight">Probability of the choice under the asked policy, divided by the logged propensity; at least 0.</param>
/// <param name="Reward">0 or 1 for a click; any measured value.</param>
/// <param name="Predicted">Of this choice, by a model that did not see this row.</param>
/// <param name="PolicyPredicted">The same model's expectation over the asked policy's choices here.</param>
/// <param name="Count">How many are alike.</param>
internal readonly record struct LoggedChoice(double Weight, double Reward, double Predicted, double PolicyPredicted, long Count = 1)
{
    public double Term => PolicyPredicted + (Weight * (Reward - Predicted));
}

/// <summary>What another policy would have earned per decision, or why the data cannot say.</summary>
internal abstract record PolicyEstimate(double EffectiveSampleSize)
{
    /// <param name="Ips">Inverse propensity score (Horvitz and Thompson 1952).</param>
    /// <param name="Snips">Self-normalised (Swaminathan and Joachims 2015).</param>
    /// <param name="Dr">Doubly robust (Dudik, Langford and Li 2011).</param>
    /// <param name="Low">95% interval of DR, by its sample deviation.</param>
    internal sealed record Answered(double Ips, double Snips, double Dr, double Low, double High, double EffectiveSampleSize) : PolicyEstimate(EffectiveSampleSize);

    internal sealed record Refused(string Reason, double EffectiveSampleSize) : PolicyEstimate(EffectiveSampleSize);
}

/// <summary>Off-policy evaluation from logged propensities. Pure.</summary>
internal static class OffPolicy
{
    /// <summary>Below so many effective choices the estimate would be noise around a few heavy rows.</summary>
    public const double MinimumEffective = 1_000;

    /// <summary>And below this part of the rows the policies overlap too little: what matters is hardly in the log.</summary>
    public const double MinimumShare = 0.10;

    public static PolicyEstimate Evaluate(IReadOnlyList<LoggedChoice> log, double minimumEffective = MinimumEffective)
    {
        double weights = 0, squares = 0, earned = 0;
        var rows = 0L;
        foreach (var row in log)
        {
            if (!double.IsFinite(row.Weight) || row.Weight < 0) return new PolicyEstimate.Refused("a logged choice has no propensity above 0", 0);
            rows += row.Count;
            weights += row.Count * row.Weight;
            squares += row.Count * row.Weight * row.Weight;
            earned += row.Count * row.Weight * row.Reward;
        }
        // Kish 1965.
        var effective = squares > 0 ? weights * weights / squares : 0;
        var needed = Math.Max(minimumEffective, MinimumShare * rows);
        if (effective < needed)
            return new PolicyEstimate.Refused(FormattableString.Invariant($"effective sample size {effective:0} of {rows} choices, at least {needed:0} needed"), effective);
        var dr = log.Sum(row => row.Count * row.Term) / rows;
        var margin = 1.96 * Math.Sqrt(log.Sum(row => row.Count * (row.Term - dr) * (row.Term - dr)) / (rows - 1) / rows);
        return new PolicyEstimate.Answered(earned / rows, earned / weights, dr, dr - margin, dr + margin, effective);
    }
}
