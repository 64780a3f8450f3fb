namespace AdPlatform.MediaPlanning.Reach;

/// <summary>Reach of one line from a single known point (Goerg 2014, "Estimating reach curves from one data point"): exponential rates, so geometric frequencies.</summary>
internal sealed class GoergCurve
{
    private readonly double rho;

    /// <param name="impressions">I0, more than <paramref name="reach"/>.</param>
    /// <param name="reach">R0, persons reached by them.</param>
    public GoergCurve(double impressions, double reach)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(reach);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(impressions, reach);
        rho = impressions * reach / (impressions - reach);
    }

    /// <summary>Reach at infinitely many impressions, persons.</summary>
    public double MaxReach => rho;

    /// <summary>Persons reached at least k times.</summary>
    public double AtLeast(int k, double impressions) => impressions <= 0 ? 0 : rho * Math.Pow(impressions / (impressions + rho), k);
}
