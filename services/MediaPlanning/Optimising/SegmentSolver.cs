namespace AdPlatform.MediaPlanning.Optimising;

/// <param name="X">Per cell; feasible.</param>
/// <param name="Bound">No feasible plan is worth more.</param>
/// <param name="Prices">Of the shared constraints at the bound: a start for a problem like this one.</param>
internal sealed record SegmentPlan(double[] X, double Value, double Bound, double[] Prices, int Steps, int Products)
{
    public double Gap => Value > 0 ? Math.Max(0, (Bound - Value) / Value) : double.MaxValue;
}

/// <summary>Semismooth projected Newton on the dual as in <see cref="DualDescent"/>, its steps by conjugate gradients that only multiply by the Hessian.</summary>
internal static class SegmentSolver
{
    private const int MaxSteps = 200;
    private const int MaxProducts = 60;

    /// <returns>Null when no feasible plan was found: the line minimums ask for more than there is.</returns>
    public static SegmentPlan? Solve(SegmentProblem problem, double gap = 1e-4, double[]? start = null)
    {
        var prices = start is null ? Start(problem) : (double[])start.Clone();
        (double[] X, double Value)? best = null;
        var bound = double.PositiveInfinity;
        SegmentDual? last = null;
        var (steps, products) = Descend(problem, new SegmentDual(problem), new SegmentDual(problem), ref prices, (at, trial, _) =>
        {
            (last, bound) = (at, Math.Min(bound, at.Value));
            // What is left of, or missing from, each constraint is worth its price: about the gap that a repaired plan would have. A repair that cannot be good enough is spared.
            if (Imbalance(at, trial) <= 3 * gap * Math.Abs(at.Value)) Better(at);
            return best is { } found && bound - found.Value <= gap * found.Value;
        });
        if (best is null || bound - best.Value.Value > gap * best.Value.Value) Better(last!);
        return best is { } plan ? new SegmentPlan(plan.X, plan.Value, bound, prices, steps, products) : null;

        void Better(SegmentDual at)
        {
            if (SegmentRepair.Repair(problem, at.X) is { } x && SegmentRepair.Value(problem, x) is var value && (best is null || value > best.Value.Value)) best = (x, value);
        }
    }

    /// <summary>The best plan at each budget; each starts from the prices that the last two lead to.</summary>
    /// <param name="budgets">In an order in which neighbours are close.</param>
    /// <returns>Null for a budget at which no feasible plan was found.</returns>
    public static IEnumerable<SegmentPlan?> Frontier(SegmentProblem problem, IEnumerable<double> budgets, double gap = 1e-4)
    {
        double[]? last = null, before = null;
        foreach (var budget in budgets)
        {
            var start = last is null || before is null ? last : [.. last.Zip(before, (now, then) => now == 0 ? 0 : Math.Max(0, (2 * now) - then))];
            var plan = Solve(problem.WithBudget(budget), gap, start);
            if (plan is not null) (before, last) = (last, plan.Prices);
            yield return plan;
        }
    }

    private static double Imbalance(SegmentDual at, double[] prices)
    {
        var sum = 0.0;
        for (var j = 0; j < prices.Length; j++) sum += prices[j] * Math.Abs(at.Gradient[j]);
        return sum;
    }

    /// <summary>Newton on the dual until <paramref name="done"/> says so, asked at every point with its prices and residual, or no step lowers it any more.</summary>
    /// <param name="here">Holds the last point at the end, or <paramref name="next"/> does: both are working memory.</param>
    public static (int Steps, int Products) Descend(SegmentProblem problem, SegmentDual here, SegmentDual next, ref double[] prices, Func<SegmentDual, double[], double, bool> done)
    {
        var (direction, trial, products) = (new double[prices.Length], new double[prices.Length], 0);
        here.Evaluate(prices, 0.1);
        for (var step = 0; ; step++)
        {
            var residual = Residual(problem, here, prices);
            if (done(here, prices, residual) || step == MaxSteps || residual < 1e-12) return (step, products);
            products += Direction(problem, here, prices, Math.Min(0.1, residual), direction);
            var accepted = false;
            for (var (cut, length) = (0, 1.0); cut < 40 && !accepted; cut++, length *= 0.5)
            {
                var predicted = 0.0;
                for (var j = 0; j < prices.Length; j++)
                {
                    // Prices of persons stay above 0, where their logarithm is.
                    trial[j] = Math.Max(j >= problem.Prices ? 0.1 * prices[j] : 0, prices[j] + length * direction[j]);
                    predicted += here.Gradient[j] * (trial[j] - prices[j]);
                }
                if (!(predicted < 0)) continue;
                next.Evaluate(trial, Math.Clamp(residual, 1e-6, 0.1));
                accepted = next.Value <= here.Value + 1e-4 * predicted;
            }
            if (!accepted) return (step, products);
            (prices, trial) = (trial, prices);
            (here, next) = (next, here);
        }
    }

    /// <summary>Largest violation of optimality relative to the constraint's size.</summary>
    private static double Residual(SegmentProblem problem, SegmentDual at, double[] prices)
    {
        var worst = 0.0;
        for (var j = 0; j < prices.Length; j++)
        {
            var size = j >= problem.Prices ? 1 : Math.Max(problem.Limit(j), 1e-9);
            worst = Math.Max(worst, j >= problem.Prices || prices[j] > 0 ? Math.Abs(at.Gradient[j]) / size : -at.Gradient[j] / size);
        }
        return worst;
    }

    /// <summary>Conjugate gradients (Hestenes and Stiefel 1952) with the diagonal as preconditioner on the prices that may move; as exact as the residual asks (Dembo, Eisenstat, Steihaug 1982).</summary>
    private static int Direction(SegmentProblem problem, SegmentDual at, double[] prices, double forcing, double[] d)
    {
        var n = prices.Length;
        var (r, z, p, h, free) = (new double[n], new double[n], new double[n], new double[n], new bool[n]);
        Array.Clear(d);
        var (rz, norm) = (0.0, 0.0);
        for (var j = 0; j < n; j++)
        {
            free[j] = j >= problem.Prices || prices[j] > 0 || at.Gradient[j] < 0;
            if (!free[j]) continue;
            r[j] = -at.Gradient[j];
            p[j] = z[j] = r[j] / Ridge(problem, at, j);
            rz += r[j] * z[j];
        }
        norm = rz;
        var products = 0;
        while (products < MaxProducts && rz > forcing * forcing * norm)
        {
            at.Multiply(p, h);
            products++;
            var curvature = 0.0;
            for (var j = 0; j < n; j++)
            {
                if (!free[j]) h[j] = 0;
                else h[j] += 1e-9 * Ridge(problem, at, j) * p[j];
                curvature += p[j] * h[j];
            }
            if (!(curvature > 0)) break;
            var (alpha, after) = (rz / curvature, 0.0);
            for (var j = 0; j < n; j++)
            {
                if (!free[j]) continue;
                d[j] += alpha * p[j];
                r[j] -= alpha * h[j];
                z[j] = r[j] / Ridge(problem, at, j);
                after += r[j] * z[j];
            }
            var beta = after / rz;
            rz = after;
            for (var j = 0; j < n; j++) p[j] = free[j] ? z[j] + beta * p[j] : 0;
        }
        return products;
    }

    /// <summary>A constraint that no cell answers to moves as its size says.</summary>
    private static double Ridge(SegmentProblem problem, SegmentDual at, int j) => j >= problem.Prices ? at.Curvature[j] : Math.Max(at.Curvature[j], 1e-12 * Math.Max(problem.Limit(j), 1e-9));

    /// <summary>The budget's price alone, by bisection over some of the lines; the other prices start at 0.</summary>
    private static double[] Start(SegmentProblem problem)
    {
        var prices = new double[problem.Prices];
        var stride = Math.Max(1, problem.Lines / 500);
        double Spent(double price)
        {
            var spent = 0.0;
            for (var i = 0; i < problem.Lines; i += stride)
            {
                var line = 0.0;
                for (var c = i * problem.Weeks; c < (i + 1) * problem.Weeks; c++)
                    if (problem.Upper[c] > 0) line += ResponseCurve.Demand(problem.Kind[i], problem.A[c], problem.S[c], problem.Upper[c], price);
                spent += Math.Clamp(line, problem.LineMin[i], Math.Max(problem.LineMin[i], problem.LineMax[i]));
            }
            return spent * problem.Lines / ((problem.Lines + stride - 1) / stride);
        }

        if (Spent(0) <= problem.Budget) return prices;
        var (low, high) = (0.0, 1e-9);
        for (var c = 0; c < problem.Upper.Length; c += stride)
            if (problem.Upper[c] > 0) high = Math.Max(high, ResponseCurve.Marginal(problem.Kind[c / problem.Weeks], problem.A[c], problem.S[c], 0));
        for (var step = 0; step < 30; step++)
        {
            prices[0] = 0.5 * (low + high);
            if (Spent(prices[0]) > problem.Budget) low = prices[0]; else high = prices[0];
        }
        return prices;
    }
}
