namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>Dense Cholesky in place, row-major. A pivot that is (nearly) 0 is raised: the direction then stays a descent direction.</summary>
internal static class Cholesky
{
    public static void Factor(Span<double> m, int n)
    {
        for (var k = 0; k < n; k++)
        {
            var original = m[k * n + k];
            var pivot = original;
            for (var j = 0; j < k; j++) pivot -= m[k * n + j] * m[k * n + j];
            var least = Math.Max(1e-10 * original, 1e-300);
            var root = Math.Sqrt(Math.Max(pivot, least));
            m[k * n + k] = root;
            for (var i = k + 1; i < n; i++)
            {
                var v = m[i * n + k];
                for (var j = 0; j < k; j++) v -= m[i * n + j] * m[k * n + j];
                m[i * n + k] = v / root;
            }
        }
    }

    /// <param name="rhs">n rows of <paramref name="columns"/> values, replaced by the solution.</param>
    public static void SolveMany(ReadOnlySpan<double> factor, int n, Span<double> rhs, int columns)
    {
        for (var b = 0; b < columns; b++)
        {
            for (var i = 0; i < n; i++)
            {
                var v = rhs[i * columns + b];
                for (var j = 0; j < i; j++) v -= factor[i * n + j] * rhs[j * columns + b];
                rhs[i * columns + b] = v / factor[i * n + i];
            }
            for (var i = n - 1; i >= 0; i--)
            {
                var v = rhs[i * columns + b];
                for (var j = i + 1; j < n; j++) v -= factor[j * n + i] * rhs[j * columns + b];
                rhs[i * columns + b] = v / factor[i * n + i];
            }
        }
    }
}
