namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>Response to money, rising: convex up to its inflection, concave after it.</summary>
internal abstract record SpendCurve
{
    /// <summary>0 when the curve is concave throughout.</summary>
    public abstract double Inflection { get; }

    public abstract double Value(double x);

    public abstract double Marginal(double x);
}

/// <summary>A x^k / (x^k + S^k): the saturation of Robyn and Meridian; an S for a shape above 1.</summary>
/// <param name="Most">A, at infinite spend.</param>
/// <param name="Half">S, the spend of half of it.</param>
internal sealed record HillCurve(double Most, double Half, double Shape) : SpendCurve
{
    public override double Inflection => Shape > 1 ? Half * Math.Pow((Shape - 1) / (Shape + 1), 1 / Shape) : 0;

    public override double Value(double x) => x <= 0 ? 0 : Most / (1 + Math.Pow(Half / x, Shape));

    public override double Marginal(double x)
    {
        if (x <= 0) return Shape > 1 ? 0 : Shape < 1 ? double.MaxValue : Most / Half;
        var ratio = Math.Pow(Half / x, Shape);
        return Most * Shape * ratio / (x * (1 + ratio) * (1 + ratio));
    }
}

/// <summary>A (x / (x + S))^k: persons reached at least k times where frequencies are geometric (Goerg 2014).</summary>
internal sealed record EffectiveReachCurve(double Most, double Half, int Frequency) : SpendCurve
{
    public override double Inflection => (Frequency - 1) * Half / 2;

    public override double Value(double x) => x <= 0 ? 0 : Most * Math.Pow(x / (x + Half), Frequency);

    public override double Marginal(double x) => x <= 0 ? Frequency == 1 ? Most / Half : 0 : Value(x) * Frequency * Half / (x * (x + Half));
}
