namespace AdPlatform.AdDelivery.Learning;

/// <summary>A = L L' of a symmetric positive definite matrix, with the solves that the model needs.</summary>
/// <remarks>Own code because a few hundred unknowns need no package, and the same bits must come out on every machine that replays.</remarks>
internal sealed class Cholesky
{
    private readonly double[] _l;
    private readonly int _size;

    /// <param name="matrix">Row-major; only the lower triangle is read; overwritten by the factor.</param>
    public Cholesky(double[] matrix, int size)
    {
        _l = matrix;
        _size = size;
        for (var j = 0; j < size; j++)
        {
            var row = matrix.AsSpan(j * size, j);
            var diagonal = matrix[(j * size) + j];
            foreach (var value in row) diagonal -= value * value;
            if (!(diagonal > 0)) throw new ArgumentException("The matrix is not positive definite.");
            var root = Math.Sqrt(diagonal);
            matrix[(j * size) + j] = root;
            for (var i = j + 1; i < size; i++)
            {
                var other = matrix.AsSpan(i * size, j);
                var sum = matrix[(i * size) + j];
                for (var k = 0; k < j; k++) sum -= row[k] * other[k];
                matrix[(i * size) + j] = sum / root;
            }
        }
    }

    /// <summary>x with A x = b, in place.</summary>
    public void Solve(Span<double> b)
    {
        SolveLower(b);
        SolveUpper(b);
    }

    /// <summary>x with L x = b, in place: x'x is then b' inverse(A) b.</summary>
    public void SolveLower(Span<double> b)
    {
        for (var i = 0; i < _size; i++)
        {
            var sum = b[i];
            var row = _l.AsSpan(i * _size, i);
            for (var k = 0; k < i; k++) sum -= row[k] * b[k];
            b[i] = sum / _l[(i * _size) + i];
        }
    }

    /// <summary>x with L' x = b, in place: of independent standard normals it makes a draw with covariance inverse(A).</summary>
    public void SolveUpper(Span<double> b)
    {
        for (var i = _size - 1; i >= 0; i--)
        {
            var value = b[i] /= _l[(i * _size) + i];
            var row = _l.AsSpan(i * _size, i);
            var before = b[..i];
            for (var k = 0; k < before.Length; k++) before[k] -= row[k] * value;
        }
    }
}
