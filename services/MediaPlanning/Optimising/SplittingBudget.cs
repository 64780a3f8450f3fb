namespace AdPlatform.MediaPlanning.Optimising;

/// <param name="Bound">No split is worth more.</param>
/// <param name="Price">What one more unit of budget is worth, of the envelopes.</param>
internal sealed record FittedSplit(double[] X, double Value, double Bound, double Price, int Nodes);

/// <summary>
/// The best split of a budget over curves, each between its bounds. Concave ones: bisection on the budget's price, whose dual is the bound. S-curves: their concave
/// envelopes, and branch and bound on the curve that lies furthest below its envelope (Udell and Boyd 2013, "Maximizing a sum of sigmoids").
/// </summary>
internal static class SplittingBudget
{
    private const int MaxNodes = 5000;

    /// <param name="gap">Stop when no split can be better by more than this share.</param>
    /// <returns>Null when the bounds do not allow the budget: their lower ends add up to more.</returns>
    public static FittedSplit? Split(IReadOnlyList<SpendCurve> curves, double budget, double[] low, double[] high, double gap = 1e-6)
    {
        if (low.Sum() > budget) return null;
        var open = new PriorityQueue<Node, double>();
        var root = Relax(curves, budget, low, high);
        open.Enqueue(root, -root.Bound);
        var (x, value, nodes, bound) = (root.X, root.Value, 0, root.Bound);
        while (open.TryDequeue(out var node, out _))
        {
            nodes++;
            bound = node.Bound;
            if (node.Value > value) (x, value) = (node.X, node.Value);
            if (bound - value <= gap * Math.Abs(value) || nodes >= MaxNodes || node.Branch < 0) break;
            foreach (var left in new[] { true, false })
            {
                var (least, most) = ((double[])node.Low.Clone(), (double[])node.High.Clone());
                if (left) most[node.Branch] = node.At; else least[node.Branch] = node.At;
                if (least.Sum() > budget) continue;
                var child = Relax(curves, budget, least, most);
                if (child.Value > value) (x, value) = (child.X, child.Value);
                if (child.Bound > value) open.Enqueue(child, -child.Bound);
            }
            // Best first: what is left is no better than the next in line.
            bound = Math.Max(value, open.TryPeek(out _, out var next) ? -next : value);
        }
        return new FittedSplit(x, value, Math.Max(bound, value), root.Price, nodes);
    }

    private static Node Relax(IReadOnlyList<SpendCurve> curves, double budget, double[] low, double[] high)
    {
        ConcaveEnvelope[] envelopes = [.. curves.Select((curve, i) => new ConcaveEnvelope(curve, low[i], high[i]))];
        double[] At(double price) => [.. envelopes.Select(e => e.Demand(price))];
        var (cheap, dear) = (0.0, 1.0);
        if (At(0).Sum() <= budget) dear = 0;
        while (dear > 0 && At(dear).Sum() > budget) dear *= 4;
        for (var step = 0; step < 200 && dear - cheap > 1e-15 * dear; step++)
        {
            var middle = 0.5 * (cheap + dear);
            if (At(middle).Sum() > budget) cheap = middle; else dear = middle;
        }
        var x = At(dear);
        var bound = dear * budget + envelopes.Select((e, i) => e.Value(x[i]) - dear * x[i]).Sum();
        // What the price leaves over goes along the chords, which are as good there.
        var filled = (double[])x.Clone();
        var left = budget - x.Sum();
        var wider = At(cheap);
        for (var i = 0; i < x.Length && left > 0; i++)
        {
            var more = Math.Min(left, Math.Max(0, wider[i] - x[i]));
            filled[i] += more;
            left -= more;
        }
        double True(double[] at) => at.Select((v, i) => curves[i].Value(v)).Sum();
        var (best, value) = True(filled) >= True(x) ? (filled, True(filled)) : (x, True(x));
        var branch = Enumerable.Range(0, x.Length).MaxBy(i => envelopes[i].Value(filled[i]) - curves[i].Value(filled[i]));
        var apart = envelopes[branch].Value(filled[branch]) - curves[branch].Value(filled[branch]);
        var splits = apart > 1e-12 * Math.Max(1, Math.Abs(value)) && filled[branch] > low[branch] && filled[branch] < high[branch];
        return new Node(low, high, best, value, bound, dear, splits ? branch : -1, filled[branch]);
    }

    private sealed record Node(double[] Low, double[] High, double[] X, double Value, double Bound, double Price, int Branch, double At);
}
