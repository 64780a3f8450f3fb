using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>A plan as it is stored and shown. Every total is the sum of its parts.</summary>
internal sealed record PlanDocument
{
    public required string PlanId { get; init; }
    public required string CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required int PlanVersion { get; init; }
    public required DateTimeOffset BuiltAt { get; init; }
    public required Objective Objective { get; init; }
    public required Flight Flight { get; init; }
    public required string Zone { get; init; }
    public required Money Budget { get; init; }

    /// <summary>Sum of the lines.</summary>
    public required Money Planned { get; init; }

    /// <summary>Budget that the inventory cannot carry, or that is left of rounding.</summary>
    public required Money Unspent { get; init; }

    public required long Impressions { get; init; }

    /// <summary>Average price of 1,000 impressions.</summary>
    public required Money Cpm { get; init; }

    public required Certificate Certificate { get; init; }
    public required Universe Universe { get; init; }
    public required PlanReach Reach { get; init; }
    /// <summary>Null where a market has no stated universe.</summary>
    public Ratings? Ratings { get; init; }

    public required IReadOnlyList<PlannedWeek> Weeks { get; init; }
    public required IReadOnlyList<PlannedLine> Lines { get; init; }
    public required Explanation Explanation { get; init; }
}

/// <param name="Measures">What value and bound count.</param>
/// <param name="Gap">(bound - value) / value: how much better any spend over these lines, each at least the smallest booking, could be at most.</param>
/// <param name="SmallestBooking">What every line carries at least.</param>
/// <param name="UnrestrictedBound">Bound over all lines considered, without smallest bookings and limit on lines.</param>
internal sealed record Certificate(string Measures, double Value, double Bound, double Gap, Money SmallestBooking, double UnrestrictedBound);

/// <param name="Persons">On whom the plan's reach rests.</param>
/// <param name="Target">Of them, in the addressed segments.</param>
/// <param name="Profiled">Persons with a profile in the campaign's geographies.</param>
internal sealed record Universe(double Persons, double Target, long Profiled, string Source);

/// <param name="Model">"latent-class", or "independence" where an overlap of segments is not known.</param>
/// <param name="AtLeast">[k - 1]: persons reached at least k times, k = 1..10.</param>
/// <param name="TargetAtLeast">The same in the addressed segments.</param>
/// <param name="CappedImpressions">Impressions that the frequency cap is forecast to hold back.</param>
/// <param name="ImpressionsP10">Of the planned impressions, what 9 of 10 futures deliver; the median is the plan, and a plan cannot deliver more than it books.</param>
/// <param name="ReachP10">Persons reached at least once with these.</param>
internal sealed record PlanReach(
    string Model, IReadOnlyList<double> AtLeast, IReadOnlyList<double> TargetAtLeast, double AverageFrequency, double CappedImpressions, long ImpressionsP10, double ReachP10);

/// <param name="Grp">Gross rating points: impressions per 100 persons of the universe.</param>
/// <param name="Trp">Target rating points: impressions on the target per 100 persons of it.</param>
/// <param name="CostPerPoint">Of a gross rating point.</param>
/// <param name="CostPerReachPoint">Of one percent of the universe reached at least once.</param>
internal sealed record Ratings(long Universe, string Source, double Grp, double Trp, Money CostPerPoint, Money CostPerReachPoint);

internal sealed record PlannedWeek(DateOnly Monday, Money Budget, long Impressions);

internal sealed record PlannedLine
{
    public required string LineId { get; init; }
    public required string TitleId { get; init; }
    public required string Title { get; init; }
    public required string Format { get; init; }
    public required IReadOnlyList<string> Genres { get; init; }
    public required string Geography { get; init; }
    public string? Daypart { get; init; }
    public string? Device { get; init; }
    public required Money Cpm { get; init; }
    public required Money Budget { get; init; }
    public required long Impressions { get; init; }
    public required long Supply { get; init; }

    /// <summary>Persons that the line reaches at least once over the flight.</summary>
    public required double Reach { get; init; }

    /// <summary>Persons that no other line of the plan reaches.</summary>
    public required double ExclusiveReach { get; init; }

    /// <summary>Part of the impressions that falls on addressed persons, 0..1.</summary>
    public required double TargetShare { get; init; }

    /// <summary>What the objective gains from one more unit of money on this line, at the price of the plan.</summary>
    public required double MarginalValue { get; init; }

    public required IReadOnlyList<PlannedCell> Weeks { get; init; }
}

/// <param name="Supply">Forecast, P50; <paramref name="SupplyP10"/> and <paramref name="SupplyP90"/> around it. Impressions.</param>
internal sealed record PlannedCell(DateOnly Monday, Money Budget, long Impressions, long Supply, long SupplyP10, long SupplyP90);

/// <param name="NextUnit">What one more unit of budget buys, in words.</param>
/// <param name="BudgetPrice">The same as a number: objective per unit of the currency; 0 when the budget does not bind.</param>
/// <param name="SoldOut">Weeks whose supply the plan uses up, the most valuable first.</param>
/// <param name="LeftOut">Inventory that was not considered: reason to number of lines.</param>
/// <param name="NotBought">Lines that were considered and not bought.</param>
/// <param name="NearMisses">Of these the ones that came closest, and what kept them out.</param>
/// <param name="Notes">Assumptions and limits that a reader has to know.</param>
internal sealed record Explanation(
    string NextUnit, double BudgetPrice, IReadOnlyList<SoldOutWeek> SoldOut, IReadOnlyDictionary<string, int> LeftOut, int NotBought,
    IReadOnlyList<NearMiss> NearMisses, IReadOnlyList<string> Notes);

internal sealed record NearMiss(string Title, string Format, string Geography, Money Cpm, string Words);

/// <param name="ValuePerThousand">What 1,000 more impressions in this week would add to the objective, after paying for them at the plan's price.</param>
internal sealed record SoldOutWeek(string Title, string Geography, DateOnly Monday, long Impressions, double ValuePerThousand, string Words);
