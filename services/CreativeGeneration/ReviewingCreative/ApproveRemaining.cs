using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.RefreshingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>Review by exception: after the outliers are decided, everything of the newest version that nobody objected to is approved at once.</summary>
internal static class ApproveRemaining
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/creatives/approve-remaining", HandleAsync).RequireScope(Scopes.Creatives).RequireIdempotencyKey<CreativesDb>();

    private static async Task<Results<Ok<ApproveRemainingResult>, ProblemHttpResult>> HandleAsync(
        Strict<ApproveRemainingRequest> body, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var campaign = Guid.Empty;
        errors.Check(Ids.TryParse("cmp", body.Value.CampaignId, out campaign), "campaignId", "must be a campaign id, cmp_...");
        errors.Check(body.Value.Reviewer?.Trim().Length is >= 1 and <= 200, "reviewer", "must name who decides, 1 to 200 characters");
        if (errors.Any) return errors.ToProblem();
        if (await db.NewestAsync(caller, campaign, cancellation) is not { FailedField: null } newest) return Problems.NotFound("campaign with creatives");
        var open = await db.Creatives
            .Where(c => c.AccountId == caller.AccountId && c.CampaignId == campaign && c.CampaignVersion == newest.CampaignVersion && c.Status == Creative.InReview)
            .OrderBy(c => c.Ordinal).ToListAsync(cancellation);
        var (reviewer, now) = (body.Value.Reviewer!.Trim(), clock.GetUtcNow());
        foreach (var creative in open) creative.Judge(newest, byPerson: true, now);
        var left = body.Value.LeaveNeedsEyes ? open.Where(c => c.Eyes != Creative.NoEyes).ToList() : [];
        var refused = open.Except(left).Select(c => (Creative: c, Why: Reviewing.Refuses(c, ReviewDecision.Approved, newest))).ToLookup(r => r.Why is not null);
        var approved = refused[false].Select(r => r.Creative).ToList();
        foreach (var creative in approved) db.Decide(creative, ReviewDecision.Approved, reviewer, null, now);
        await ApprovedClaims.RememberAsync(db, newest, approved, cancellation);
        await db.RetireAsync(approved, now, cancellation);
        return TypedResults.Ok(new ApproveRemainingResult(body.Value.CampaignId!, newest.CampaignVersion, approved.Count, [.. approved.Select(c => Ids.Format("crv", c.CreativeId))], left.Count,
            [.. refused[true].Select(r => new KeptBack(Ids.Format("crv", r.Creative.CreativeId), r.Why!.Slug, r.Why.Detail))]));
    }
}

/// <param name="LeaveNeedsEyes">What a person should look at stays in review: they are decided one by one.</param>
internal sealed record ApproveRemainingRequest(string? CampaignId, string? Reviewer, bool LeaveNeedsEyes = false);

/// <param name="Approved">0 when nothing was left to decide.</param>
/// <param name="LeftForEyes">In review still, because a person should look at them.</param>
/// <param name="KeptBack">In review still, because they may not be approved.</param>
internal sealed record ApproveRemainingResult(string CampaignId, int CampaignVersion, int Approved, IReadOnlyList<string> CreativeIds, int LeftForEyes, IReadOnlyList<KeptBack> KeptBack);

/// <param name="Code">rules: a rule of a market is not met.</param>
internal sealed record KeptBack(string CreativeId, string Code, string Reason);
