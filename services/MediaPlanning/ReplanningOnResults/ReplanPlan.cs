using System.Text.Json;
using AdPlatform.Contracts;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.HoldingLines;
using AdPlatform.MediaPlanning.ReadingPlan;
using AdPlatform.MediaPlanning.RequestingPlan;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning.ReplanningOnResults;

internal sealed record DeliveredPart(string LineId, string Title, long PlannedImpressions, long Impressions, Money Spend);

/// <param name="Delivered">Fixed: what the lines of the earlier plan have delivered.</param>
/// <param name="Plan">The rest of the budget over the rest of the flight.</param>
internal sealed record Replanned(string PlanId, string EarlierPlanId, int PlanVersion, IReadOnlyList<DeliveredPart> Delivered, Money Spent, PlanDocument Plan);

/// <summary><c>POST /v1/plans/{pln_}/replan</c>: what is delivered is fixed, the rest is optimised again from today on.</summary>
internal static class ReplanPlan
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/plans/{planId}/replan", HandleAsync).RequireScope(Scopes.Plans).RequireIdempotencyKey<PlanningDb>();

    private static async Task<Results<Ok<Replanned>, ProblemHttpResult>> HandleAsync(string planId, Caller caller, PlanningDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await ReadPlan.FindAsync(planId, caller, db, cancellationToken) is not { } plan) return Problems.NotFound("plan");
        if (plan.Document is null) return Problems.Conflict("plan-infeasible", "There is no plan to plan again: its constraints allow none.");
        var (document, now) = (ReadPlan.Document(plan.Document), clock.GetUtcNow());
        var inputs = JsonSerializer.Deserialize<PlanInputs>((await db.PlanInputs.AsNoTracking().SingleAsync(i => i.PlanId == plan.PlanId, cancellationToken)).Inputs, PlatformJson.Bus)!;
        Guid[] lines = [.. document.Lines.Select(TakingAvails.LineId)];
        var delivered = await db.DeliveredLines.AsNoTracking().Where(d => d.AccountId == caller.AccountId && lines.Contains(d.LineId)).ToDictionaryAsync(d => d.LineId, cancellationToken);
        var spent = new Money(delivered.Values.Sum(d => d.SpendMicros), document.Budget.Currency);
        var rest = document.Budget - spent;
        if (rest.Micros < MoneyUnit.Micros(rest.Currency)) return Problems.Conflict("budget-spent", $"All of {document.Budget} is spent: there is nothing left to plan.");

        var newId = Ids.New(now);
        var request = inputs.Request with { Budget = rest };
        var today = BuildMediaPlanConsumer.Today(request.Zone, now);
        var offers = WithoutOwn(await LoadingOffers.LoadAsync(db, request, cancellationToken), await OwnAsync(db, plan.PlanId, cancellationToken));
        // A lock was for the whole flight: what is left of it stays locked.
        var again = SelectingCandidates.Select(request with { CampaignId = plan.CampaignVersion == 0 ? newId : request.CampaignId, CampaignVersion = 0 }, today, offers, inputs.Options, Rest(inputs.Constraints, document, delivered));
        if (again.Request.CampaignId != newId) again = again with { Request = again.Request with { CampaignId = newId } };
        var outcome = BuildPlan.Decide(again, newId, now, () => Ids.New(now));
        if (outcome is PlanOutcome.Infeasible no) return RequestPlan.Infeasible(no.Message);
        var stored = RequestPlan.Store(db, again, (PlanOutcome.Built)outcome, newId, plan.PlanVersion + 1, now);
        return TypedResults.Ok(new Replanned(
            stored.PlanId, planId, stored.PlanVersion,
            [.. document.Lines.Select(line => (line, Done: delivered.GetValueOrDefault(TakingAvails.LineId(line)))).Where(p => p.Done is not null)
                .Select(p => new DeliveredPart(p.line.LineId, p.line.Title, p.line.Impressions, p.Done!.Impressions, new Money(p.Done.SpendMicros, document.Budget.Currency)))],
            spent, stored));
    }

    private static async Task<Dictionary<(string Key, DateOnly Monday), long>> OwnAsync(PlanningDb db, Guid planId, CancellationToken cancellationToken) =>
        (await db.TakenWeeks.AsNoTracking().Where(w => db.TakenLines.Any(l => l.LineId == w.LineId && l.PlanId == planId && (l.State == TakenState.Held || l.State == TakenState.Booked))).ToListAsync(cancellationToken))
        .GroupBy(w => (w.SupplyKey, w.Monday)).ToDictionary(g => g.Key, g => g.Sum(w => w.Impressions));

    /// <summary>What the plan itself has taken is its own to plan with.</summary>
    private static IReadOnlyList<Offer> WithoutOwn(IReadOnlyList<Offer> offers, Dictionary<(string Key, DateOnly Monday), long> own) => own.Count == 0 ? offers :
        [.. offers.Select(o => o.Taken is null ? o : o with { Taken = [.. o.Taken.Select(t => t with { Impressions = Math.Max(0, t.Impressions - own.GetValueOrDefault((o.SupplyKey, t.Monday))) })] })];

    private static PlanConstraints? Rest(PlanConstraints? constraints, PlanDocument document, Dictionary<Guid, DeliveredLine> delivered)
    {
        if (constraints is null) return null;
        long Done(LineLock locked) => document.Lines.Where(l => l.TitleId == locked.TitleId && l.Format == locked.Format && l.Geography == locked.Geography)
            .Sum(l => delivered.GetValueOrDefault(TakingAvails.LineId(l))?.SpendMicros ?? 0);
        var unit = MoneyUnit.Micros(document.Budget.Currency);
        return constraints with
        {
            ReachGoal = null,
            Locks = [.. constraints.Locks.Select(l => l with { Budget = l.Budget with { Micros = (l.Budget.Micros - Done(l)) / unit * unit } }).Where(l => l.Budget.Micros > 0)],
        };
    }
}
