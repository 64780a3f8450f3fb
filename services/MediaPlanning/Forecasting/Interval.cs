namespace AdPlatform.MediaPlanning.Forecasting;

/// <summary>A positive quantity that is not known exactly: P10, P50, P90.</summary>
internal readonly record struct Interval(double Low, double Mid, double High)
{
    public static Interval Exactly(double value) => new(value, value, value);

    /// <summary>Product of independent factors: the widths add up in quadrature on the log scale.</summary>
    public static Interval operator *(Interval a, Interval b)
    {
        var mid = a.Mid * b.Mid;
        return new Interval(
            mid * Math.Exp(-Hypot(Width(a.Low, a.Mid), Width(b.Low, b.Mid))), mid, mid * Math.Exp(Hypot(Width(a.High, a.Mid), Width(b.High, b.Mid))));
    }

    public static Interval operator *(Interval a, double factor) => new(a.Low * factor, a.Mid * factor, a.High * factor);

    private static double Width(double edge, double mid) => edge > 0 && mid > 0 ? Math.Abs(Math.Log(edge / mid)) : 0;

    private static double Hypot(double a, double b) => Math.Sqrt(a * a + b * b);
}
