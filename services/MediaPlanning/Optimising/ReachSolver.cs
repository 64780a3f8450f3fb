namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>
/// De-duplicated 1+ reach over overlapping segments: concave, not separable. Proximal points (Rockafellar 1976): each step maximises reach less a pull to the last
/// plan, by the same Newton on a dual that has a price of each segment's persons beside the others. At any prices the dual without the pull bounds every plan.
/// </summary>
internal static class ReachSolver
{
    private const int MaxRounds = 60;

    /// <param name="persons">Per segment.</param>
    /// <param name="rate">[line * PerLine + k]: exposures of one person of the segment per unit of money.</param>
    /// <returns>Null when no feasible plan was found.</returns>
    public static SegmentPlan? Solve(SegmentProblem problem, double[] persons, double[] rate, double gap = 1e-3)
    {
        var x = new double[problem.Upper.Length];
        var terms = new ReachTerms(persons, rate, x);
        var prices = new double[problem.Prices + persons.Length];
        persons.CopyTo(prices, problem.Prices);
        // The budget spread over all; a first price of money is what it brings there on the average.
        var spread = Math.Min(1, problem.Budget / Math.Max(1e-9, problem.Upper.Sum()));
        terms.Center = [.. problem.Upper.Select(u => u * spread)];
        var scale = Value(problem, persons, rate, terms.Center) / Math.Max(1e-9, problem.Budget);
        terms.Reach = 10 / scale;
        SetPersons(problem, terms, prices, terms.Center);
        for (var at = 0; at < rate.Length; at++) prices[0] += rate[at] * prices[problem.Prices + problem.Segment[at]] / problem.Lines;
        var (here, next) = (new SegmentDual(problem, terms), new SegmentDual(problem, terms));
        (double[] X, double Value)? best = null;
        var (bound, steps, products) = (double.PositiveInfinity, 0, 0);
        double[] atBound = prices;
        for (var round = 0; round < MaxRounds; round++)
        {
            var last = here;
            var (took, used) = SegmentSolver.Descend(problem, here, next, ref prices, (at, _, residual) =>
            {
                last = at;
                return residual < 1e-3;
            });
            (steps, products) = (steps + took, products + used);
            if (Bound(problem, terms, prices) is var upper && upper < bound) (bound, atBound) = (upper, (double[])prices.Clone());
            if (SegmentRepair.Repair(problem, last.X) is { } plan && Value(problem, persons, rate, plan) is var value && (best is null || value > best.Value.Value)) best = (plan, value);
            if (best is { } found && bound - found.Value <= gap * found.Value) break;
            terms.Center = (double[])last.X.Clone();
            terms.Reach = Math.Min(terms.Reach * 2, 2000 / scale);
        }
        return best is { } done ? new SegmentPlan(done.X, done.Value, bound, atBound, steps, products) : null;
    }

    public static double Value(SegmentProblem problem, double[] persons, double[] rate, double[] x)
    {
        var exposures = Exposures(problem, rate, x);
        var reach = 0.0;
        for (var s = 0; s < persons.Length; s++) reach += persons[s] * (1 - Math.Exp(-exposures[s]));
        return reach;
    }

    private static double[] Exposures(SegmentProblem problem, double[] rate, double[] x)
    {
        var exposures = new double[problem.Supply.Length / problem.Weeks];
        for (var i = 0; i < problem.Lines; i++)
        {
            var spent = x.AsSpan(i * problem.Weeks, problem.Weeks).Sum();
            for (var k = 0; k < problem.PerLine; k++) exposures[problem.Segment[i * problem.PerLine + k]] += rate[i * problem.PerLine + k] * spent;
        }
        return exposures;
    }

    private static void SetPersons(SegmentProblem problem, ReachTerms terms, double[] prices, double[] x)
    {
        var exposures = Exposures(problem, terms.Rate, x);
        for (var s = 0; s < exposures.Length; s++) prices[problem.Prices + s] = terms.Persons[s] * Math.Exp(-exposures[s]);
    }

    /// <summary>The dual without the proximal term: per line the cells that are worth their price, within the line's minimum and maximum.</summary>
    private static double Bound(SegmentProblem problem, ReachTerms terms, double[] prices)
    {
        var bound = 0.0;
        for (var j = 0; j < prices.Length; j++)
            bound += j >= problem.Prices ? ReachTerms.Conjugate(terms.Persons[j - problem.Prices], prices[j]) : prices[j] * problem.Limit(j);
        var parts = new double[2];
        SegmentDual.Split(problem.Lines, (worker, from, to) =>
        {
            var (gain, cells) = (new double[problem.Weeks], new int[problem.Weeks]);
            for (var i = from; i < to; i++)
            {
                var level = -prices[0] - prices[1 + problem.Group[i]];
                for (var k = 0; k < problem.PerLine; k++) level += terms.Rate[i * problem.PerLine + k] * prices[problem.Prices + problem.Segment[i * problem.PerLine + k]];
                for (var t = 0; t < problem.Weeks; t++)
                {
                    var own = level;
                    for (var k = 0; k < problem.PerLine; k++)
                        own -= problem.Use[i * problem.PerLine + k] * prices[problem.Border + problem.Segment[i * problem.PerLine + k] * problem.Weeks + t];
                    (gain[t], cells[t]) = (-own, t);
                }
                Array.Sort(gain, cells);
                var spent = 0.0;
                for (var n = 0; n < cells.Length; n++)
                {
                    // Best first: what is worth its price up to the maximum, what is not only as far as the minimum asks.
                    var limit = gain[n] < 0 ? problem.LineMax[i] : problem.LineMin[i];
                    var take = Math.Min(problem.Upper[i * problem.Weeks + cells[n]], limit - spent);
                    if (take <= 0) continue;
                    spent += take;
                    parts[worker] -= gain[n] * take;
                }
            }
        });
        return bound + parts.Sum();
    }
}
