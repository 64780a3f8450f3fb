using System.Globalization;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>The prices of the optimum, in words.</summary>
internal static class ExplainingPlan
{
    private const int MaxSoldOut = 20;

    public static string Measures(Objective objective) => objective switch
    {
        Objective.Clicks => "expected clicks",
        Objective.Conversions => "expected conversions",
        _ => "persons of the target reached a week, counted once a line and week",
    };

    public static Explanation Explain(PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, ChosenLines chosen, PlanAudience audience, int considered, int used)
    {
        var unit = MoneyUnit.Micros(inputs.Request.Budget.Currency);
        var price = chosen.At.Prices.Budget * Money.MicrosPerUnit / unit;
        var currency = inputs.Request.Budget.Currency;
        var next = price > 0
            ? $"100 {currency} more would add about {Number(100 * price)} {Measures(inputs.Request.Objective)}."
            : $"More budget would add nothing: the inventory that fits the brief is sold out before the budget is spent.";
        return new Explanation(next, price, [.. SoldOut(inputs, weeks, chosen).OrderByDescending(w => w.ValuePerThousand).Take(MaxSoldOut)], inputs.LeftOut, considered - used, Notes(inputs, weeks, audience));
    }

    private static IEnumerable<SoldOutWeek> SoldOut(PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, ChosenLines chosen)
    {
        var (problem, lines) = (chosen.Problem.Exact, chosen.Problem.Lines);
        for (var pool = 0; pool < problem.Pools; pool++)
        {
            var members = lines.Where(l => l.Pool == chosen.Problem.Pools[pool]).ToList();
            for (var t = 0; t < weeks.Count; t++)
            {
                if (chosen.At.Prices.Supply(pool, t) is not (> 0 and var value)) continue;
                yield return Week(inputs, members.Select(m => m.Offer.Title.Name).Distinct().First(), members[0].Offer.Geography, weeks[t], problem.Supply[pool * weeks.Count + t], value * 1000);
            }
        }
        for (var c = 0; c < problem.Cells; c++)
        {
            var (i, t) = (c / weeks.Count, c % weeks.Count);
            if (problem.Upper[c] <= 0 || chosen.At.X[c] < problem.Upper[c]) continue;
            var gain = ResponseCurve.Marginal(problem.Kind[i], problem.A[c], problem.S[c], problem.Upper[c]) - chosen.At.Prices.OfCell(i, t);
            if (gain > 0) yield return Week(inputs, lines[i].Offer.Title.Name, lines[i].Offer.Geography, weeks[t], problem.Upper[c] * problem.SupplyUse[c], gain * 1000 / problem.SupplyUse[c]);
        }
    }

    private static SoldOutWeek Week(PlanInputs inputs, string title, string geography, FlightWeek week, double impressions, double value) => new(
        title, geography, week.Monday, (long)impressions, value,
        string.Create(CultureInfo.InvariantCulture, $"{title} in {geography}, week of {week.Monday:yyyy-MM-dd}: all {impressions:N0} impressions are bought; 1,000 more would add {Number(value)} {Measures(inputs.Request.Objective)} net of their price."));

    private static List<string> Notes(PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, PlanAudience audience)
    {
        var notes = new List<string>();
        var options = inputs.Options;
        if (weeks.Sum(w => w.Days) < inputs.Request.Flight.Days) notes.Add("Days of the flight that are over on the day of planning are not planned.");
        if (audience.Model == Reach.AudienceClasses.Independence) notes.Add("The overlap of some segments is not known: they are taken as independent of each other.");
        if (audience.Misfit > 0.005) notes.Add($"Sizes and overlaps of the segments contradict each other by up to {Number(100 * audience.Misfit)}% of the universe; the closest fit is used.");
        if (audience.SegmentsLeftOut > 0) notes.Add($"The {audience.SegmentsLeftOut} smallest segments are not told apart in the reach model.");
        if (audience.Scale > 1)
            notes.Add($"The inventory's weekly supply speaks of {Number(audience.Universe)} viewers at {Number(options.ImpressionsPerViewerWeek)} impressions a viewer and week (assumption); the {audience.Profiled} profiled viewers are taken as their sample.");
        if (inputs.Offers.Any(o => o.Line.WeeklySupply is null))
        {
            notes.Add($"Supply from published hours: ad-tier share {Percent(options.AdTierShare)} ({options.AdTierShare.Source}); sell-through {Percent(options.SellThrough)} ({options.SellThrough.Source}).");
            notes.AddRange(inputs.Offers.Where(o => o.Line.WeeklySupply is null).Select(o => o.Geography).Distinct().Order(StringComparer.Ordinal)
                .Select(g => $"Share of {g} in worldwide viewing {Percent(options.CountryShare[g])} ({options.CountryShare[g].Source})."));
        }
        if (!FormulatingProblem.IsReach(inputs.Request.Objective)) notes.Add($"Click rate {Number(100 * options.ClickRate)}% (assumption until delivery has learned).");
        return notes;
    }

    private static string Percent(AssumedInterval interval) => $"{Number(100 * interval.Mid)}%, {Number(100 * interval.Low)} to {Number(100 * interval.High)}";

    private static string Number(double value) => Math.Abs(value) >= 100
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString("0.###", CultureInfo.InvariantCulture);
}
