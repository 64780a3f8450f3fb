namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>A spend that overdraws shared constraints a little becomes one that keeps all: every cell is cut by its scarcest constraint, then line minimums are filled from what that leaves.</summary>
internal static class SegmentRepair
{
    /// <summary>Kept free of each constraint, as a share of it: what line minimums are filled from.</summary>
    private const double Reserve = 5e-6;

    /// <returns>Null when some line's minimum cannot be met.</returns>
    public static double[]? Repair(SegmentProblem problem, double[] wanted)
    {
        var x = (double[])wanted.Clone();
        var weeks = problem.Weeks;
        var keep = Factors(problem, Used(problem, x), from: problem.Border, to: problem.Prices);
        SegmentDual.Split(problem.Lines, (_, first, end) =>
        {
            Span<double> least = stackalloc double[weeks];
            for (var i = first; i < end; i++)
            {
                least.Fill(1);
                for (var k = 0; k < problem.PerLine; k++)
                {
                    var row = problem.Border + problem.Segment[i * problem.PerLine + k] * weeks;
                    for (var t = 0; t < weeks; t++) least[t] = Math.Min(least[t], keep[row + t]);
                }
                for (var t = 0; t < weeks; t++) x[i * weeks + t] *= least[t];
            }
        });
        keep = Factors(problem, Used(problem, x), from: 1, to: problem.Border);
        for (var i = 0; i < problem.Lines; i++) Scale(x.AsSpan(i * weeks, weeks), keep[1 + problem.Group[i]]);
        keep = Factors(problem, Used(problem, x), from: 0, to: 1);
        Scale(x, keep[0]);

        var left = Used(problem, x);
        for (var j = 0; j < left.Length; j++) left[j] = problem.Limit(j) - left[j];
        for (var i = 0; i < problem.Lines; i++)
        {
            var line = x.AsSpan(i * weeks, weeks);
            var missing = problem.LineMin[i] - line.Sum();
            for (var t = 0; t < weeks && missing > 0; t++) missing -= Add(problem, i, t, line, missing, left);
            if (missing > 1e-9 * problem.LineMin[i]) return null;
        }
        return x;
    }

    public static double Value(SegmentProblem problem, double[] x)
    {
        var sums = new double[2];
        SegmentDual.Split(problem.Lines, (worker, from, to) =>
        {
            for (var i = from; i < to; i++) sums[worker] += LineDemand.Value(problem, i, x.AsSpan(i * problem.Weeks, problem.Weeks));
        });
        return sums[0] + sums[1];
    }

    public static double[] Used(SegmentProblem problem, double[] x)
    {
        double[][] sums = [new double[problem.Prices], new double[problem.Prices]];
        SegmentDual.Split(problem.Lines, (worker, first, end) =>
        {
            var used = sums[worker];
            for (var i = first; i < end; i++)
            {
                var line = x.AsSpan(i * problem.Weeks, problem.Weeks);
                var sum = line.Sum();
                used[0] += sum;
                used[1 + problem.Group[i]] += sum;
                for (var k = 0; k < problem.PerLine; k++)
                    SegmentDual.AddTimes(used.AsSpan(problem.Border + problem.Segment[i * problem.PerLine + k] * problem.Weeks, line.Length), line, problem.Use[i * problem.PerLine + k]);
            }
        });
        SegmentDual.AddTimes(sums[0], sums[1], 1);
        return sums[0];
    }

    private static double[] Factors(SegmentProblem problem, double[] used, int from, int to)
    {
        var factors = new double[used.Length];
        for (var j = from; j < to; j++) factors[j] = used[j] > problem.Limit(j) * (1 - Reserve) ? problem.Limit(j) * (1 - Reserve) / used[j] : 1;
        return factors;
    }

    private static void Scale(Span<double> cells, double factor)
    {
        if (factor < 1) foreach (ref var cell in cells) cell *= factor;
    }

    private static double Add(SegmentProblem problem, int line, int week, Span<double> x, double missing, double[] left)
    {
        var room = Math.Min(Math.Min(missing, problem.Upper[line * problem.Weeks + week] - x[week]), Math.Min(left[0], left[1 + problem.Group[line]]));
        for (var k = 0; k < problem.PerLine && room > 0; k++)
        {
            var at = line * problem.PerLine + k;
            if (problem.Use[at] > 0) room = Math.Min(room, left[problem.Border + problem.Segment[at] * problem.Weeks + week] / problem.Use[at]);
        }
        if (!(room > 0)) return 0;
        x[week] += room;
        left[0] -= room;
        left[1 + problem.Group[line]] -= room;
        for (var k = 0; k < problem.PerLine; k++)
        {
            var at = line * problem.PerLine + k;
            left[problem.Border + problem.Segment[at] * problem.Weeks + week] -= room * problem.Use[at];
        }
        return room;
    }
}
