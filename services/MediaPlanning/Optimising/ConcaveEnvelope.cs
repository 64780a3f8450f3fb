namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>The least concave function above a curve on [low, high]: a chord from the low end to where it touches, then the curve itself.</summary>
internal sealed class ConcaveEnvelope
{
    private const int Steps = 100;

    private readonly SpendCurve curve;
    private readonly double low, high, touch, slope;

    public ConcaveEnvelope(SpendCurve curve, double low, double high)
    {
        (this.curve, this.low, this.high) = (curve, low, high);
        touch = Touch();
        slope = touch > low ? (curve.Value(touch) - curve.Value(low)) / (touch - low) : double.PositiveInfinity;
    }

    public double Value(double x) => x < touch ? curve.Value(low) + slope * (x - low) : curve.Value(x);

    /// <summary>The x that maximises Value(x) - price x; of several the least.</summary>
    public double Demand(double price)
    {
        if (touch > low && price >= slope) return low;
        if (curve.Marginal(touch) <= price) return touch;
        if (curve.Marginal(high) >= price) return high;
        var (from, to) = (touch, high);
        for (var step = 0; step < Steps && to - from > 1e-13 * to; step++)
        {
            var middle = 0.5 * (from + to);
            if (curve.Marginal(middle) > price) from = middle; else to = middle;
        }
        return 0.5 * (from + to);
    }

    private double Touch()
    {
        if (curve.Inflection <= low) return low;
        if (curve.Inflection >= high || Above(high)) return high;
        var (from, to) = (curve.Inflection, high);
        for (var step = 0; step < Steps; step++)
        {
            var middle = 0.5 * (from + to);
            if (Above(middle)) from = middle; else to = middle;
        }
        return 0.5 * (from + to);
    }

    /// <summary>The curve still rises more steeply than the chord to it.</summary>
    private bool Above(double x) => curve.Marginal(x) * (x - low) > curve.Value(x) - curve.Value(low);
}
