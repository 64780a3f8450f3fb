using AdPlatform.MediaPlanning.Forecasting;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>A line that may be bought, week by week. Compared by reference: it is one of the plan's candidates.</summary>
/// <param name="supply">Impressions per plan week, only the days within the flight.</param>
/// <param name="pool">Lines with the same pool share its supply; null has its own.</param>
internal sealed class Candidate(Offer offer, Interval[] supply, string? pool)
{
    public Offer Offer { get; } = offer;
    public Interval[] Supply { get; } = supply;
    public string? Pool { get; } = pool;

    public double TotalSupply => Supply.Sum(s => s.Mid);
}
