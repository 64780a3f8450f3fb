using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>Something said about a creative that decides nothing.</summary>
internal sealed class Comment
{
    public required Guid CommentId { get; init; }
    public required string AccountId { get; init; }
    public required Guid CreativeId { get; init; }
    public required int CreativeVersion { get; init; }
    public required string Author { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A named person says something about a creative; its status and version stay.</summary>
internal static class CommentCreative
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/creatives/{id}/comments", HandleAsync).RequireScope(Scopes.Creatives).RequireIdempotencyKey<CreativesDb>();

    private static async Task<Results<Created<CommentView>, ProblemHttpResult>> HandleAsync(
        string id, Strict<CommentRequest> body, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        errors.Check(body.Value.Author?.Trim().Length is >= 1 and <= 200, "author", "must name who says it, 1 to 200 characters");
        errors.Check(body.Value.Text?.Trim().Length is >= 1 and <= 2000, "text", "must have 1 to 2,000 characters");
        if (errors.Any) return errors.ToProblem();
        if (await db.OwnedAsync(caller, id, cancellation) is not { } creative) return Problems.NotFound("creative");
        var now = clock.GetUtcNow();
        var comment = new Comment
        {
            CommentId = Ids.New(now), AccountId = creative.AccountId, CreativeId = creative.CreativeId, CreativeVersion = creative.Version,
            Author = body.Value.Author!.Trim(), Text = body.Value.Text!.Trim(), At = now,
        };
        db.Comments.Add(comment);
        return TypedResults.Created($"/v1/creatives/{id}/history", new CommentView(id, comment.CreativeVersion, comment.Author, comment.Text, now));
    }
}

internal sealed record CommentRequest(string? Author, string? Text);

internal sealed record CommentView(string CreativeId, int CreativeVersion, string Author, string Text, DateTimeOffset At);
