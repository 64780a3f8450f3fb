using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>Everything that happened to a creative, oldest first: written, changed, commented, decided.</summary>
internal static class ReadHistory
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/creatives/{id}/history", HandleAsync).RequireScope(Scopes.Creatives);

    private static async Task<Results<Ok<History>, ProblemHttpResult>> HandleAsync(string id, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        if (await db.OwnedAsync(caller, id, cancellation) is not { } creative) return Problems.NotFound("creative");
        var changes = await db.Changes.AsNoTracking().Where(c => c.CreativeId == creative.CreativeId).ToListAsync(cancellation);
        var comments = await db.Comments.AsNoTracking().Where(c => c.CreativeId == creative.CreativeId).ToListAsync(cancellation);
        var reviews = await db.Reviews.AsNoTracking().Where(r => r.CreativeId == creative.CreativeId).ToListAsync(cancellation);
        IEnumerable<HistoryEntry> entries =
        [
            new(creative.CreatedAt, 1, "generated", creative.Origin().Writer),
            .. changes.Select(c => new HistoryEntry(c.ChangedAt, c.CreativeVersion, "changed", c.ChangedBy) { Field = c.Field, Before = c.Before, After = c.After, Text = c.Comment }),
            .. reviews.Select(r => new HistoryEntry(r.ReviewedAt, r.CreativeVersion, r.Decision, r.Reviewer) { Text = r.Comment, Rule = r.Rule }),
            .. comments.Select(c => new HistoryEntry(c.At, c.CreativeVersion, "commented", c.Author) { Text = c.Text }),
        ];
        return TypedResults.Ok(new History(id, creative.Version, creative.Status, [.. entries.OrderBy(e => e.Version).ThenBy(e => e.At).ThenBy(e => e.Field, StringComparer.Ordinal)]));
    }
}

internal sealed record History(string CreativeId, int Version, string Status, IReadOnlyList<HistoryEntry> Entries);

/// <param name="Version">Of the creative afterwards.</param>
/// <param name="Kind">generated, changed, commented, or the decision: approved, changesRequested, rejected.</param>
/// <param name="By">A person's name, as it was given; the writer for generated.</param>
internal sealed record HistoryEntry(DateTimeOffset At, int Version, string Kind, string By)
{
    /// <summary>What changed, <c>texts.{role}</c> or <c>status</c>; null for the rest.</summary>
    public string? Field { get; init; }

    public string? Before { get; init; }
    public string? After { get; init; }
    public string? Text { get; init; }

    /// <summary>The rule that decided; null for a person.</summary>
    public string? Rule { get; init; }
}
