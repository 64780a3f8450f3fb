namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>The dual function at given prices: its value (an upper bound of any plan), its gradient, and the x that attains it.</summary>
internal sealed class DualPoint
{
    private DualPoint(PlanProblem problem, Prices prices)
    {
        Problem = problem;
        Prices = prices;
        X = new double[problem.Cells];
        LinePrice = new double[problem.Lines];
        Shortfall = new double[problem.Lines];
        Gradient = new double[prices.Vector.Length];
    }

    public PlanProblem Problem { get; }
    public Prices Prices { get; }

    /// <summary>Per cell; meets cell bounds, line minimums and maximums, but not yet the shared constraints.</summary>
    public double[] X { get; }

    /// <summary>Per line: more than 0 when its maximum holds it back, less than 0 when its minimum forces it.</summary>
    public double[] LinePrice { get; }

    /// <summary>Per line: by how much it misses its minimum (elastic problems only).</summary>
    public double[] Shortfall { get; }

    /// <summary>What is left of each shared constraint at <see cref="X"/>; negative is overdrawn.</summary>
    public double[] Gradient { get; }

    public double Value { get; private set; }

    public static DualPoint At(PlanProblem problem, Prices prices)
    {
        var point = new DualPoint(problem, prices);
        point.Evaluate();
        return point;
    }

    private void Evaluate()
    {
        var p = Problem;
        var weeks = p.Weeks;
        var y = Prices.Vector;
        Gradient[0] = p.Budget;
        p.GroupCap.CopyTo(Gradient, 1);
        for (var k = 0; k < p.Limits.Length; k++) Gradient[1 + p.GroupCap.Length + k] = p.Limits[k].Most;
        p.Supply.CopyTo(Gradient, Prices.Border);
        var value = 0.0;
        for (var j = 0; j < y.Length; j++) value += y[j] * Gradient[j];
        Span<double> price = weeks <= 512 ? stackalloc double[weeks] : new double[weeks];
        for (var i = 0; i < p.Lines; i++)
        {
            for (var t = 0; t < weeks; t++) price[t] = Prices.OfCell(i, t);
            var solved = LineSolver.Solve(p, i, price, X.AsSpan(i * weeks, weeks));
            LinePrice[i] = solved.Price;
            Shortfall[i] = solved.Shortfall;
            value += solved.Value;
            var sum = 0.0;
            for (var t = 0; t < weeks; t++)
            {
                var c = i * weeks + t;
                sum += X[c];
                for (var k = 0; k < p.Limits.Length; k++) Gradient[1 + p.GroupCap.Length + k] -= p.Limits[k].Use[c] * X[c];
                if (p.Pool[i] >= 0) Gradient[Prices.Border + p.Pool[i] * weeks + t] -= p.SupplyUse[c] * X[c];
            }
            Gradient[0] -= sum;
            if (p.Group[i] >= 0) Gradient[1 + p.Group[i]] -= sum;
        }
        Value = value;
    }
}
