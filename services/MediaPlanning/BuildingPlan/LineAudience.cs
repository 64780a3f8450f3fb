namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>One line's impressions among the audience's classes.</summary>
/// <param name="Rates">Per class: exposures of one person per impression of the line.</param>
/// <param name="TargetShare">Part of the line's impressions that falls on addressed persons, 0..1.</param>
/// <param name="TargetInterest">Mean interest over the line's impressions, counting only addressed persons.</param>
internal sealed record LineAudience(double[] Rates, double TargetShare, double TargetInterest)
{
    public static LineAudience Of(PlanAudience audience, Offer offer)
    {
        var interest = audience.Interest(offer);
        var total = 0.0;
        for (var k = 0; k < interest.Length; k++) total += audience.Persons[k] * interest[k];
        var (share, keen) = (0.0, 0.0);
        var rates = new double[interest.Length];
        for (var k = 0; k < interest.Length; k++)
        {
            rates[k] = interest[k] / total;
            if (!audience.IsTarget(k)) continue;
            share += audience.Persons[k] * rates[k];
            keen += audience.Persons[k] * rates[k] * interest[k];
        }
        return new LineAudience(rates, share, keen);
    }
}
