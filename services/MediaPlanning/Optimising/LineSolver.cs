namespace AdPlatform.MediaPlanning.Optimising;

/// <param name="Price">The line's own price: 0 when neither its minimum nor its maximum binds.</param>
/// <param name="Value">max over the line's x of sum f(x) - price * x, minus the cost of the shortfall.</param>
internal readonly record struct SolvedLine(double Price, double Value, double Shortfall);

/// <summary>The best spend of one line at given cell prices, its minimum and maximum met exactly.</summary>
internal static class LineSolver
{
    private const int MaxSteps = 200;

    public static SolvedLine Solve(PlanProblem problem, int line, ReadOnlySpan<double> price, Span<double> x)
    {
        var sum = Demand(problem, line, price, 0, x);
        var own = 0.0;
        if (sum > problem.LineMax[line]) own = FindPrice(problem, line, price, problem.LineMax[line], x, raise: true);
        else if (sum < problem.LineMin[line]) own = FindPrice(problem, line, price, problem.LineMin[line], x, raise: false);

        var shortfall = own < 0 && problem.ElasticMinimums ? Elastic(problem, line, own) : 0;
        var value = shortfall > 0 ? -(shortfall + shortfall * shortfall / (2 * problem.LineMin[line])) : 0;
        for (var t = 0; t < x.Length; t++)
        {
            var c = line * problem.Weeks + t;
            if (x[t] > 0) value += ResponseCurve.Value(problem.Kind[line], problem.A[c], problem.S[c], x[t]) - price[t] * x[t];
        }
        return new SolvedLine(own, value, shortfall);
    }

    /// <summary>Newton inside a bracket that halves: exact also where no cell is inside its bounds and the slope is 0.</summary>
    private static double FindPrice(PlanProblem problem, int line, ReadOnlySpan<double> price, double target, Span<double> x, bool raise)
    {
        var (low, high) = raise ? (0.0, HighestUse(problem, line, price)) : (LowestUse(problem, line, price), 0.0);
        var own = 0.5 * (low + high);
        for (var step = 0; step < MaxSteps; step++)
        {
            var sum = Demand(problem, line, price, own, x);
            if (problem.ElasticMinimums && own < 0) sum += Elastic(problem, line, own);
            var excess = sum - target;
            if (Math.Abs(excess) <= 1e-12 * Math.Max(1, target)) break;
            if (excess > 0) low = own; else high = own;
            if (high - low <= 1e-15 * Math.Max(Math.Abs(high), Math.Abs(low))) break;
            var slope = Slope(problem, line, price, own, x);
            var newton = slope > 0 ? own + excess / slope : double.NaN;
            own = newton > low && newton < high ? newton : 0.5 * (low + high);
        }
        return own;
    }

    private static double Demand(PlanProblem problem, int line, ReadOnlySpan<double> price, double own, Span<double> x)
    {
        var sum = 0.0;
        for (var t = 0; t < x.Length; t++)
        {
            var c = line * problem.Weeks + t;
            x[t] = problem.Upper[c] > 0
                ? ResponseCurve.Demand(problem.Kind[line], problem.A[c], problem.S[c], problem.Upper[c], price[t] + own)
                : 0;
            sum += x[t];
        }
        return sum;
    }

    private static double Slope(PlanProblem problem, int line, ReadOnlySpan<double> price, double own, ReadOnlySpan<double> x)
    {
        var slope = 0.0;
        for (var t = 0; t < x.Length; t++)
        {
            var c = line * problem.Weeks + t;
            if (x[t] > 0 && x[t] < problem.Upper[c]) slope += ResponseCurve.Slope(problem.Kind[line], problem.A[c], problem.S[c], x[t]);
        }
        if (problem.ElasticMinimums && Elastic(problem, line, own) is > 0 and var s && s < problem.LineMin[line]) slope += problem.LineMin[line];
        return slope;
    }

    /// <summary>The shortfall that a line takes when meeting its minimum costs -own a unit: the first unit costs 1.</summary>
    public static double Elastic(PlanProblem problem, int line, double own) =>
        Math.Clamp((-own - 1) * problem.LineMin[line], 0, problem.LineMin[line]);

    /// <summary>A price of the line at which no cell buys.</summary>
    private static double HighestUse(PlanProblem problem, int line, ReadOnlySpan<double> price)
    {
        var most = 0.0;
        for (var t = 0; t < price.Length; t++)
        {
            var c = line * problem.Weeks + t;
            if (problem.Upper[c] > 0) most = Math.Max(most, ResponseCurve.Marginal(problem.Kind[line], problem.A[c], problem.S[c], 0) - price[t]);
        }
        return most;
    }

    /// <summary>A price of the line at which every cell buys all it may.</summary>
    private static double LowestUse(PlanProblem problem, int line, ReadOnlySpan<double> price)
    {
        var least = problem.ElasticMinimums ? -2.0 : 0.0;
        for (var t = 0; t < price.Length; t++)
        {
            var c = line * problem.Weeks + t;
            if (problem.Upper[c] > 0) least = Math.Min(least, ResponseCurve.Marginal(problem.Kind[line], problem.A[c], problem.S[c], problem.Upper[c]) - price[t]);
        }
        return least;
    }
}
