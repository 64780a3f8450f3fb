namespace AdPlatform.MediaPlanning.Reach;

/// <summary>How probable it is that a person sees one insertion of a line: Beta(a, b) over persons, so exposures to n insertions are beta-binomial.</summary>
internal sealed record BetaExposure(double A, double B)
{
    /// <summary>The beta with the published reach of one and of two insertions (Metheringham 1964, as in Kim 2005 p. 80).</summary>
    /// <param name="one">Share of persons reached by one insertion, 0..1.</param>
    /// <param name="two">By two, above <paramref name="one"/> and at most what independent insertions reach.</param>
    public static BetaExposure? From(double one, double two)
    {
        var variance = 2 * one - two - one * one;
        if (!(one > 0 && one < 1 && variance > 0 && variance < one * (1 - one))) return null;
        var weight = one * (1 - one) / variance - 1;
        return new BetaExposure(one * weight, (1 - one) * weight);
    }

    /// <summary>Nodes in (0, 1) and weights that add up to 1: exact for polynomials up to degree 2n - 1 (Golub and Welsch 1969, Gauss-Jacobi).</summary>
    public (double[] Nodes, double[] Weights) Quadrature(int n)
    {
        var (alpha, beta) = (B - 1, A - 1);
        var matrix = new double[n, n];
        for (var k = 0; k < n; k++)
        {
            var s = 2 * k + alpha + beta;
            matrix[k, k] = k == 0 ? (beta - alpha) / (alpha + beta + 2) : (beta * beta - alpha * alpha) / (s * (s + 2));
            if (k == 0) continue;
            var square = k == 1
                ? 4 * (1 + alpha) * (1 + beta) / ((2 + alpha + beta) * (2 + alpha + beta) * (3 + alpha + beta))
                : 4 * k * (k + alpha) * (k + beta) * (k + alpha + beta) / (s * s * (s + 1) * (s - 1));
            matrix[k, k - 1] = matrix[k - 1, k] = Math.Sqrt(square);
        }
        var (values, first) = Eigen(matrix, n);
        return ([.. values.Select(v => (v + 1) / 2)], [.. first.Select(f => f * f)]);
    }

    /// <summary>Cyclic Jacobi rotations: eigenvalues, and the first component of each eigenvector.</summary>
    private static (double[] Values, double[] First) Eigen(double[,] m, int n)
    {
        var first = new double[n];
        first[0] = 1;
        for (var sweep = 0; sweep < 60; sweep++)
        {
            var off = 0.0;
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    off += m[p, q] * m[p, q];
                    if (Math.Abs(m[p, q]) < 1e-300) continue;
                    var theta = (m[q, q] - m[p, p]) / (2 * m[p, q]);
                    var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                    var (c, s) = (1 / Math.Sqrt(t * t + 1), t / Math.Sqrt(t * t + 1));
                    for (var k = 0; k < n; k++) (m[k, p], m[k, q]) = (c * m[k, p] - s * m[k, q], s * m[k, p] + c * m[k, q]);
                    for (var k = 0; k < n; k++) (m[p, k], m[q, k]) = (c * m[p, k] - s * m[q, k], s * m[p, k] + c * m[q, k]);
                    (first[p], first[q]) = (c * first[p] - s * first[q], s * first[p] + c * first[q]);
                }
            }
            if (off < 1e-28) break;
        }
        return ([.. Enumerable.Range(0, n).Select(k => m[k, k])], first);
    }
}
