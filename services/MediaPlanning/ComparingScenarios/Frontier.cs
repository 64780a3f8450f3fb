using AdPlatform.Contracts;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.Optimising;
using AdPlatform.MediaPlanning.Reach;

namespace AdPlatform.MediaPlanning.ComparingScenarios;

/// <summary>What the best plan is worth at each budget, without smallest bookings; each point starts from the prices of the one before.</summary>
internal static class Frontier
{
    public static IReadOnlyList<FrontierPoint> Of(PlanInputs inputs, int points, double most, CancellationToken cancellationToken)
    {
        var weeks = FlightWeeks.Of(inputs.Request.Flight, inputs.Today);
        var audience = PlanAudience.From(inputs.Request.Universe, inputs.Request.Segments, inputs.Request.Overlaps, inputs.Request.OverlapFloor, inputs.WeeklyImpressions, inputs.Options);
        Candidate[] lines = [.. inputs.Offers.Select(o => SelectingCandidates.Forecast(inputs.Options, o, weeks))];
        var audiences = lines.ToDictionary(l => l, l => LineAudience.Of(audience, l.Offer));
        var rates = lines.Select(l => audiences[l].Rates).ToArray();
        var (currency, unit) = (inputs.Request.Budget.Currency, MoneyUnit.Micros(inputs.Request.Budget.Currency));
        var frequency = inputs.Constraints?.Frequency ?? 1;
        var frontier = new List<FrontierPoint>();
        double[]? start = null;
        for (var k = 1; k <= points; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var budget = inputs.Request.Budget with { Micros = (long)(inputs.Request.Budget.Micros * most * k / points) / unit * unit };
            // Flighting follows the budget, locks do not: below their sum there is no plan.
            var problem = FormulatingProblem.From(inputs with { Request = inputs.Request with { Budget = budget } }, weeks, audience, lines, audiences).Exact;
            if (Optimiser.Solve(problem, 1e-5, start) is not OptimiserOutcome.Solved solved) continue;
            start = solved.At.Prices.Vector;
            var impressions = lines.Select((l, i) => solved.X.AsSpan(i * weeks.Count, weeks.Count).Sum() * unit * 1000.0 / l.Offer.Line.CpmMicros).ToArray();
            var reach = ReachForecast.AtLeast(audience.Persons, rates, impressions, inputs.Request.Targeting.FrequencyCap?.PerFlight);
            frontier.Add(new FrontierPoint(
                budget, new Money((long)solved.X.Sum() * unit, currency), solved.Value, solved.Bound, Math.Round(reach[0], 1), Math.Round(reach[frequency - 1], 1),
                solved.At.Prices.Budget * Money.MicrosPerUnit / unit));
        }
        return frontier;
    }
}
