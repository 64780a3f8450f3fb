using System.Text;
using System.Text.Json;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.BuildingPlan;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning.ReadingPlan;

/// <param name="Plan">Null when no plan was possible; then <paramref name="Infeasible"/> says why.</param>
internal sealed record PlanSummary(string PlanId, string CampaignId, int CampaignVersion, int PlanVersion, DateTimeOffset BuiltAt, PlanHeadline? Plan, InfeasiblePlan? Infeasible);

internal sealed record PlanHeadline(Contracts.Money Budget, Contracts.Money Planned, long Impressions, double Reach, double AverageFrequency, double Gap, int Lines);

internal sealed record InfeasiblePlan(IReadOnlyList<string> Constraints, string Relaxation);

internal sealed record PlanPage(IReadOnlyList<PlanSummary> Items, string? NextPageToken);

/// <summary><c>GET /v1/plans?campaignId=</c>, <c>/v1/plans/{pln_}</c>, <c>/v1/plans/{pln_}.csv</c>, <c>.xlsx</c>: an advertiser's own plans.</summary>
internal static class ReadPlan
{
    private const int MaxPage = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var plans = routes.MapGroup("/v1/plans").RequireScope(Scopes.Plans);
        plans.MapGet("", ListAsync);
        plans.MapGet("{planId}.csv", CsvAsync);
        plans.MapGet("{planId}.xlsx", XlsxAsync);
        plans.MapGet("{planId}", JsonAsync);
    }

    private static async Task<Results<Ok<PlanPage>, ProblemHttpResult>> ListAsync(
        Caller caller, PlanningDb db, CancellationToken cancellationToken, string? campaignId = null, int pageSize = 50, string? pageToken = null)
    {
        var errors = new FieldErrors();
        Guid campaign = default, after = default;
        if (campaignId is not null) errors.Check(Ids.TryParse("cmp", campaignId, out campaign), "campaignId", "must be a campaign id, cmp_ and 32 hexadecimal digits");
        if (pageToken is not null) errors.Check(Ids.TryParse("pln", pageToken, out after), "pageToken", "must be the nextPageToken of an earlier answer");
        errors.Check(pageSize >= 1, "pageSize", "must be 1 or more");
        if (errors.Any) return errors.ToProblem();

        var size = Math.Min(pageSize, MaxPage);
        var rows = db.Plans.AsNoTracking().Where(p => p.AccountId == caller.AccountId);
        if (campaignId is not null) rows = rows.Where(p => p.CampaignId == campaign);
        if (pageToken is not null) rows = rows.Where(p => p.PlanId.CompareTo(after) < 0);
        var page = await rows.OrderByDescending(p => p.PlanId).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(new PlanPage([.. page.Take(size).Select(Summary)], page.Count > size ? Ids.Format("pln", page[size - 1].PlanId) : null));
    }

    private static async Task<Results<JsonHttpResult<PlanDocument>, JsonHttpResult<PlanSummary>, ProblemHttpResult>> JsonAsync(string planId, Caller caller, PlanningDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(planId, caller, db, cancellationToken) is not { } plan) return Problems.NotFound("plan");
        return plan.Document is { } document ? TypedResults.Json(Document(document), PlatformJson.Http) : TypedResults.Json(Summary(plan), PlatformJson.Http);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> CsvAsync(string planId, Caller caller, PlanningDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(planId, caller, db, cancellationToken) is not { } plan) return Problems.NotFound("plan");
        if (plan.Document is null) return Problems.Conflict("plan-infeasible", "There is no plan to export: the campaign's constraints allow none. Read the plan as JSON for the reason.");
        return TypedResults.File(Encoding.UTF8.GetBytes(PlanCsv.Write(Document(plan.Document))), "text/csv; charset=utf-8", $"{planId}.csv");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> XlsxAsync(string planId, Caller caller, PlanningDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(planId, caller, db, cancellationToken) is not { } plan) return Problems.NotFound("plan");
        if (plan.Document is null) return Problems.Conflict("plan-infeasible", "There is no plan to export: the campaign's constraints allow none. Read the plan as JSON for the reason.");
        return TypedResults.File(PlanXlsx.Write(Document(plan.Document)), PlanXlsx.ContentType, $"{planId}.xlsx");
    }

    public static async Task<StoredPlan?> FindAsync(string planId, Caller caller, PlanningDb db, CancellationToken cancellationToken) =>
        Ids.TryParse("pln", planId, out var id)
            ? await db.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.AccountId == caller.AccountId && p.PlanId == id, cancellationToken)
            : null;

    public static PlanDocument Document(string json) => JsonSerializer.Deserialize<PlanDocument>(json, PlatformJson.Bus)!;

    private static PlanSummary Summary(StoredPlan row)
    {
        var plan = row.Document is null ? null : Document(row.Document);
        var why = row.Feasible ? null : JsonSerializer.Deserialize<MediaPlanInfeasible>(row.Message, PlatformJson.Bus)!;
        return new PlanSummary(
            Ids.Format("pln", row.PlanId), Ids.Format("cmp", row.CampaignId), row.CampaignVersion, row.PlanVersion, row.BuiltAt,
            plan is null ? null : new PlanHeadline(plan.Budget, plan.Planned, plan.Impressions, plan.Reach.AtLeast[0], plan.Reach.AverageFrequency, plan.Certificate.Gap, plan.Lines.Count),
            why is null ? null : new InfeasiblePlan(why.Constraints, why.Relaxation));
    }
}
