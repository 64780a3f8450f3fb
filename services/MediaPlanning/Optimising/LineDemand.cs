using System.Numerics;

namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>What the cells of one line buy at given prices, four at a time, and what one more unit of price changes.</summary>
/// <remarks>Where a cell is inside its bounds its marginal value is its price, so that neither its slope nor its value needs another root or exponential.</remarks>
internal static class LineDemand
{
    private static readonly Vector<double> Lowest = new(1e-300);

    /// <param name="own">The line's own price, on top of each cell's.</param>
    /// <param name="x">Becomes the spend per week.</param>
    /// <returns>Their sum, and its -d/dp over the cells that are inside their bounds.</returns>
    public static (double Sum, double Slope) At(SegmentProblem problem, int line, ReadOnlySpan<double> price, double own, Span<double> x)
    {
        var first = line * problem.Weeks;
        var scales = problem.DemandScale.AsSpan(first, x.Length);
        var sizes = problem.S.AsSpan(first, x.Length);
        var uppers = problem.Upper.AsSpan(first, x.Length);
        var hyperbolic = problem.Kind[line] == ResponseKind.Hyperbolic;
        var (sums, slopes, t) = (Vector<double>.Zero, Vector<double>.Zero, 0);
        for (; t <= x.Length - Vector<double>.Count; t += Vector<double>.Count)
        {
            var (scale, s, u) = (new Vector<double>(scales[t..]), new Vector<double>(sizes[t..]), new Vector<double>(uppers[t..]));
            var p = new Vector<double>(price[t..]) + new Vector<double>(own);
            var paid = Vector.Max(p, Lowest);
            var wanted = hyperbolic ? scale / Vector.SquareRoot(paid) - s : s * (scale - Vector.Log(paid));
            wanted = Vector.ConditionalSelect(Vector.LessThanOrEqual(p, Vector<double>.Zero), u, wanted);
            var spend = Vector.Max(Vector<double>.Zero, Vector.Min(u, wanted));
            var inside = Vector.BitwiseAnd(Vector.GreaterThan(spend, Vector<double>.Zero), Vector.LessThan(spend, u));
            var slope = hyperbolic ? (spend + s) / (paid + paid) : s / paid;
            slopes += Vector.ConditionalSelect(inside, slope, Vector<double>.Zero);
            sums += spend;
            spend.CopyTo(x[t..]);
        }
        var (sum, steep) = (Vector.Sum(sums), Vector.Sum(slopes));
        for (; t < x.Length; t++)
        {
            var p = price[t] + own;
            sum += x[t] = uppers[t] > 0 ? ResponseCurve.Demand(problem.Kind[line], problem.A[first + t], sizes[t], uppers[t], p) : 0;
            if (x[t] > 0 && x[t] < uppers[t]) steep += Slope(problem.Kind[line], sizes[t], x[t], p);
        }
        return (sum, steep);
    }

    /// <summary>What the line's spend, as <see cref="At"/> found it, is worth beyond its price (the line's own price left out).</summary>
    /// <param name="softening">How much of its mean slope a cell on a bound still counts, 0..1.</param>
    /// <param name="slope">Becomes -dx/dp per week.</param>
    /// <returns>With the sum of the slopes.</returns>
    public static (double Value, double Slope) Worth(SegmentProblem problem, int line, ReadOnlySpan<double> price, double own, double softening, ReadOnlySpan<double> x, Span<double> slope)
    {
        var first = line * problem.Weeks;
        var hyperbolic = problem.Kind[line] == ResponseKind.Hyperbolic;
        var (worths, slopes, t) = (Vector<double>.Zero, Vector<double>.Zero, 0);
        for (; t <= x.Length - Vector<double>.Count; t += Vector<double>.Count)
        {
            var (a, s, u) = (new Vector<double>(problem.A, first + t), new Vector<double>(problem.S, first + t), new Vector<double>(problem.Upper, first + t));
            var (spend, asked) = (new Vector<double>(x[t..]), new Vector<double>(price[t..]));
            var p = asked + new Vector<double>(own);
            var buys = Vector.GreaterThan(spend, Vector<double>.Zero);
            var inside = Vector.BitwiseAnd(buys, Vector.LessThan(spend, u));
            var worth = Vector.ConditionalSelect(inside, hyperbolic ? a * spend / (spend + s) : a - (s * p), new Vector<double>(problem.ValueAtUpper, first + t));
            worths += Vector.ConditionalSelect(buys, worth - (asked * spend), Vector<double>.Zero);
            var steep = Vector.ConditionalSelect(inside, hyperbolic ? (spend + s) / (p + p) : s / p, softening * new Vector<double>(problem.MeanSlope, first + t));
            steep = Vector.ConditionalSelect(Vector.GreaterThan(u, Vector<double>.Zero), steep, Vector<double>.Zero);
            slopes += steep;
            steep.CopyTo(slope[t..]);
        }
        var (value, total) = (Vector.Sum(worths), Vector.Sum(slopes));
        for (; t < x.Length; t++)
        {
            var (c, p) = (first + t, price[t] + own);
            var (s, u) = (problem.S[c], problem.Upper[c]);
            var inside = x[t] > 0 && x[t] < u;
            if (x[t] > 0) value += (inside ? Value(problem.Kind[line], problem.A[c], s, x[t], p) : problem.ValueAtUpper[c]) - (price[t] * x[t]);
            total += slope[t] = inside ? Slope(problem.Kind[line], s, x[t], p) : u > 0 ? softening * problem.MeanSlope[c] : 0;
        }
        return (value, total);
    }

    /// <summary>What the line's spend is worth.</summary>
    public static double Value(SegmentProblem problem, int line, ReadOnlySpan<double> x)
    {
        var first = line * problem.Weeks;
        var hyperbolic = problem.Kind[line] == ResponseKind.Hyperbolic;
        var (sums, t) = (Vector<double>.Zero, 0);
        for (; t <= x.Length - Vector<double>.Count; t += Vector<double>.Count)
        {
            var (a, s, spend) = (new Vector<double>(problem.A, first + t), new Vector<double>(problem.S, first + t), new Vector<double>(x[t..]));
            var value = hyperbolic ? a * spend / (spend + s) : a - (a * Vector.Exp(-spend / s));
            // A closed cell may have no size: 0 / 0.
            sums += Vector.ConditionalSelect(Vector.GreaterThan(spend, Vector<double>.Zero), value, Vector<double>.Zero);
        }
        var sum = Vector.Sum(sums);
        for (; t < x.Length; t++)
            if (x[t] > 0) sum += ResponseCurve.Value(problem.Kind[line], problem.A[first + t], problem.S[first + t], x[t]);
        return sum;
    }

    /// <summary>-dx/dp of a cell that is inside its bounds at price p.</summary>
    public static double Slope(ResponseKind kind, double s, double x, double p) => kind == ResponseKind.Hyperbolic ? (x + s) / (2 * p) : s / p;

    /// <summary>f(x) of a cell that is inside its bounds at price p.</summary>
    public static double Value(ResponseKind kind, double a, double s, double x, double p) => kind == ResponseKind.Hyperbolic ? a * x / (x + s) : a - s * p;
}
