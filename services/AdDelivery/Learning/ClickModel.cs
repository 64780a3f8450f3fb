namespace AdPlatform.AdDelivery.Learning;

/// <summary>What was seen of one creative in one context.</summary>
/// <param name="Features">Indices of the features that are 1.</param>
internal sealed record Cell(int[] Features, Response Seen);

/// <summary>Bayesian logistic regression by Laplace's approximation (MacKay 1992): a normal posterior around the mode.</summary>
internal sealed class ClickModel
{
    private const int MaxSteps = 50;
    private readonly Cholesky _precision;
    private readonly double[] _mode;

    private ClickModel(double[] mode, Cholesky precision) => (_mode, _precision) = (mode, precision);

    public IReadOnlyList<double> Mode => _mode;

    public static ClickModel Fit(Features features, IReadOnlyList<Cell> cells)
    {
        var seen = cells.Where(cell => cell.Seen.Impressions > 0).ToList();
        var mode = features.PriorMeans.ToArray();
        var value = LogPosterior(features, seen, mode);
        for (var step = 0; ; step++)
        {
            var (gradient, precision) = Slope(features, seen, mode);
            if (step == MaxSteps) return new(mode, precision);
            precision.Solve(gradient);
            var scale = 1.0;
            double[] next;
            double better;
            do
            {
                next = [.. mode.Zip(gradient, (at, direction) => at + (scale * direction))];
                better = LogPosterior(features, seen, next);
                scale /= 2;
            }
            while (better < value && scale > 1e-9);
            if (better - value < 1e-9) return new(mode, precision);
            (mode, value) = (next, better);
        }
    }

    /// <summary>Posterior mean and standard deviation of the log-odds, for a (weighted) sum of features.</summary>
    public (double Mean, double Deviation) LogOdds(IEnumerable<(int Feature, double Weight)> features)
    {
        var x = new double[Mode.Count];
        var mean = 0.0;
        foreach (var (feature, weight) in features)
        {
            x[feature] += weight;
            mean += weight * Mode[feature];
        }
        _precision.SolveLower(x);
        return (mean, Math.Sqrt(x.Sum(v => v * v)));
    }

    /// <summary>One draw of all coefficients from the posterior, whose variance is multiplied by <paramref name="temper"/>.</summary>
    public void Draw(NormalDraws normals, double temper, Span<double> into)
    {
        for (var i = 0; i < into.Length; i++) into[i] = normals.Next();
        _precision.SolveUpper(into);
        var scale = Math.Sqrt(temper);
        for (var i = 0; i < into.Length; i++) into[i] = _mode[i] + (scale * into[i]);
    }

    private static double LogPosterior(Features features, List<Cell> cells, double[] at)
    {
        var sum = 0.0;
        for (var i = 0; i < at.Length; i++) sum -= (at[i] - features.PriorMeans[i]) * (at[i] - features.PriorMeans[i]) / (2 * features.PriorVariances[i]);
        foreach (var cell in cells)
        {
            var odds = Odds(cell, at);
            // log(1 + e^x) without overflow
            var softplus = Math.Max(odds, 0) + Math.Log(1 + Math.Exp(-Math.Abs(odds)));
            sum += (cell.Seen.Clicks * odds) - (cell.Seen.Impressions * softplus);
        }
        return sum;
    }

    private static (double[] Gradient, Cholesky Precision) Slope(Features features, List<Cell> cells, double[] at)
    {
        var size = at.Length;
        var gradient = new double[size];
        var hessian = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            gradient[i] = (features.PriorMeans[i] - at[i]) / features.PriorVariances[i];
            hessian[(i * size) + i] = 1 / features.PriorVariances[i];
        }
        foreach (var cell in cells)
        {
            var rate = 1 / (1 + Math.Exp(-Odds(cell, at)));
            var weight = cell.Seen.Impressions * rate * (1 - rate);
            foreach (var i in cell.Features)
            {
                gradient[i] += cell.Seen.Clicks - (cell.Seen.Impressions * rate);
                foreach (var j in cell.Features) hessian[(i * size) + j] += weight;
            }
        }
        return (gradient, new Cholesky(hessian, size));
    }

    private static double Odds(Cell cell, double[] at)
    {
        var odds = 0.0;
        foreach (var feature in cell.Features) odds += at[feature];
        return odds;
    }
}
