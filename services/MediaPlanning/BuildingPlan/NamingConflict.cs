using System.Globalization;
using AdPlatform.Contracts;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>What contradicts what, in the planner's words.</summary>
internal static class NamingConflict
{
    public static (IReadOnlyList<string> Constraints, string Relaxation) Of(PlanInputs inputs, IReadOnlyList<FlightWeek> weeks, IReadOnlyList<Candidate> lines, Feasibility.Conflict conflict)
    {
        var currency = inputs.Request.Budget.Currency;
        var problem = FormulatingProblem.From(inputs, weeks, PlanAudience.From(inputs.Request.Universe, inputs.Request.Segments, inputs.Request.Overlaps, inputs.Request.OverlapFloor, inputs.WeeklyImpressions, inputs.Options), lines, lines.ToDictionary(c => c, c => new LineAudience([], 1, 1)));
        Money Amount(double units) => new((long)Math.Ceiling(units - 1e-6) * MoneyUnit.Micros(currency), currency);
        var constraints = new List<string>();
        foreach (var (line, missing) in conflict.Lines)
        {
            var offer = lines[line].Offer;
            constraints.Add($"locks: {offer.Title.Name} as {offer.Line.Format} in {offer.Geography} misses {Amount(missing)}");
        }
        if (conflict.Budget) constraints.Add($"budget: {inputs.Request.Budget}");
        constraints.AddRange(conflict.Limits.Select(k => problem.Exact.Limits[k].Name));
        constraints.AddRange(conflict.Supply.Select(s => $"supply of {problem.Pools[s.Pool]}, week of {weeks[s.Week].Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"));
        return (constraints, $"The locks ask for {Amount(conflict.Relaxation)} more than there is room for: lower them by that in all, or raise what is named beside them.");
    }
}
