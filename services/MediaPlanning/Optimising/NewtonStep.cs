namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>
/// Newton direction on the dual: solves H d = -g over the free prices. H = M diag(w) M' with each line's own price eliminated;
/// a pool's weeks form a small dense block; budget, groups and further limits are its border (a Schur complement).
/// </summary>
internal sealed class NewtonStep(PlanProblem problem)
{
    private readonly int weeks = problem.Weeks;
    private readonly int border = problem.Border;
    private readonly double[] blocks = new double[problem.Pools * problem.Weeks * problem.Weeks];
    private readonly double[] coupling = new double[problem.Pools * problem.Weeks * problem.Border];
    private readonly double[] corner = new double[problem.Border * problem.Border];

    /// <param name="softening">0..1: how much of its mean slope a cell that sits on a bound still counts. Keeps H invertible.</param>
    public double[] Direction(DualPoint at, bool[] free, double softening)
    {
        Assemble(at, softening);
        return Solve(at.Gradient, free);
    }

    private void Assemble(DualPoint at, double softening)
    {
        Array.Clear(blocks);
        Array.Clear(coupling);
        Array.Clear(corner);
        var w = new double[weeks];
        for (var i = 0; i < problem.Lines; i++)
        {
            var total = Slopes(at, i, softening, w);
            if (total == 0) continue;
            var own = at.LinePrice[i];
            var elastic = problem.ElasticMinimums && own < 0 && at.Shortfall[i] > 0 ? problem.LineMin[i] : 0;
            // With the line's sum fixed, a price moves money only between its weeks (and into the shortfall).
            var fixedShare = own != 0 ? 1 / (total + elastic) : 0;
            var keep = 1 - total * fixedShare;
            var group = problem.Group[i];
            var all = total * keep;
            corner[0] += all + 1e-9 * total; // never quite flat, also when every line's sum is fixed
            if (group >= 0)
            {
                var g = 1 + group;
                corner[g] += all;
                corner[g * border] += all;
                corner[g * border + g] += all + 1e-9 * total;
            }
            for (var k = 0; k < problem.Limits.Length; k++) Limit(i, k, w, total, fixedShare);
            var pool = problem.Pool[i];
            if (pool < 0) continue;
            for (var t = 0; t < weeks; t++)
            {
                if (w[t] == 0) continue;
                var row = pool * weeks + t;
                var use = problem.SupplyUse[i * weeks + t];
                coupling[row * border] += use * w[t] * keep;
                if (group >= 0) coupling[row * border + 1 + group] += use * w[t] * keep;
                blocks[row * weeks + t] += use * use * w[t];
                if (fixedShare == 0) continue;
                for (var s = 0; s < weeks; s++)
                    blocks[row * weeks + s] -= use * w[t] * problem.SupplyUse[i * weeks + s] * w[s] * fixedShare;
            }
        }
    }

    /// <summary>What a further limit adds to the border, of one line: its row against budget, group, the other limits and the line's supply.</summary>
    private void Limit(int line, int limit, double[] w, double total, double fixedShare)
    {
        var row = 1 + problem.GroupCap.Length + limit;
        var use = problem.Limits[limit].Use.AsSpan(line * weeks, weeks);
        var weighted = 0.0;
        for (var t = 0; t < weeks; t++) weighted += use[t] * w[t];
        if (weighted == 0) return;
        var one = weighted * (1 - total * fixedShare);
        corner[row] += one;
        corner[row * border] += one;
        if (problem.Group[line] is >= 0 and var group)
        {
            corner[(1 + group) * border + row] += one;
            corner[row * border + 1 + group] += one;
        }
        for (var other = limit; other < problem.Limits.Length; other++)
        {
            var second = problem.Limits[other].Use.AsSpan(line * weeks, weeks);
            var (both, sum) = (0.0, 0.0);
            for (var t = 0; t < weeks; t++)
            {
                both += use[t] * second[t] * w[t];
                sum += second[t] * w[t];
            }
            var entry = both - fixedShare * weighted * sum;
            var column = 1 + problem.GroupCap.Length + other;
            corner[row * border + column] += entry + (other == limit ? 1e-9 * both : 0);
            if (other != limit) corner[column * border + row] += entry;
        }
        if (problem.Pool[line] is not (>= 0 and var pool)) return;
        for (var t = 0; t < weeks; t++)
            coupling[(pool * weeks + t) * border + row] += problem.SupplyUse[line * weeks + t] * w[t] * (use[t] - fixedShare * weighted);
    }

    private double Slopes(DualPoint at, int line, double softening, double[] w)
    {
        var total = 0.0;
        for (var t = 0; t < weeks; t++)
        {
            var c = line * weeks + t;
            w[t] = 0;
            if (problem.Upper[c] <= 0) continue;
            var (kind, a, s, u, x) = (problem.Kind[line], problem.A[c], problem.S[c], problem.Upper[c], at.X[c]);
            w[t] = x > 0 && x < u
                ? ResponseCurve.Slope(kind, a, s, x)
                : softening * u / (ResponseCurve.Marginal(kind, a, s, 0) - ResponseCurve.Marginal(kind, a, s, u));
            total += w[t];
        }
        return total;
    }

    private double[] Solve(double[] gradient, bool[] free)
    {
        var d = new double[gradient.Length];
        for (var j = 0; j < d.Length; j++) d[j] = free[j] ? -gradient[j] : 0;
        for (var pool = 0; pool < problem.Pools; pool++)
        {
            var block = blocks.AsSpan(pool * weeks * weeks, weeks * weeks);
            var side = coupling.AsSpan(pool * weeks * border, weeks * border);
            Pin(block, weeks, free.AsSpan(border + pool * weeks, weeks));
            for (var t = 0; t < weeks; t++)
                for (var b = 0; b < border; b++)
                    if (!free[border + pool * weeks + t] || !free[b]) side[t * border + b] = 0;
            Cholesky.Factor(block, weeks);
            var original = side.ToArray();
            Cholesky.SolveMany(block, weeks, side, border);
            var rhs = d.AsSpan(border + pool * weeks, weeks);
            Cholesky.SolveMany(block, weeks, rhs, 1);
            for (var a = 0; a < border; a++)
            {
                for (var t = 0; t < weeks; t++)
                {
                    d[a] -= original[t * border + a] * rhs[t];
                    for (var b = 0; b < border; b++) corner[a * border + b] -= original[t * border + a] * side[t * border + b];
                }
            }
        }
        Pin(corner, border, free.AsSpan(0, border));
        Cholesky.Factor(corner, border);
        Cholesky.SolveMany(corner, border, d.AsSpan(0, border), 1);
        for (var row = 0; row < problem.Pools * weeks; row++)
            for (var b = 0; b < border; b++) d[border + row] -= coupling[row * border + b] * d[b];
        for (var j = 0; j < d.Length; j++) if (!free[j]) d[j] = 0;
        return d;
    }

    private static void Pin(Span<double> matrix, int n, ReadOnlySpan<bool> free)
    {
        for (var r = 0; r < n; r++)
        {
            if (free[r]) continue;
            for (var k = 0; k < n; k++) matrix[r * n + k] = matrix[k * n + r] = 0;
            matrix[r * n + r] = 1;
        }
    }
}
