namespace AdPlatform.Benchmarks.Headlines;

/// <summary>Linear preference model: logistic regression on differences of features (Bradley-Terry with covariates), weighted by how sure a pair is, with ridge penalty; AdaGrad, full passes, no chance.</summary>
internal sealed class PairwiseModel(Func<string, Dictionary<string, double>> features)
{
    private const double Ridge = 150;
    private const double Step = 0.1;
    private const int Passes = 40;

    /// <summary>A feature on fewer headlines says more about those than about style.</summary>
    private const int LeastSeen = 20;

    private readonly Dictionary<string, Dictionary<string, double>> _known = [];

    public Dictionary<string, double> Weights { get; } = [];

    public double Score(string headline) => Of(headline).Sum(f => Weights.GetValueOrDefault(f.Key) * f.Value);

    private Dictionary<string, double> Of(string headline) => _known.TryGetValue(headline, out var known) ? known : _known[headline] = features(headline);

    /// <returns>How many pairs it learned from.</returns>
    public int Train(IReadOnlyList<Package> packages)
    {
        var pairs = Comparisons(packages).ToList();
        var seen = pairs.SelectMany(p => new[] { p.A, p.B }).SelectMany(h => Of(h).Keys).GroupBy(k => k).Where(g => g.Count() >= LeastSeen).Select(g => g.Key).Order(StringComparer.Ordinal).ToList();
        var index = seen.Select((name, i) => (name, i)).ToDictionary(x => x.name, x => x.i);
        var rows = pairs.Select(p => Difference(Of(p.A), Of(p.B), index)).ToList();
        var (w, norm) = (new double[seen.Count], Enumerable.Repeat(1e-6, seen.Count).ToArray());
        for (var pass = 0; pass < Passes; pass++)
        {
            var gradient = new double[w.Length];
            for (var r = 0; r < rows.Count; r++)
            {
                var error = ((pairs[r].AWins ? 1 : 0) - 1 / (1 + Math.Exp(-rows[r].Sum(x => w[x.At] * x.Value)))) * pairs[r].Weight;
                foreach (var (at, value) in rows[r]) gradient[at] += error * value;
            }
            for (var j = 0; j < w.Length; j++)
            {
                var g = gradient[j] - Ridge * w[j];
                norm[j] += g * g;
                w[j] += Step * g / Math.Sqrt(norm[j]);
            }
        }
        Weights.Clear();
        for (var j = 0; j < w.Length; j++) Weights[seen[j]] = Math.Round(w[j], 5);
        return pairs.Count;
    }

    /// <summary>From the model's units to log-odds of a click: least squares of observed log ratios on score differences.</summary>
    public double Scale(IReadOnlyList<Package> packages)
    {
        var (xy, xx) = (0.0, 0.0);
        foreach (var pair in Comparisons(packages))
        {
            var x = Score(pair.A) - Score(pair.B);
            (xy, xx) = (xy + pair.Precision * x * pair.LogRatio, xx + pair.Precision * x * x);
        }
        return xx == 0 ? 0 : Math.Round(xy / xx, 5);
    }

    private sealed record Comparison(string A, string B, bool AWins, double Weight, double LogRatio, double Precision);

    private static IEnumerable<Comparison> Comparisons(IReadOnlyList<Package> packages)
    {
        foreach (var group in packages.GroupBy(p => (p.Test, p.Image)))
        {
            var entries = group.GroupBy(p => p.Headline).Select(g => (Headline: g.Key, N: g.Sum(p => p.Impressions), K: g.Sum(p => p.Clicks))).ToList();
            for (var i = 0; i < entries.Count; i++)
                for (var j = i + 1; j < entries.Count; j++)
                {
                    var (a, b) = (entries[i], entries[j]);
                    var rate = (a.K + b.K) / (a.N + b.N);
                    var z = (a.K / a.N - b.K / b.N) / Math.Sqrt(rate * (1 - rate) * (1 / a.N + 1 / b.N));
                    if (!double.IsFinite(z) || z == 0) continue;
                    yield return new(a.Headline, b.Headline, z > 0, Math.Pow(Math.Min(Math.Abs(z), 4), 2) / 4,
                        Math.Log((a.K + 0.5) / (a.N + 1)) - Math.Log((b.K + 0.5) / (b.N + 1)), 1 / (1 / (a.K + 0.5) + 1 / (b.K + 0.5)));
                }
        }
    }

    private static List<(int At, double Value)> Difference(Dictionary<string, double> a, Dictionary<string, double> b, Dictionary<string, int> index)
    {
        var difference = new Dictionary<int, double>();
        foreach (var (name, value) in a) if (index.TryGetValue(name, out var at)) difference[at] = difference.GetValueOrDefault(at) + value;
        foreach (var (name, value) in b) if (index.TryGetValue(name, out var at)) difference[at] = difference.GetValueOrDefault(at) - value;
        return [.. difference.Where(d => d.Value != 0).Select(d => (d.Key, d.Value))];
    }
}
