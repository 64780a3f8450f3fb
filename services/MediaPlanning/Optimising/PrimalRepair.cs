namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>Makes a spend that meets bounds and line limits also meet the shared constraints, changing as little as it can.</summary>
internal static class PrimalRepair
{
    /// <summary>A shared constraint counts as met when it is overdrawn by no more than this share of it (rounding of sums).</summary>
    public const double Tolerance = 1e-9;

    /// <param name="x">Meets cell bounds, line minimums and maximums.</param>
    /// <param name="feasible">Any feasible spend, to fall back on; all zero when no line has a minimum.</param>
    public static double[] Repair(PlanProblem problem, double[] x, double[] feasible)
    {
        var repaired = (double[])x.Clone();
        var slack = LineSlack(problem, repaired);
        CutSupply(problem, repaired, slack);
        foreach (var limit in problem.Limits) CutLimit(problem, limit, repaired, slack);
        for (var g = 0; g < problem.GroupCap.Length; g++) CutLines(problem, repaired, slack, i => problem.Group[i] == g, problem.GroupCap[g]);
        CutLines(problem, repaired, slack, _ => true, problem.Budget);
        Blend(problem, repaired, feasible);
        return repaired;
    }

    /// <summary>What each shared constraint has left; negative is overdrawn. Order as in <see cref="Prices"/>.</summary>
    public static double[] Left(PlanProblem problem, double[] x)
    {
        var left = new double[problem.Border + problem.Supply.Length];
        left[0] = problem.Budget;
        problem.GroupCap.CopyTo(left, 1);
        for (var k = 0; k < problem.Limits.Length; k++) left[1 + problem.GroupCap.Length + k] = problem.Limits[k].Most;
        problem.Supply.CopyTo(left, problem.Border);
        for (var c = 0; c < x.Length; c++)
        {
            var (i, t) = (c / problem.Weeks, c % problem.Weeks);
            left[0] -= x[c];
            if (problem.Group[i] >= 0) left[1 + problem.Group[i]] -= x[c];
            for (var k = 0; k < problem.Limits.Length; k++) left[1 + problem.GroupCap.Length + k] -= problem.Limits[k].Use[c] * x[c];
            if (problem.Pool[i] >= 0) left[problem.Border + problem.Pool[i] * problem.Weeks + t] -= problem.SupplyUse[c] * x[c];
        }
        return left;
    }

    private static double[] LineSlack(PlanProblem problem, double[] x)
    {
        var slack = new double[problem.Lines];
        for (var i = 0; i < problem.Lines; i++)
            slack[i] = Math.Max(0, x.AsSpan(i * problem.Weeks, problem.Weeks).Sum() - problem.LineMin[i]);
        return slack;
    }

    private static void CutSupply(PlanProblem problem, double[] x, double[] slack)
    {
        var left = Left(problem, x).AsSpan(problem.Border);
        var loose = new double[left.Length];
        for (var c = 0; c < x.Length; c++)
            if (Row(problem, c) is >= 0 and var row && left[row] < 0) loose[row] += problem.SupplyUse[c] * Math.Min(x[c], slack[c / problem.Weeks]);
        for (var c = 0; c < x.Length; c++)
        {
            if (Row(problem, c) is not (>= 0 and var row) || left[row] >= 0 || loose[row] <= 0) continue;
            var cut = Math.Min(1, -left[row] / loose[row]) * Math.Min(x[c], slack[c / problem.Weeks]);
            cut = Math.Min(cut, slack[c / problem.Weeks]);
            x[c] -= cut;
            slack[c / problem.Weeks] -= cut;
        }
    }

    /// <summary>Cells that use the limit give way in proportion, as far as their lines' minimums let them.</summary>
    private static void CutLimit(PlanProblem problem, LinearLimit limit, double[] x, double[] slack)
    {
        var (used, loose) = (0.0, 0.0);
        for (var c = 0; c < x.Length; c++)
        {
            used += limit.Use[c] * x[c];
            loose += limit.Use[c] * Math.Min(x[c], slack[c / problem.Weeks]);
        }
        if (used <= limit.Most || loose <= 0) return;
        var share = Math.Min(1, (used - limit.Most) / loose);
        for (var c = 0; c < x.Length; c++)
        {
            if (limit.Use[c] <= 0) continue;
            var cut = Math.Min(share * x[c], slack[c / problem.Weeks]);
            x[c] -= cut;
            slack[c / problem.Weeks] -= cut;
        }
    }

    private static int Row(PlanProblem problem, int cell) =>
        problem.Pool[cell / problem.Weeks] is >= 0 and var pool ? pool * problem.Weeks + cell % problem.Weeks : -1;

    private static void CutLines(PlanProblem problem, double[] x, double[] slack, Func<int, bool> member, double cap)
    {
        var (spent, loose) = (0.0, 0.0);
        for (var i = 0; i < problem.Lines; i++)
        {
            if (!member(i)) continue;
            spent += x.AsSpan(i * problem.Weeks, problem.Weeks).Sum();
            loose += slack[i];
        }
        if (spent <= cap || loose <= 0) return;
        var share = Math.Min(1, (spent - cap) / loose);
        for (var i = 0; i < problem.Lines; i++)
        {
            if (!member(i) || slack[i] <= 0) continue;
            var line = x.AsSpan(i * problem.Weeks, problem.Weeks);
            var keep = 1 - share * slack[i] / line.Sum();
            foreach (ref var cell in line) cell *= keep;
            slack[i] *= 1 - share;
        }
    }

    /// <summary>Moves towards the feasible spend as far as the worst violation that is left needs.</summary>
    private static void Blend(PlanProblem problem, double[] x, double[] feasible)
    {
        var here = Left(problem, x);
        var there = Left(problem, feasible);
        var share = 0.0;
        for (var j = 0; j < here.Length; j++)
            if (here[j] < -Tolerance * Math.Max(1, problem.Limit(j))) share = Math.Max(share, there[j] > 0 ? -here[j] / (there[j] - here[j]) : 1);
        if (share == 0) return;
        for (var c = 0; c < x.Length; c++) x[c] += share * (feasible[c] - x[c]);
    }
}
