using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.MediaPlanning.Forecasting;
using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>Everything that a plan depends on; the plan is a pure function of it.</summary>
/// <param name="Today">In the campaign's zone: days before it cannot be bought any more.</param>
/// <param name="Offers">The inventory that was considered, as it was.</param>
/// <param name="WeeklyImpressions">Forecast supply of all inventory that the campaign may buy, in an average week.</param>
/// <param name="LeftOut">Inventory in the asked geographies and formats that was not considered: reason to number of lines.</param>
internal sealed record PlanInputs(
    BuildMediaPlan Request, DateOnly Today, IReadOnlyList<Offer> Offers, double WeeklyImpressions, IReadOnlyDictionary<string, int> LeftOut, PlanningOptions Options, PlanConstraints? Constraints = null);

/// <summary>A line of the inventory in one geography, with what is known about its supply.</summary>
/// <param name="History">Worldwide viewing, for lines without a stated supply; empty otherwise.</param>
/// <param name="Taken">What other plans hold or have booked of its supply; null is nothing.</param>
internal sealed record Offer(InventoryLine Line, Title Title, string Geography, IReadOnlyList<ViewedWeek> History, IReadOnlyList<TakenWeek>? Taken = null)
{
    /// <summary>What the line sells from: lines with the same key share it.</summary>
    public string SupplyKey => Line.Pool is null ? $"line {Line.LineKey} {Geography}" : $"{Line.Pool}/{Geography}";

    /// <summary>Names that interests of a segment may match.</summary>
    public IReadOnlyList<string> Topics() => [.. Title.List(Title.Genres), .. Title.List(Title.Categories)];
}

/// <summary>Impressions of one week that are not for sale any more.</summary>
internal readonly record struct TakenWeek(DateOnly Monday, long Impressions);
