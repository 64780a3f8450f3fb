using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.CreativeGeneration.EditingCreative;

/// <summary>A draft, or what was sent back, goes into review as it is.</summary>
internal static class SubmitCreative
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/creatives/{id}/submissions", HandleAsync).RequireScope(Scopes.Creatives).RequireIdempotencyKey<CreativesDb>();

    private static async Task<Results<Created<EditResult>, ProblemHttpResult>> HandleAsync(
        string id, Strict<SubmitRequest> body, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        errors.Check(body.Value.Editor?.Trim().Length is >= 1 and <= 200, "editor", "must name who submits, 1 to 200 characters");
        errors.Check(body.Value.Comment is null or { Length: <= 2000 }, "comment", "must have at most 2,000 characters");
        if (errors.Any) return errors.ToProblem();
        await db.BeginWriteAsync(cancellation);
        if (await db.OwnedAsync(caller, id, cancellation) is not { } creative) return Problems.NotFound("creative");
        if (creative.Status is not (Creative.Draft or Creative.ChangesRequested))
            return Problems.Conflict("wrong-state", $"Only a draft, or what was sent back, is submitted; this one is {creative.Status}.");
        var change = new Change
        {
            AccountId = creative.AccountId, CreativeId = creative.CreativeId, CreativeVersion = creative.Version + 1, Field = Change.Status,
            Before = creative.Status, After = Creative.InReview, ChangedBy = body.Value.Editor!.Trim(), Comment = body.Value.Comment, ChangedAt = clock.GetUtcNow(),
        };
        creative.Version++;
        creative.Status = Creative.InReview;
        db.Changes.Add(change);
        return TypedResults.Created($"/v1/creatives/{id}", new EditResult(CreativeView.Of(creative), [ChangeView.Of(change)]));
    }
}

internal sealed record SubmitRequest(string? Editor, string? Comment);
