using System.Numerics;

namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>The dual of a <see cref="SegmentProblem"/> at given prices, with what a Newton step needs of it. Two workers over the lines, each with sums of its own.</summary>
/// <param name="reach">When set, the objective is de-duplicated reach instead of the cells' own curves, and each segment has a price of its persons after the others.</param>
internal sealed class SegmentDual(SegmentProblem problem, ReachTerms? reach = null)
{
    private const int Workers = 2;
    private const int MaxSteps = 100;

    private readonly double[] ownPrice = new double[problem.Lines];
    private double soft;

    private readonly double[][] sums = [.. Enumerable.Range(0, Workers).Select(_ => new double[problem.Prices + (reach?.Persons.Length ?? 0)])];
    private readonly double[][] curvatures = [.. Enumerable.Range(0, Workers).Select(_ => new double[problem.Prices + (reach?.Persons.Length ?? 0)])];

    /// <summary>Spend per cell.</summary>
    public double[] X { get; } = new double[problem.Lines * problem.Weeks];

    /// <summary>-dx/dp per cell; a cell on a bound counts softly.</summary>
    public double[] Slope { get; } = new double[problem.Lines * problem.Weeks];

    /// <summary>Per line the sum of its slopes where its own minimum or maximum binds, softened as the cells are; 0 where it is free.</summary>
    public double[] Bound { get; } = new double[problem.Lines];

    public double[] Gradient { get; } = new double[problem.Prices + (reach?.Persons.Length ?? 0)];

    /// <summary>Diagonal of the Hessian.</summary>
    public double[] Curvature { get; } = new double[problem.Prices + (reach?.Persons.Length ?? 0)];

    /// <summary>Per segment: the part of its curvature that the cells answer for.</summary>
    public double[] ReachCurvature { get; } = new double[reach?.Persons.Length ?? 0];

    public double Value { get; private set; }

    /// <param name="softening">How much of its mean slope a cell on a bound still counts, 0..1.</param>
    public void Evaluate(double[] prices, double softening)
    {
        soft = softening;
        var values = new double[Workers];
        Split(problem.Lines, (worker, from, to) => values[worker] = Lines(worker, from, to, prices, softening));
        var value = values.Sum();
        for (var j = 0; j < prices.Length; j++)
        {
            var segment = j - problem.Prices;
            Gradient[j] = segment >= 0 ? Math.Log(prices[j] / reach!.Persons[segment]) : problem.Limit(j);
            Curvature[j] = segment >= 0 ? 1 / prices[j] : 0;
            foreach (var sum in sums) Gradient[j] -= sum[j];
            var cells = 0.0;
            foreach (var curvature in curvatures) cells += curvature[j];
            Curvature[j] += cells;
            if (segment >= 0) ReachCurvature[segment] = cells;
            value += segment >= 0 ? ReachTerms.Conjugate(reach!.Persons[segment], prices[j]) : prices[j] * problem.Limit(j);
        }
        Value = value;
    }

    /// <summary>The Hessian of the dual times a vector, without ever forming it.</summary>
    public void Multiply(double[] vector, double[] result)
    {
        Split(problem.Lines, (worker, from, to) =>
        {
            var sum = sums[worker];
            Array.Clear(sum);
            Span<double> z = stackalloc double[problem.Weeks];
            for (var i = from; i < to; i++)
            {
                Gather(i, vector, z);
                var slope = Slope.AsSpan(i * problem.Weeks, problem.Weeks);
                var total = Scale(z, slope);
                if (Bound[i] > 0)
                {
                    // The line's sum is fixed: a price only moves money between its weeks.
                    AddTimes(z, slope, -total / Bound[i]);
                    total *= soft / (1 + soft);
                }
                sum[0] += total;
                sum[1 + problem.Group[i]] += total;
                Scatter(i, z, total, sum);
            }
        });
        for (var j = 0; j < result.Length; j++)
        {
            result[j] = j >= problem.Prices ? vector[j] * (Curvature[j] - ReachCurvature[j - problem.Prices]) : 0;
            foreach (var sum in sums) result[j] += sum[j];
        }
    }

    private double Lines(int worker, int from, int to, double[] prices, double softening)
    {
        var (sum, curvature) = (sums[worker], curvatures[worker]);
        Array.Clear(sum);
        Array.Clear(curvature);
        Span<double> price = stackalloc double[problem.Weeks];
        var value = 0.0;
        for (var i = from; i < to; i++)
        {
            Gather(i, prices, price);
            var x = X.AsSpan(i * problem.Weeks, problem.Weeks);
            var (spent, steep) = Demand(i, price, 0, x);
            var target = spent > problem.LineMax[i] ? problem.LineMax[i] : spent < problem.LineMin[i] ? problem.LineMin[i] : spent;
            var own = ownPrice[i] = spent == target ? 0 : OwnPrice(i, price, target, spent, steep, x);
            spent = 0;
            foreach (var cell in x) spent += cell;
            var slope = Slope.AsSpan(i * problem.Weeks, problem.Weeks);
            var (worth, total) = reach is null ? LineDemand.Worth(problem, i, price, own, softening, x, slope) : Pulled(i, price, softening, x, slope);
            value += worth;
            Bound[i] = own != 0 ? total * (1 + softening) : 0;
            sum[0] += spent;
            sum[1 + problem.Group[i]] += spent;
            Scatter(i, x, spent, sum);
            var free = own != 0 ? total * softening / (1 + softening) : total;
            curvature[0] += free;
            curvature[1 + problem.Group[i]] += free;
            for (var k = 0; k < problem.PerLine && reach is not null; k++)
            {
                var rate = reach.Rate[i * problem.PerLine + k];
                curvature[problem.Prices + problem.Segment[i * problem.PerLine + k]] += rate * rate * free;
            }
            // A line whose sum is fixed only moves money between its weeks.
            var shift = own != 0 && total > 0 ? 1 / (total * (1 + softening)) : 0;
            for (var k = 0; k < problem.PerLine; k++)
            {
                var use = problem.Use[i * problem.PerLine + k];
                AddCurvature(curvature.AsSpan(problem.Border + problem.Segment[i * problem.PerLine + k] * problem.Weeks, slope.Length), slope, use * use, shift);
            }
        }
        return value;
    }

    /// <summary>What the line's spend is worth beyond its price under the proximal term, and the slopes of its cells with their sum.</summary>
    private (double Value, double Slope) Pulled(int line, ReadOnlySpan<double> price, double softening, ReadOnlySpan<double> x, Span<double> slope)
    {
        var (value, total) = (0.0, 0.0);
        for (var t = 0; t < x.Length; t++)
        {
            var c = line * problem.Weeks + t;
            var u = problem.Upper[c];
            if (u > 0) value -= (x[t] - reach!.Center[c]) * (x[t] - reach.Center[c]) / (2 * reach.Reach * Math.Max(u, 1e-9)) + price[t] * x[t];
            total += slope[t] = u > 0 ? reach!.Reach * u * (x[t] > 0 && x[t] < u ? 1 : softening) : 0;
        }
        return (value, total);
    }

    private (double Sum, double Slope) Demand(int line, ReadOnlySpan<double> price, double own, Span<double> x)
    {
        if (reach is null) return LineDemand.At(problem, line, price, own, x);
        var (sum, slope) = (0.0, 0.0);
        for (var t = 0; t < x.Length; t++)
        {
            var c = line * problem.Weeks + t;
            var range = reach.Reach * problem.Upper[c];
            sum += x[t] = Math.Clamp(reach.Center[c] - range * (price[t] + own), 0, problem.Upper[c]);
            if (x[t] > 0 && x[t] < problem.Upper[c]) slope += range;
        }
        return (sum, slope);
    }

    /// <summary>The line's own price at which it spends the target: Newton, from where it was the last time, inside a bracket that halves.</summary>
    /// <param name="spent">At no price of its own, with its slope there.</param>
    private double OwnPrice(int line, ReadOnlySpan<double> price, double target, double spent, double steep, Span<double> x)
    {
        var raise = spent > target;
        var (low, high) = raise ? (0.0, double.PositiveInfinity) : (double.NegativeInfinity, 0.0);
        var own = ownPrice[line];
        if (!(own > low && own < high)) own = steep > 0 ? (spent - target) / steep : double.NaN;
        for (var step = 0; step < MaxSteps; step++)
        {
            if (!(own > low && own < high))
            {
                // Without a bracket Newton led nowhere: at the farthest price nothing is bought, or everything.
                if (double.IsInfinity(high)) high = Farthest(line, price, raise);
                if (double.IsInfinity(low)) low = Farthest(line, price, raise);
                own = 0.5 * (low + high);
            }
            (spent, steep) = Demand(line, price, own, x);
            var excess = spent - target;
            if (Math.Abs(excess) <= 1e-12 * Math.Max(1, target)) break;
            if (excess > 0) low = own; else high = own;
            if (double.IsFinite(high - low) && high - low <= 1e-15 * Math.Max(Math.Abs(high), Math.Abs(low))) break;
            own = steep > 0 ? own + excess / steep : double.NaN;
        }
        return own;
    }

    /// <summary>The line's own price at which no cell buys, or (not raised) every cell buys all it may.</summary>
    private double Farthest(int line, ReadOnlySpan<double> price, bool raise)
    {
        var far = 0.0;
        for (var t = 0; t < price.Length; t++)
        {
            var c = line * problem.Weeks + t;
            if (problem.Upper[c] <= 0) continue;
            var marginal = reach is not null ? (reach.Center[c] - (raise ? 0 : problem.Upper[c])) / (reach.Reach * problem.Upper[c])
                : ResponseCurve.Marginal(problem.Kind[line], problem.A[c], problem.S[c], raise ? 0 : problem.Upper[c]);
            far = raise ? Math.Max(far, marginal - price[t]) : Math.Min(far, marginal - price[t]);
        }
        return far;
    }

    /// <summary>Per week: what the shared prices (or a direction of them) come to for the line.</summary>
    private void Gather(int line, double[] vector, Span<double> result)
    {
        var level = vector[0] + vector[1 + problem.Group[line]];
        for (var k = 0; k < problem.PerLine && reach is not null; k++) level -= reach.Rate[line * problem.PerLine + k] * vector[problem.Prices + problem.Segment[line * problem.PerLine + k]];
        result.Fill(level);
        for (var k = 0; k < problem.PerLine; k++)
        {
            var at = line * problem.PerLine + k;
            AddTimes(result, vector.AsSpan(problem.Border + problem.Segment[at] * problem.Weeks, result.Length), problem.Use[at]);
        }
    }

    private void Scatter(int line, ReadOnlySpan<double> x, double total, double[] sum)
    {
        for (var k = 0; k < problem.PerLine && reach is not null; k++) sum[problem.Prices + problem.Segment[line * problem.PerLine + k]] -= reach.Rate[line * problem.PerLine + k] * total;
        for (var k = 0; k < problem.PerLine; k++)
        {
            var at = line * problem.PerLine + k;
            AddTimes(sum.AsSpan(problem.Border + problem.Segment[at] * problem.Weeks, x.Length), x, problem.Use[at]);
        }
    }

    internal static void AddTimes(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var t = 0;
        for (var wide = new Vector<double>(factor); t <= target.Length - Vector<double>.Count; t += Vector<double>.Count)
            (new Vector<double>(target[t..]) + wide * new Vector<double>(source[t..])).CopyTo(target[t..]);
        for (; t < target.Length; t++) target[t] += factor * source[t];
    }

    /// <returns>The sum of what the products are.</returns>
    private static double Scale(Span<double> target, ReadOnlySpan<double> factors)
    {
        var (sums, t) = (Vector<double>.Zero, 0);
        for (; t <= target.Length - Vector<double>.Count; t += Vector<double>.Count)
        {
            var product = new Vector<double>(target[t..]) * new Vector<double>(factors[t..]);
            sums += product;
            product.CopyTo(target[t..]);
        }
        var sum = Vector.Sum(sums);
        for (; t < target.Length; t++) sum += target[t] *= factors[t];
        return sum;
    }

    /// <summary>target += factor w (1 - shift w).</summary>
    private static void AddCurvature(Span<double> target, ReadOnlySpan<double> slope, double factor, double shift)
    {
        var t = 0;
        for (; t <= target.Length - Vector<double>.Count; t += Vector<double>.Count)
        {
            var w = new Vector<double>(slope[t..]);
            (new Vector<double>(target[t..]) + factor * w * (Vector<double>.One - shift * w)).CopyTo(target[t..]);
        }
        for (; t < target.Length; t++) target[t] += factor * slope[t] * (1 - shift * slope[t]);
    }

    internal static void Split(int lines, Action<int, int, int> work) =>
        Parallel.For(0, Workers, new ParallelOptions { MaxDegreeOfParallelism = Workers }, worker => work(worker, lines * worker / Workers, lines * (worker + 1) / Workers));
}

/// <summary>De-duplicated 1+ reach, sum over segments of persons (1 - e^-L) with L the exposures of one person, and the proximal term that makes its dual smooth.</summary>
/// <param name="persons">Per segment.</param>
/// <param name="rate">[line * PerLine + k]: exposures of one person of the segment per unit of money.</param>
internal sealed class ReachTerms(double[] persons, double[] rate, double[] center)
{
    public double[] Persons => persons;

    public double[] Rate => rate;

    /// <summary>Where the proximal term pulls to, per cell.</summary>
    public double[] Center { get; set; } = center;

    /// <summary>How far a cell may go from there: its whole range for a price of 1 / Reach.</summary>
    public double Reach { get; set; } = 1;

    /// <summary>max over L of w (1 - e^-L) - q L.</summary>
    public static double Conjugate(double w, double q) => w - q + q * Math.Log(q / w);
}
