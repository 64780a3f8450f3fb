using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
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
        var left = body.Value.LeaveNeedsEyes ? open.Where(c => c.Eyes != Creative.NoEyes).ToList() : [];
        var approved = open.Except(left).ToList();
        foreach (var creative in approved) db.Decide(creative, ReviewDecision.Approved, body.Value.Reviewer!.Trim(), null, clock.GetUtcNow());
        await ApprovedClaims.RememberAsync(db, newest, approved, cancellation);
        return TypedResults.Ok(new ApproveRemainingResult(body.Value.CampaignId!, newest.CampaignVersion, approved.Count, [.. approved.Select(c => Ids.Format("crv", c.CreativeId))], left.Count));
    }
}

/// <param name="LeaveNeedsEyes">What a person should look at stays in review: they are decided one by one.</param>
internal sealed record ApproveRemainingRequest(string? CampaignId, string? Reviewer, bool LeaveNeedsEyes = false);

/// <param name="Approved">0 when nothing was left to decide.</param>
internal sealed record ApproveRemainingResult(string CampaignId, int CampaignVersion, int Approved, IReadOnlyList<string> CreativeIds, int LeftForEyes);
