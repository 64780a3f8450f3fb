using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.RefreshingCreatives;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>A named person decides about one creative. A later decision replaces an earlier one; both stay in the history.</summary>
internal static class ReviewCreative
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/creatives/{id}/reviews", HandleAsync).RequireScope(Scopes.Creatives).RequireIdempotencyKey<CreativesDb>();

    private static async Task<Results<Created<ReviewResult>, ProblemHttpResult>> HandleAsync(
        string id, Strict<ReviewRequest> body, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var request = body.Value;
        var errors = request.Errors();
        if (errors.Any) return errors.ToProblem();
        if (await db.OwnedAsync(caller, id, cancellation) is not { } creative) return Problems.NotFound("creative");
        var newest = await db.NewestAsync(caller, creative.CampaignId, cancellation);
        creative.Judge(newest!, byPerson: true, clock.GetUtcNow());
        if (Reviewing.Refuses(creative, request.Decision!.Value, newest!) is { } refusal) return refusal.ToProblem();
        var review = db.Decide(creative, request.Decision.Value, request.Reviewer!.Trim(), request.Comment, clock.GetUtcNow());
        if (request.Decision == ReviewDecision.Approved)
        {
            await ApprovedClaims.RememberAsync(db, newest!, [creative], cancellation);
            await db.RetireAsync([creative], clock.GetUtcNow(), cancellation);
        }
        return TypedResults.Created($"/v1/creatives/{id}", new ReviewResult(id, creative.Version, creative.Status, review.Reviewer, review.Comment, review.ReviewedAt));
    }
}

internal sealed record ReviewRequest(ReviewDecision? Decision, string? Reviewer, string? Comment)
{
    public FieldErrors Errors()
    {
        var errors = new FieldErrors();
        errors.Check(Decision is not null, "decision", "must be approved, changesRequested or rejected");
        errors.Check(Reviewer?.Trim().Length is >= 1 and <= 200, "reviewer", "must name who decides, 1 to 200 characters");
        errors.Check(Comment is null or { Length: <= 2000 }, "comment", "must have at most 2,000 characters");
        if (Decision is ReviewDecision.ChangesRequested or ReviewDecision.Rejected) errors.Check(!string.IsNullOrWhiteSpace(Comment), "comment", "must say what is wrong");
        return errors;
    }
}

internal sealed record ReviewResult(string CreativeId, int Version, string Status, string Reviewer, string? Comment, DateTimeOffset ReviewedAt);
