using AdPlatform.Contracts;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.Optimising;
using AdPlatform.MediaPlanning.RequestingPlan;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.MediaPlanning.ComparingScenarios;

/// <summary><c>POST /v1/plans/score</c>: a plan that somebody typed in, judged as ours are.</summary>
internal sealed record ScoreRequest(PlanRequest Request, IReadOnlyList<TypedLine> Lines);

internal sealed record TypedLine(string TitleId, string Format, string Geography, IReadOnlyList<TypedWeek> Weeks, string? Daypart = null, string? Device = null);

internal sealed record TypedWeek(DateOnly Monday, Money Budget);

/// <param name="Share">Value of the typed plan over that of the best plan's bound, 0..1: at least this good.</param>
/// <param name="Broken">Limits that the typed plan does not keep; then its value is one that cannot be had.</param>
internal sealed record PlanScore(double Value, double Bound, double Share, IReadOnlyList<string> Broken, PlanDocument Plan);

internal static class ScorePlan
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/plans/score", HandleAsync).RequireScope(Scopes.Plans);

    private static async Task<Results<Ok<PlanScore>, ProblemHttpResult>> HandleAsync(
        Strict<ScoreRequest> body, Caller caller, PlanningDb db, IOptions<PlanningOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (planId, errors) = (Ids.New(now), new FieldErrors());
        if (await RequestPlan.InputsAsync(body.Value.Request, caller, planId, db, options.Value, now, errors, cancellationToken) is not { } inputs) return errors.ToProblem();
        var weeks = FlightWeeks.Of(inputs.Request.Flight, inputs.Today);
        Candidate[] all = [.. inputs.Offers.Select(o => SelectingCandidates.Forecast(inputs.Options, o, weeks))];
        var (currency, unit) = (inputs.Request.Budget.Currency, MoneyUnit.Micros(inputs.Request.Budget.Currency));
        var units = new long[all.Length * weeks.Count];
        foreach (var (line, i) in body.Value.Lines.Select((line, i) => (line, i)))
        {
            var at = Array.FindIndex(all, c => c.Offer.Line.TitleId == line.TitleId && c.Offer.Line.Format == line.Format && c.Offer.Geography == line.Geography && c.Offer.Line.Daypart == line.Daypart && c.Offer.Line.Device == line.Device);
            if (!errors.Check(at >= 0, $"lines[{i}]", "is no line of the inventory that fits the request")) continue;
            foreach (var (week, k) in line.Weeks.Select((week, k) => (week, k)))
            {
                var t = weeks.ToList().FindIndex(w => w.Monday == week.Monday);
                errors.Check(t >= 0, $"lines[{i}].weeks[{k}].monday", "must be a Monday of the flight's weeks");
                var fine = errors.Check(week.Budget.Currency == currency && week.Budget.Micros >= 0 && week.Budget.Micros % unit == 0, $"lines[{i}].weeks[{k}].budget", $"must be 0 or more in {currency}, without fractions of its smallest coin");
                if (t >= 0 && fine) units[at * weeks.Count + t] += week.Budget.Micros / unit;
            }
        }
        errors.Check(units.Any(u => u > 0), "lines", "must spend something");
        if (errors.Any) return errors.ToProblem();

        var audience = PlanAudience.From(inputs.Request.Universe, inputs.Request.Segments, inputs.Request.Overlaps, inputs.Request.OverlapFloor, inputs.WeeklyImpressions, inputs.Options);
        var audiences = all.ToDictionary(c => c, c => LineAudience.Of(audience, c.Offer));
        var problem = FormulatingProblem.From(inputs, weeks, audience, all, audiences);
        if (Optimiser.Solve(problem.Exact) is not OptimiserOutcome.Solved best) return Problems.Unprocessable("plan-infeasible", "The request's own locks and limits contradict each other: plan it first to see which.");
        double[] x = [.. units.Select(u => (double)u)];
        var chosen = new ChosenLines(problem, units, problem.Exact.Value(x), best.Bound, best.Bound, 0, best.At);
        var document = WritingPlan.Write(inputs, weeks, chosen, audience, audiences, planId, now, () => Ids.New(now));
        return TypedResults.Ok(new PlanScore(chosen.Value, best.Bound, best.Bound > 0 ? Math.Min(1, chosen.Value / best.Bound) : 0, [.. Broken(problem, weeks, x, unit, currency)], document));
    }

    private static IEnumerable<string> Broken(Formulated formulated, IReadOnlyList<FlightWeek> weeks, double[] x, long unit, string currency)
    {
        var problem = formulated.Exact;
        Money Amount(double units) => new((long)Math.Ceiling(units) * unit, currency);
        for (var c = 0; c < x.Length; c++)
        {
            if (x[c] > problem.Upper[c])
                yield return $"{formulated.Lines[c / weeks.Count].Offer.Title.Name}, week of {weeks[c % weeks.Count].Monday:yyyy-MM-dd}: supply costs {Amount(problem.Upper[c])}, {Amount(x[c])} asked for";
        }
        var left = PrimalRepair.Left(problem, x);
        for (var j = 0; j < left.Length; j++)
        {
            if (left[j] >= -1e-6) continue;
            yield return j == 0 ? $"budget: overdrawn by {Amount(-left[j])}"
                : j < problem.Border ? $"{problem.Limits[j - 1].Name}: overdrawn by {-left[j]:0.##}"
                : $"supply of {formulated.Pools[(j - problem.Border) / weeks.Count]}, week of {weeks[(j - problem.Border) % weeks.Count].Monday:yyyy-MM-dd}: {-left[j]:N0} impressions too many";
        }
    }
}
