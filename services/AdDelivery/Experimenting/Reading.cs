namespace AdPlatform.AdDelivery.Experimenting;

/// <summary>Pure: from counts to a readout. The first arm is the control.</summary>
internal static class Reading
{
    /// <summary>Standard deviation of real differences between variants, log of the rate: what lifts are shrunk by.</summary>
    private const double LiftDeviation = 0.1;

    /// <summary>Arms this close, relative, are alike for all that matters.</summary>
    private const double Alike = 0.03;

    private const int Draws = 4_000;

    /// <param name="guardrails">Counts of each guardrail's metric, arms in the same order.</param>
    public static Readout Read(Experiment experiment, IReadOnlyList<ArmCount> counts, IReadOnlyList<IReadOnlyList<ArmCount>> guardrails, int seed)
    {
        var names = experiment.Arms.Select(arm => arm.Name).ToList();
        var total = counts.Sum(count => count.Impressions);
        var shares = counts.Select(count => total == 0 ? 1.0 / counts.Count : (double)count.Impressions / total).ToArray();
        // An arm that was never shown cannot be compared yet.
        var ready = counts.All(count => count.Impressions > 0);
        var p = ready ? SequentialTest.PValue(SequentialTest.LogEvidence([.. counts.Select(count => count.Successes)], shares)) : 1;
        // Each arm against the control: alpha is split among them.
        var each = experiment.Alpha / Math.Max(1, counts.Count - 1);
        var (best, losses) = Posterior(counts, seed);
        var arms = counts.Select((count, i) =>
        {
            var bounds = i > 0 && ready ? SequentialTest.RatioBounds(count.Successes, counts[0].Successes, shares[i], shares[0], each) : ((double, double)?)null;
            var lift = i > 0 && counts[0].Successes > 0 && count.Successes > 0 ? (count.Rate / counts[0].Rate) - 1 : (double?)null;
            return new ArmReadout(
                names[i], count.Impressions, count.Successes, count.Rate, lift, lift is { } raw ? Shrunk(raw, count.Successes, counts[0].Successes) : null,
                bounds?.Item1 - 1, bounds?.Item2 - 1, best[i], losses[i]);
        }).ToList();
        var (advice, reason) = Advice(experiment, arms, p, ready ? Harm(experiment, guardrails, each) : null);
        return new(p, advice, reason, arms);
    }

    private static (string Advice, string Reason) Advice(Experiment experiment, List<ArmReadout> arms, double p, string? harm)
    {
        if (harm is not null) return ("stop-harm", harm);
        var winner = arms.MaxBy(arm => arm.Rate)!;
        if (p <= experiment.Alpha) return ("stop-winner", FormattableString.Invariant($"the arms differ (p {p:0.####}); '{winner.Name}' is best with probability {winner.ProbabilityBest:0.###}"));
        if (arms.Skip(1).All(arm => arm.LiftLow > -Alike && arm.LiftHigh < Alike)) return ("stop-alike", $"no arm differs from '{arms[0].Name}' by more than {Alike:P0}");
        return ("continue", FormattableString.Invariant($"p {p:0.###}: the data do not tell the arms apart yet"));
    }

    private static string? Harm(Experiment experiment, IReadOnlyList<IReadOnlyList<ArmCount>> guardrails, double alpha)
    {
        for (var g = 0; g < guardrails.Count; g++)
        {
            var (rule, counts) = (experiment.Guardrails[g], guardrails[g]);
            for (var i = 1; i < counts.Count; i++)
            {
                var bounds = SequentialTest.RatioBounds(counts[i].Successes, counts[0].Successes, counts[i].Impressions, counts[0].Impressions, alpha / Math.Max(1, guardrails.Count));
                if (rule.MaxDrop is { } drop && bounds.High < 1 - drop) return $"'{experiment.Arms[i].Name}' lowers {rule.Metric} by more than {drop:P0}";
                if (rule.MaxRise is { } rise && bounds.Low > 1 + rise) return $"'{experiment.Arms[i].Name}' raises {rule.Metric} by more than {rise:P0}";
            }
        }
        return null;
    }

    /// <summary>Normal prior around no difference on the log of the ratio, delta-method variance.</summary>
    private static double Shrunk(double lift, long successes, long control)
    {
        var variance = (1.0 / successes) + (1.0 / control);
        return Math.Exp(Math.Log(1 + lift) * LiftDeviation * LiftDeviation / ((LiftDeviation * LiftDeviation) + variance)) - 1;
    }

    /// <summary>From draws of each rate's Beta(1 + successes, 1 + others) posterior.</summary>
    private static (double[] Best, double[] Loss) Posterior(IReadOnlyList<ArmCount> counts, int seed)
    {
        var random = new Random(seed);
        var (best, loss, drawn) = (new double[counts.Count], new double[counts.Count], new double[counts.Count]);
        for (var d = 0; d < Draws; d++)
        {
            for (var i = 0; i < counts.Count; i++)
            {
                var (a, b) = (Gamma(random, 1 + counts[i].Successes), Gamma(random, 1 + Math.Max(0, counts[i].Impressions - counts[i].Successes)));
                drawn[i] = a / (a + b);
            }
            var highest = drawn.Max();
            best[Array.IndexOf(drawn, highest)] += 1.0 / Draws;
            for (var i = 0; i < drawn.Length; i++) loss[i] += (highest - drawn[i]) / Draws;
        }
        return (best, loss);
    }

    /// <summary>Marsaglia and Tsang 2000, for shapes of at least 1.</summary>
    private static double Gamma(Random random, double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return d * v;
        }
    }
}
