using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.Benchmarks.Planning;

/// <summary>Plans from a seed in the size that the design names; every line has bounds, a group and segments whose supply binds.</summary>
internal static class LargePlans
{
    /// <param name="segments">Segments whose weeks are capped; each line draws on <paramref name="perLine"/> of them.</param>
    public static SegmentProblem Make(int lines, int weeks, int segments, int perLine, int groups, int seed)
    {
        var random = new Random(seed);
        double Between(double low, double high) => low + random.NextDouble() * (high - low);
        var cells = lines * weeks;
        var (a, s, upper) = (new double[cells], new double[cells], new double[cells]);
        var (segment, use) = (new int[lines * perLine], new double[lines * perLine]);
        var (least, most) = (new double[lines], new double[lines]);
        var demand = new double[segments * weeks];
        var spendable = new double[lines];
        for (var i = 0; i < lines; i++)
        {
            var (level, size) = (Between(2000, 12_000), Between(500, 2500));
            var first = i * (long)segments / lines;
            for (var k = 0; k < perLine; k++)
            {
                segment[i * perLine + k] = (int)((first + k * 7) % segments);
                use[i * perLine + k] = Between(0.05, 0.15) / perLine;
            }
            for (var t = 0; t < weeks; t++)
            {
                var c = i * weeks + t;
                (a[c], s[c], upper[c]) = (level * Between(0.9, 1.1), size * Between(0.85, 1.15), size * Between(1.5, 4));
                spendable[i] += 0.35 * upper[c];
                for (var k = 0; k < perLine; k++) demand[segment[i * perLine + k] * weeks + t] += use[i * perLine + k] * 0.35 * upper[c];
            }
            least[i] = random.Next(3) == 0 ? 0.15 * spendable[i] : 0;
            most[i] = random.Next(3) == 0 ? 1.2 * spendable[i] : double.PositiveInfinity;
        }
        var group = Enumerable.Range(0, lines).Select(_ => random.Next(groups)).ToArray();
        var cap = new double[groups];
        for (var i = 0; i < lines; i++) cap[group[i]] += spendable[i];
        return new SegmentProblem
        {
            Lines = lines, Weeks = weeks, Kind = [.. Enumerable.Range(0, lines).Select(i => i % 2 == 0 ? ResponseKind.Hyperbolic : ResponseKind.Exponential)], A = a, S = s, Upper = upper,
            Budget = 0.8 * spendable.Sum(), LineMin = least, LineMax = most, Group = group, GroupCap = [.. cap.Select(c => c * Between(0.75, 1.1))], PerLine = perLine, Segment = segment, Use = use,
            Supply = [.. demand.Select(d => d * Between(0.5, 1.2))],
        };
    }

    /// <summary>Why the spend breaks a limit, or null.</summary>
    public static string? Broken(SegmentProblem problem, double[] x)
    {
        var used = SegmentRepair.Used(problem, x);
        for (var j = 0; j < used.Length; j++)
            if (used[j] > problem.Limit(j) * (1 + 1e-9)) return $"constraint {j}: {used[j]} of {problem.Limit(j)}";
        for (var c = 0; c < x.Length; c++)
            if (x[c] < 0 || x[c] > problem.Upper[c] * (1 + 1e-9)) return $"cell {c}: {x[c]} of {problem.Upper[c]}";
        for (var i = 0; i < problem.Lines; i++)
        {
            var sum = x.AsSpan(i * problem.Weeks, problem.Weeks).ToArray().Sum();
            if (sum < problem.LineMin[i] * (1 - 1e-8) || sum > problem.LineMax[i] * (1 + 1e-8)) return $"line {i}: {sum} not in {problem.LineMin[i]}..{problem.LineMax[i]}";
        }
        return null;
    }

    /// <summary>The same with one segment a line, for the solver of plans: lines without supply of their own, so that 400 variables are left for SLSQP.</summary>
    public static PlanProblem Small(int lines, int seed)
    {
        var large = Make(lines, 1, lines / 10, 1, 4, seed);
        return new PlanProblem
        {
            Lines = lines, Weeks = 1, Kind = large.Kind, A = large.A, S = large.S, Upper = large.Upper, Budget = large.Budget, LineMin = large.LineMin, LineMax = large.LineMax, Group = large.Group,
            GroupCap = large.GroupCap, Pool = large.Segment, SupplyUse = large.Use, Supply = large.Supply,
        };
    }
}
