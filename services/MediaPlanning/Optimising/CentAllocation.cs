namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>Whole units of money out of fractions, by largest remainder from the top down: budget, groups, lines, weeks.</summary>
/// <remarks>
/// Each sum becomes its floor or ceiling and the parts of a sum add up to it exactly, so limits that are whole numbers still hold.
/// A cell may gain up to one unit: supply must have been tightened for that (<see cref="SupplyMargin"/>).
/// </remarks>
internal static class CentAllocation
{
    /// <summary>Per cell, whole units of the problem's money; their sum is the sum of x rounded down.</summary>
    public static long[] Round(PlanProblem problem, double[] x)
    {
        var weeks = problem.Weeks;
        var cells = new long[x.Length];
        var lineSum = new double[problem.Lines];
        for (var i = 0; i < problem.Lines; i++) lineSum[i] = Snap(x.AsSpan(i * weeks, weeks).Sum());

        // A line without a group is its own group; money in groups keeps the tree a tree.
        var groups = Enumerable.Range(0, problem.Lines).GroupBy(i => problem.Group[i] >= 0 ? problem.Group[i] : -1 - i).Select(g => g.ToArray()).ToArray();
        var groupSum = groups.Select(g => Snap(g.Sum(i => lineSum[i]))).ToArray();
        var groupUnits = Apportion(groupSum, (long)Math.Floor(Snap(groupSum.Sum())));
        for (var g = 0; g < groups.Length; g++)
        {
            var lineUnits = Apportion(groups[g].Select(i => lineSum[i]).ToArray(), groupUnits[g]);
            for (var k = 0; k < groups[g].Length; k++)
            {
                var line = groups[g][k];
                Apportion(x.AsSpan(line * weeks, weeks).ToArray(), lineUnits[k]).CopyTo(cells, line * weeks);
            }
        }
        return cells;
    }

    /// <summary>The same problem with every pool-week's supply lowered by what rounding up each of its cells could take.</summary>
    public static double[] SupplyMargin(PlanProblem problem)
    {
        var tight = (double[])problem.Supply.Clone();
        for (var c = 0; c < problem.Cells; c++)
            if (problem.Pool[c / problem.Weeks] is >= 0 and var pool && problem.Upper[c] > 0) tight[pool * problem.Weeks + c % problem.Weeks] -= problem.SupplyUse[c];
        for (var j = 0; j < tight.Length; j++) tight[j] = Math.Max(0, tight[j]);
        return tight;
    }

    /// <summary>Each further limit lowered by what rounding up each of its cells could take.</summary>
    public static LinearLimit[] LimitMargin(PlanProblem problem) =>
        [.. problem.Limits.Select(limit => limit with { Most = Math.Max(0, limit.Most - limit.Use.Where((_, c) => problem.Upper[c] > 0).Sum()) })];

    /// <summary>Floors, then one more for the largest remainders (ties: first) until the total is met.</summary>
    /// <param name="total">Between the sum of the floors and the sum of the ceilings.</param>
    public static long[] Apportion(double[] parts, long total)
    {
        var units = new long[parts.Length];
        var remainder = new double[parts.Length];
        var missing = total;
        for (var k = 0; k < parts.Length; k++)
        {
            var part = Snap(parts[k]);
            units[k] = (long)Math.Floor(part);
            remainder[k] = part - units[k];
            missing -= units[k];
        }
        foreach (var k in Enumerable.Range(0, parts.Length).OrderByDescending(k => remainder[k]).ThenBy(k => k))
        {
            if (missing <= 0 || remainder[k] <= 0) break;
            units[k]++;
            missing--;
        }
        return units;
    }

    /// <summary>A sum of floats that should be whole is whole.</summary>
    private static double Snap(double value)
    {
        var whole = Math.Round(value);
        return Math.Abs(value - whole) <= 1e-7 * Math.Max(1, Math.Abs(value) * 1e-3) ? whole : value;
    }
}
