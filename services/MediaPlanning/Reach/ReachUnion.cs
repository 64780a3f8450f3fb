namespace AdPlatform.MediaPlanning.Reach;

/// <summary>Reach of several lines together from their single reaches (World Federation of Advertisers, planning-evaluation-framework), and what it can be at least and at most.</summary>
internal static class ReachUnion
{
    /// <summary>sum r - 1/2 sum a_ij r_i r_j / max(m_i, m_j).</summary>
    /// <param name="reach">Persons per line.</param>
    /// <param name="most">Persons per line that it could reach at most.</param>
    /// <param name="overlap">a: symmetric, 0 on the diagonal, never negative, rows add up to 1 at most.</param>
    public static double Pairwise(double[] reach, double[] most, double[][] overlap)
    {
        var union = reach.Sum();
        for (var i = 0; i < reach.Length; i++)
            for (var j = 0; j < reach.Length; j++)
                if (i != j) union -= 0.5 * overlap[i][j] * reach[i] * reach[j] / Math.Max(most[i], most[j]);
        return union;
    }

    /// <summary>N sum_j (1 - prod_i (1 - a_ij r_i / N)): independent within kinds of persons; the a of a line add up to 1.</summary>
    public static double Mixture(double universe, double[] reach, double[][] share)
    {
        var union = 0.0;
        for (var kind = 0; kind < share[0].Length; kind++)
        {
            var missed = 1.0;
            for (var i = 0; i < reach.Length; i++) missed *= 1 - share[i][kind] * reach[i] / universe;
            union += 1 - missed;
        }
        return universe * union;
    }

    /// <summary>
    /// No joint audience with these reaches lies outside: at most the sum minus the heaviest tree of known duplications (Hunter 1976), at least the
    /// largest line, or what the sums of reaches and duplications force (Dawson and Sankoff 1967; needs every pair).
    /// </summary>
    /// <param name="shared">Persons per pair (i &lt; j); null where the duplication is not known.</param>
    public static (double Least, double Most) Bounds(double universe, double[] reach, Func<int, int, double?> shared)
    {
        var (least, most) = (reach.Length == 0 ? 0 : reach.Max(), Math.Min(universe, reach.Sum() - HeaviestTree(reach.Length, shared)));
        var (sum, pairs, all) = (reach.Sum(), 0.0, true);
        for (var i = 0; i < reach.Length; i++)
        {
            for (var j = i + 1; j < reach.Length; j++)
            {
                if (shared(i, j) is { } known)
                {
                    pairs += known;
                    least = Math.Max(least, reach[i] + reach[j] - known);
                }
                else all = false;
            }
        }
        if (all && sum > 0)
        {
            var k = 1 + Math.Floor(2 * pairs / sum);
            least = Math.Max(least, 2 * sum / (k + 1) - 2 * pairs / (k * (k + 1)));
        }
        return (least, Math.Max(least, most));
    }

    private static double HeaviestTree(int count, Func<int, int, double?> shared)
    {
        if (count < 2) return 0;
        var (joined, total) = (new bool[count], 0.0);
        joined[0] = true;
        for (var edges = 1; edges < count; edges++)
        {
            var (best, next) = (-1.0, -1);
            for (var i = 0; i < count; i++)
            {
                if (!joined[i]) continue;
                for (var j = 0; j < count; j++)
                    if (!joined[j] && (shared(Math.Min(i, j), Math.Max(i, j)) ?? 0) is var here && here > best) (best, next) = (here, j);
            }
            joined[next] = true;
            total += best;
        }
        return total;
    }
}
