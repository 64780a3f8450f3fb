namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>Phase 1: a feasible spend, or which constraints contradict each other and the least that has to give.</summary>
internal abstract record Feasibility
{
    private const int MaxSteps = 200;

    /// <summary>How much flatter phase 1's cell cost is than the cost of a missed minimum: it only picks among feasible spends.</summary>
    private const double Flatness = 1e4;

    private Feasibility()
    {
    }

    internal sealed record Possible(double[] X) : Feasibility;

    /// <param name="Lines">Lines whose minimum cannot be met, and by how much.</param>
    /// <param name="Budget">The budget is one of the constraints in the way.</param>
    /// <param name="Groups">Groups in the way.</param>
    /// <param name="Supply">Pools and weeks in the way.</param>
    /// <param name="Limits">Further limits in the way.</param>
    /// <param name="Relaxation">Smallest total by which the minimums have to fall, in money.</param>
    internal sealed record Conflict(
        IReadOnlyList<(int Line, double Missing)> Lines, bool Budget, IReadOnlyList<int> Groups,
        IReadOnlyList<(int Pool, int Week)> Supply, IReadOnlyList<int> Limits, double Relaxation) : Feasibility;

    public static Feasibility Check(PlanProblem problem)
    {
        if (problem.LineMin.All(m => m <= 0)) return new Possible(new double[problem.Cells]);
        for (var i = 0; i < problem.Lines; i++)
            if (problem.LineMin[i] > problem.LineMax[i]) return new Conflict([(i, problem.LineMin[i] - problem.LineMax[i])], false, [], [], [], problem.LineMin[i] - problem.LineMax[i]);

        if (Spread(problem) is { } easy) return new Possible(easy);
        var elastic = Elastic(problem);
        DualPoint? last = null;
        DualDescent.Run(elastic, MaxSteps, at =>
        {
            last = at;
            return DualDescent.Residual(at) < 1e-10;
        });
        var found = last!;
        var missing = found.Shortfall.Sum();
        var tolerance = 1e-9 * problem.LineMin.Sum();
        if (missing > Math.Max(tolerance, 1e-6 * problem.LineMin.Sum())) return Named(problem, found, missing);

        var x = PrimalRepair.Repair(problem, found.X, found.X);
        var left = PrimalRepair.Left(problem, x);
        var overdrawn = left.Where(l => l < 0).Sum(l => -l);
        return overdrawn <= 1e-6 * Math.Max(1, problem.Budget) ? new Possible(x) : Named(problem, found, Math.Max(missing, overdrawn));
    }

    /// <summary>Every minimum spread over its line's weeks by what they hold: where that fits, nothing has to be searched.</summary>
    private static double[]? Spread(PlanProblem problem)
    {
        var x = new double[problem.Cells];
        for (var i = 0; i < problem.Lines; i++)
        {
            var room = problem.Upper.AsSpan(i * problem.Weeks, problem.Weeks);
            var total = 0.0;
            foreach (var u in room) total += u;
            if (problem.LineMin[i] > total) return null;
            for (var t = 0; t < room.Length && total > 0; t++) x[i * problem.Weeks + t] = problem.LineMin[i] * (room[t] / total);
        }
        return PrimalRepair.Left(problem, x).All(left => left >= 0) ? x : null;
    }

    private static PlanProblem Elastic(PlanProblem problem) => new()
    {
        Lines = problem.Lines,
        Weeks = problem.Weeks,
        Kind = Enumerable.Repeat(ResponseKind.Cost, problem.Lines).ToArray(),
        A = problem.A,
        S = problem.Upper.Select(u => Math.Max(u, 1e-9) * Flatness).ToArray(),
        Upper = problem.Upper,
        Budget = problem.Budget,
        LineMin = problem.LineMin,
        LineMax = problem.LineMax,
        Group = problem.Group,
        GroupCap = problem.GroupCap,
        Pool = problem.Pool,
        SupplyUse = problem.SupplyUse,
        Supply = problem.Supply,
        Limits = problem.Limits,
        ElasticMinimums = true,
    };

    /// <summary>A missed minimum is worth at least 1 a unit, so a constraint in its way has a price near 1; the others stay near 0.</summary>
    private static Conflict Named(PlanProblem problem, DualPoint at, double missing)
    {
        const double InTheWay = 0.05;
        var supply = new List<(int, int)>();
        for (var pool = 0; pool < problem.Pools; pool++)
        {
            for (var t = 0; t < problem.Weeks; t++)
            {
                var use = Enumerable.Range(0, problem.Lines).Where(i => problem.Pool[i] == pool)
                    .Select(i => problem.SupplyUse[i * problem.Weeks + t]).DefaultIfEmpty(0).Max();
                if (at.Prices.Supply(pool, t) * use > InTheWay) supply.Add((pool, t));
            }
        }
        return new Conflict(
            [.. Enumerable.Range(0, problem.Lines).Where(i => at.Shortfall[i] > 1e-9 * missing).Select(i => (i, at.Shortfall[i]))],
            at.Prices.Budget > InTheWay,
            [.. Enumerable.Range(0, problem.GroupCap.Length).Where(g => at.Prices.Group(g) > InTheWay)],
            supply,
            [.. Enumerable.Range(0, problem.Limits.Length).Where(k => at.Prices.Limit(k) * problem.Limits[k].Use.Max() > InTheWay)],
            missing);
    }
}
