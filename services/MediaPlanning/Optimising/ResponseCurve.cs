namespace AdPlatform.MediaPlanning.Optimising;

/// <summary>Strictly concave response of one cell to money x: what the cell brings, and what one more unit brings.</summary>
internal enum ResponseKind
{
    /// <summary>f = A x / (x + S): Goerg's one-point reach curve (Goerg 2014, "Estimating reach curves from one data point").</summary>
    Hyperbolic,

    /// <summary>f = A (1 - e^(-x/S)).</summary>
    Exponential,

    /// <summary>f = -x^2 / (2 S): a pure cost, used by <see cref="Feasibility"/> only. A is not used.</summary>
    Cost,
}

internal static class ResponseCurve
{
    public static double Value(ResponseKind kind, double a, double s, double x) => kind switch
    {
        ResponseKind.Hyperbolic => a * x / (x + s),
        ResponseKind.Exponential => -a * Math.Exp(-x / s) + a,
        _ => -x * x / (2 * s),
    };

    /// <summary>f'(x): never negative for the two responses, falling in x.</summary>
    public static double Marginal(ResponseKind kind, double a, double s, double x) => kind switch
    {
        ResponseKind.Hyperbolic => a * s / ((x + s) * (x + s)),
        ResponseKind.Exponential => a / s * Math.Exp(-x / s),
        _ => -x / s,
    };

    /// <summary>The x in [0, u] that maximises f(x) - p x.</summary>
    public static double Demand(ResponseKind kind, double a, double s, double u, double p)
    {
        double x;
        if (kind == ResponseKind.Cost) x = -s * p;
        else if (p <= 0) return u;
        else if (kind == ResponseKind.Hyperbolic) x = Math.Sqrt(a * s / p) - s;
        else x = s * Math.Log(a / (s * p));
        return x <= 0 ? 0 : x >= u ? u : x;
    }

    /// <summary>-dx/dp = 1 / |f''(x)| at x.</summary>
    public static double Slope(ResponseKind kind, double a, double s, double x) => kind switch
    {
        ResponseKind.Hyperbolic => (x + s) * (x + s) * (x + s) / (2 * a * s),
        ResponseKind.Exponential => s * s / a * Math.Exp(x / s),
        _ => s,
    };
}
