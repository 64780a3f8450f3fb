using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.Inventory;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning.SearchingInventory;

internal sealed record FoundTitle(string TitleId, string Title, IReadOnlyList<string> Genres, string Description, double Score);

/// <summary><c>GET /v1/inventory/search?q=</c>: titles of the publisher in plain words, no network.</summary>
internal static class SearchInventory
{
    private const int MaxQuery = 300;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/inventory/search", HandleAsync).RequireScope(Scopes.Inventory);

    private static async Task<Results<Ok<IReadOnlyList<FoundTitle>>, ProblemHttpResult>> HandleAsync(Caller caller, PlanningDb db, CancellationToken cancellationToken, string q = "", int most = 10)
    {
        var errors = new FieldErrors();
        errors.Check(q.Length is > 0 and <= MaxQuery, "q", $"must have 1 to {MaxQuery} characters");
        errors.Check(most is >= 1 and <= 100, "most", "must be from 1 to 100");
        if (errors.Any) return errors.ToProblem();
        var titles = await db.Titles.AsNoTracking().Where(t => t.PublisherId == caller.PublisherId).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<FoundTitle>>(
            [.. new TitleSearch(titles).Find(q, most).Select(f => new FoundTitle(f.Title.TitleId, f.Title.Name, Title.List(f.Title.Genres), f.Title.Description, Math.Round(f.Score, 4)))]);
    }
}
