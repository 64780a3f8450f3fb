namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>
/// Semismooth projected Newton on the dual (Qi &amp; Sun 1993; Bertsekas 1982 for the projection): the dual falls in every step.
/// </summary>
internal static class DualDescent
{
    /// <summary>A Newton step cut below this share has met a kink.</summary>
    private const double ShortStep = 0.1;

    /// <summary>Constraints that are tried alone where Newton does not get on.</summary>
    private const int MostTried = 8;

    /// <param name="done">Asked at every accepted point; true ends the descent.</param>
    /// <returns>Steps taken.</returns>
    public static int Run(PlanProblem problem, int maxSteps, Func<DualPoint, bool> done, double[]? start = null)
    {
        var newton = new NewtonStep(problem);
        var at = DualPoint.At(problem, start is null ? StartPrices(problem) : new Prices(problem) { Vector = start });
        for (var step = 0; step < maxSteps; step++)
        {
            if (done(at)) return step;
            var residual = Residual(at);
            if (residual < 1e-13) return step;
            var free = Free(at);
            var next = Search(at, newton.Direction(at, free, Math.Min(0.1, residual)), out var length);
            if (length < ShortStep) next = Lower(next, Search(at, newton.Direction(at, free, 1.0), out length));
            if (length < ShortStep) next = Lower(next, ExactOnWorst(at));
            if (next is null) return step;
            at = next;
        }
        return maxSteps;
    }

    /// <summary>Largest violation of optimality, relative to the constraint's size.</summary>
    public static double Residual(DualPoint at)
    {
        var worst = 0.0;
        for (var j = 0; j < at.Gradient.Length; j++)
        {
            var g = at.Gradient[j];
            var miss = at.Prices.Vector[j] > 0 ? Math.Abs(g) : Math.Max(0, -g);
            worst = Math.Max(worst, miss / Math.Max(at.Problem.Limit(j), 1e-9));
        }
        return worst;
    }

    private static bool[] Free(DualPoint at)
    {
        var free = new bool[at.Gradient.Length];
        for (var j = 0; j < free.Length; j++) free[j] = at.Prices.Vector[j] > 0 || at.Gradient[j] < 0;
        return free;
    }

    /// <summary>
    /// Armijo search along the projected arc: halves until the dual falls enough; where the whole step fell nearly as steeply at its
    /// end as at its start (a flat piece between kinks) it doubles. Null when no step lowers the dual.
    /// </summary>
    private static DualPoint? Search(DualPoint at, double[] direction, out double length)
    {
        length = 1;
        for (var cut = 0; cut < 60; cut++, length *= 0.5)
        {
            var (next, predicted) = Step(at, direction, length);
            if (!(predicted < 0)) continue;
            // Close to the end the fall drowns in rounding: then a smaller residual counts.
            var rounding = 1e-11 * Math.Max(1e-300, Math.Abs(at.Value));
            if (-predicted < rounding && next.Value <= at.Value + rounding && Residual(next) < 0.5 * Residual(at)) return next;
            if (!(next.Value <= at.Value + 1e-4 * predicted && next.Value < at.Value)) continue;
            return cut == 0 ? Expand(at, direction, next, ref length) : next;
        }
        length = 0;
        return null;
    }

    private static DualPoint Expand(DualPoint at, double[] direction, DualPoint reached, ref double length)
    {
        while (length < 1e12)
        {
            var (slope, first) = (0.0, 0.0);
            for (var j = 0; j < direction.Length; j++)
            {
                if (reached.Prices.Vector[j] <= 0 && direction[j] < 0) continue;
                slope += reached.Gradient[j] * direction[j];
                first += at.Gradient[j] * direction[j];
            }
            if (!(slope < 0.5 * first)) return reached;
            var (further, _) = Step(at, direction, length * 2);
            if (!(further.Value < reached.Value)) return reached;
            reached = further;
            length *= 2;
        }
        return reached;
    }

    private static (DualPoint Next, double Predicted) Step(DualPoint at, double[] direction, double length)
    {
        var from = at.Prices.Vector;
        var to = new double[from.Length];
        var predicted = 0.0;
        for (var j = 0; j < to.Length; j++)
        {
            to[j] = Math.Max(0, from[j] + length * direction[j]);
            predicted += at.Gradient[j] * (to[j] - from[j]);
        }
        return (DualPoint.At(at.Problem, new Prices(at.Problem) { Vector = to }), predicted);
    }

    private static DualPoint? Lower(DualPoint? a, DualPoint? b) => a is null || (b is not null && b.Value < a.Value) ? b : a;

    /// <summary>Bisects the price of one constraint alone, of the most violated first: crosses the kinks where whole lines switch and Newton only creeps.</summary>
    private static DualPoint? ExactOnWorst(DualPoint at)
    {
        double Miss(int j) => (at.Prices.Vector[j] > 0 ? Math.Abs(at.Gradient[j]) : Math.Max(0, -at.Gradient[j])) / Math.Max(at.Problem.Limit(j), 1e-9);
        foreach (var (constraint, _) in Enumerable.Range(0, at.Gradient.Length).Select(j => (j, Miss: Miss(j))).Where(p => p.Miss > 0).OrderByDescending(p => p.Miss).Take(MostTried))
            if (ExactOn(at, constraint) is { } better) return better;
        return null;
    }

    private static DualPoint? ExactOn(DualPoint at, int constraint)
    {
        var (low, high) = at.Gradient[constraint] < 0 ? (at.Prices.Vector[constraint], double.NaN) : (0, at.Prices.Vector[constraint]);
        var best = at;
        for (var step = 0; step < 60; step++)
        {
            var vector = (double[])at.Prices.Vector.Clone();
            vector[constraint] = double.IsNaN(high) ? Math.Max(low * 2, 1e-9) : 0.5 * (low + high);
            var point = DualPoint.At(at.Problem, new Prices(at.Problem) { Vector = vector });
            if (point.Value < best.Value) best = point;
            if (point.Gradient[constraint] < 0) low = vector[constraint]; else high = vector[constraint];
            if (high - low <= 1e-12 * high) break;
        }
        return best.Value < at.Value - 1e-13 * Math.Abs(at.Value) ? best : null;
    }

    /// <summary>The budget's price alone at which demand meets the budget (bisection); the other prices start at 0.</summary>
    private static Prices StartPrices(PlanProblem problem)
    {
        var prices = new Prices(problem);
        if (DualPoint.At(problem, prices).Gradient[0] >= 0) return prices;
        var (low, high) = (0.0, 1e-9);
        for (var c = 0; c < problem.Cells; c++)
            if (problem.Upper[c] > 0) high = Math.Max(high, ResponseCurve.Marginal(problem.Kind[c / problem.Weeks], problem.A[c], problem.S[c], 0));
        for (var step = 0; step < 12; step++)
        {
            prices.Vector[0] = 0.5 * (low + high);
            if (DualPoint.At(problem, prices).Gradient[0] < 0) low = prices.Vector[0]; else high = prices.Vector[0];
        }
        return prices;
    }
}
