using System.Text.Json;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.ReadingPlan;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning.ComparingScenarios;

/// <param name="Budget">Null keeps the plan's; so do the others.</param>
internal sealed record Scenario(string Name, Money? Budget = null, Objective? Objective = null, Flighting? Flighting = null, IReadOnlyList<string>? ExcludedGenres = null);

/// <param name="Scenarios">1 to 8; without, four are chosen: three quarters of the budget, the plan, a quarter more, the same money spread evenly.</param>
internal sealed record ScenarioRequest(IReadOnlyList<Scenario>? Scenarios = null);

/// <param name="Infeasible">Why there is no such plan; then the figures are null.</param>
internal sealed record ScenarioResult(
    string Name, Money Budget, Money? Planned, long? Impressions, Money? Cpm, double? Reach, IReadOnlyList<double>? ReachAtLeast, double? AverageFrequency, double? ReachP10, double? Gap, int? Lines,
    IReadOnlyList<PlannedWeek>? Weeks, string? Infeasible);

/// <param name="Reach">Persons reached at least once, and at least as often as the plan is judged by.</param>
internal sealed record FrontierPoint(Money Budget, Money Spend, double Value, double Bound, double Reach, double ReachAtFrequency, double MarginalValue);

/// <param name="Matrix">[i][j]: persons whom both lines reach; [i][i] the line's own reach. Of the lines with the most money.</param>
internal sealed record DuplicationMatrix(IReadOnlyList<string> LineIds, IReadOnlyList<string> Titles, IReadOnlyList<IReadOnlyList<double>> Matrix);

/// <summary><c>POST /v1/plans/{pln_}/scenarios</c>, <c>GET /v1/plans/{pln_}/frontier</c>, <c>GET /v1/plans/{pln_}/duplication</c>: from the plan's stored inputs, so the same answer for ever.</summary>
internal static class ComparePlan
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var plans = routes.MapGroup("/v1/plans/{planId}").RequireScope(Scopes.Plans);
        plans.MapPost("scenarios", ScenariosAsync);
        plans.MapGet("frontier", FrontierAsync);
        plans.MapGet("duplication", DuplicationAsync);
    }

    private static async Task<Results<Ok<IReadOnlyList<ScenarioResult>>, ProblemHttpResult>> ScenariosAsync(
        string planId, Strict<ScenarioRequest> body, Caller caller, PlanningDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(planId, caller, db, cancellationToken) is not var (plan, inputs)) return Problems.NotFound("plan");
        var (budget, unit) = (inputs.Request.Budget, MoneyUnit.Micros(inputs.Request.Budget.Currency));
        Money Times(decimal factor) => budget with { Micros = (long)(budget.Micros * factor) / unit * unit };
        var scenarios = body.Value.Scenarios ??
            [new("three quarters", Times(0.75m)), new("as planned"), new("a quarter more", Times(1.25m)), new("spread evenly", Flighting: Flighting.Even)];
        var errors = new FieldErrors();
        errors.Check(scenarios.Count is >= 1 and <= 8, "scenarios", "must be 1 to 8");
        foreach (var (scenario, k) in scenarios.Select((s, k) => (s, k)))
            errors.Check(scenario.Budget is not { } b || (b.Micros >= unit && b.Currency == budget.Currency), $"scenarios[{k}].budget", $"must be above 0, in {budget.Currency}");
        if (errors.Any) return errors.ToProblem();
        return TypedResults.Ok<IReadOnlyList<ScenarioResult>>([.. scenarios.AsParallel().AsOrdered().WithDegreeOfParallelism(2).WithCancellation(cancellationToken).Select(s => Run(s, plan, inputs))]);
    }

    private static ScenarioResult Run(Scenario scenario, StoredPlan plan, PlanInputs inputs)
    {
        var request = inputs.Request with { Budget = scenario.Budget ?? inputs.Request.Budget, Objective = scenario.Objective ?? inputs.Request.Objective };
        var constraints = (inputs.Constraints ?? PlanConstraints.None) with { Flighting = scenario.Flighting ?? inputs.Constraints?.Flighting ?? Flighting.Free };
        if (scenario.ExcludedGenres is { } excluded) request = request with { Targeting = request.Targeting with { ExcludedGenres = excluded } };
        var offers = inputs.Offers.Where(o => !request.Targeting.ExcludedGenres.Any(e => Inventory.Title.List(o.Title.Genres).Contains(Inventory.Genres.Canonical(e)))).ToArray();
        var outcome = MeetingGoal.Decide(inputs with { Request = request, Constraints = constraints, Offers = offers }, plan.PlanId, plan.BuiltAt, () => plan.PlanId);
        if (outcome is PlanOutcome.Infeasible no) return new ScenarioResult(scenario.Name, request.Budget, null, null, null, null, null, null, null, null, null, null, no.Message.Relaxation);
        var built = ((PlanOutcome.Built)outcome).Plan;
        return new ScenarioResult(
            scenario.Name, request.Budget, built.Planned, built.Impressions, built.Cpm, built.Reach.AtLeast[0], built.Reach.AtLeast, built.Reach.AverageFrequency, built.Reach.ReachP10, built.Certificate.Gap,
            built.Lines.Count, built.Weeks, null);
    }

    private static async Task<Results<Ok<IReadOnlyList<FrontierPoint>>, ProblemHttpResult>> FrontierAsync(
        string planId, Caller caller, PlanningDb db, CancellationToken cancellationToken, int points = 100, double most = 2)
    {
        if (await FindAsync(planId, caller, db, cancellationToken) is not var (_, inputs)) return Problems.NotFound("plan");
        var errors = new FieldErrors();
        errors.Check(points is >= 2 and <= 200, "points", "must be from 2 to 200");
        errors.Check(most is > 0 and <= 20, "most", "must be above 0 and at most 20 times the budget");
        return errors.Any ? errors.ToProblem() : TypedResults.Ok(Frontier.Of(inputs, points, most, cancellationToken));
    }

    private static async Task<Results<Ok<DuplicationMatrix>, ProblemHttpResult>> DuplicationAsync(string planId, Caller caller, PlanningDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(planId, caller, db, cancellationToken) is not var (plan, inputs)) return Problems.NotFound("plan");
        return TypedResults.Ok(Duplication.Of(inputs, ReadPlan.Document(plan.Document!)));
    }

    private static async Task<(StoredPlan Plan, PlanInputs Inputs)?> FindAsync(string planId, Caller caller, PlanningDb db, CancellationToken cancellationToken)
    {
        if (await ReadPlan.FindAsync(planId, caller, db, cancellationToken) is not { Document: not null } plan) return null;
        var stored = await db.PlanInputs.AsNoTracking().SingleAsync(i => i.PlanId == plan.PlanId, cancellationToken);
        return (plan, JsonSerializer.Deserialize<PlanInputs>(stored.Inputs, PlatformJson.Bus)!);
    }
}
