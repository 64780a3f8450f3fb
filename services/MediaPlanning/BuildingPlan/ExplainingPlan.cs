using System.Globalization;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>The prices of the optimum, in words.</summary>
internal static class ExplainingPlan
{
    private const int MaxSoldOut = 20;
    private const int MaxNearMisses = 10;

    public static string Measures(Objective objective) => objective switch
    {
        Objective.Clicks => "expected clicks",
        Objective.Conversions => "expected conversions",
        _ => "persons of the target reached a week, counted once a line and week",
    };

    /// <param name="moreReach">Persons that the plan would reach more with 100 units of money spread as it is.</param>
    /// <param name="capped">Impressions that the frequency cap is forecast to hold back.</param>
    public static Explanation Explain(
        PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, ChosenLines chosen, PlanAudience audience, IReadOnlyList<PlannedLine> lines, double moreReach, double capped)
    {
        var currency = inputs.Request.Budget.Currency;
        var price = chosen.At.Prices.Budget * Money.MicrosPerUnit / MoneyUnit.Micros(currency);
        var next = price > 0
            ? $"100 {currency} more would add about {Number(100 * price)} {Measures(inputs.Request.Objective)}; spread as the plan is, it would reach about {Number(moreReach)} more persons at least once."
            : "More budget would add nothing: the inventory that fits the brief is sold out before the budget is spent.";
        var notes = Notes(inputs, weeks, audience);
        if (chosen.Unrestricted > chosen.Value * 1.001)
            notes.Insert(0, $"Smallest bookings of {Booking(inputs, chosen)} and at most {inputs.Options.MaxLines} lines cost at most {Number(100 * (1 - chosen.Value / chosen.Unrestricted))}% of the objective against thinner bookings.");
        if (capped > 0.01 * lines.Sum(l => l.Impressions))
            notes.Insert(0, $"The frequency cap is forecast to hold back {Number(capped)} impressions: a longer flight or a wider audience would use them.");
        return new Explanation(
            next, price, [.. SoldOut(inputs, weeks, chosen).OrderByDescending(w => w.ValuePerThousand).Take(MaxSoldOut)], inputs.LeftOut, inputs.Offers.Count - lines.Count,
            NearMisses(inputs, weeks, chosen, audience, price), notes);
    }

    /// <summary>Lines that were not bought: their first unit of money is worth less than the plan's last one, or they would be booked too thinly.</summary>
    private static List<NearMiss> NearMisses(PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, ChosenLines chosen, PlanAudience audience, double price)
    {
        var bought = Enumerable.Range(0, chosen.Problem.Lines.Count).Where(i => chosen.Units.AsSpan(i * weeks.Count, weeks.Count).IndexOfAnyExcept(0) >= 0).Select(i => chosen.Problem.Lines[i].Offer).ToHashSet();
        Candidate[] others = [.. inputs.Offers.Where(o => !bought.Contains(o)).Select(o => SelectingCandidates.Forecast(inputs.Options, o, weeks))];
        var problem = FormulatingProblem.From(inputs, weeks, audience, others, others.ToDictionary(c => c, c => LineAudience.Of(audience, c.Offer))).Exact;
        var perMoney = (double)Money.MicrosPerUnit / MoneyUnit.Micros(inputs.Request.Budget.Currency);
        return [.. others.Select((candidate, i) => (candidate, First: Enumerable.Range(i * weeks.Count, weeks.Count).Where(c => problem.Upper[c] > 0)
                .Select(c => ResponseCurve.Marginal(problem.Kind[i], problem.A[c], problem.S[c], 0) * perMoney).DefaultIfEmpty(0).Max()))
            .OrderByDescending(p => p.First).ThenBy(p => p.candidate.Offer.Line.LineKey, StringComparer.Ordinal).Take(MaxNearMisses)
            .Select((p, _) => Miss(inputs, chosen, p.candidate, p.First, price, problem.Upper.AsSpan(Array.IndexOf(others, p.candidate) * weeks.Count, weeks.Count).Sum()))];
    }

    private static NearMiss Miss(PlanInputs inputs, ChosenLines chosen, Candidate candidate, double first, double price, double most)
    {
        var (offer, currency) = (candidate.Offer, inputs.Request.Budget.Currency);
        var reason = first <= price ? $"the plan's last one {Number(price)}"
            : most < chosen.Booking ? $"but its supply costs {new Money((long)most * MoneyUnit.Micros(currency), currency)} in all, less than the smallest booking of {Booking(inputs, chosen)}"
            : $"but a smallest booking of {Booking(inputs, chosen)} would wear it out, and brings more on other lines";
        return new NearMiss(offer.Title.Name, offer.Line.Format, offer.Geography, new Money(offer.Line.CpmMicros, currency), $"its first {currency} brings {Number(first)}, {reason}");
    }

    private static Money Booking(PlanInputs inputs, ChosenLines chosen) =>
        new((long)chosen.Booking * MoneyUnit.Micros(inputs.Request.Budget.Currency), inputs.Request.Budget.Currency);

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
