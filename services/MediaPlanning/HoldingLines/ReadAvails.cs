using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning.HoldingLines;

/// <param name="Supply">Pool or line, and geography.</param>
/// <param name="Avails">Forecast minus held and booked.</param>
internal sealed record AvailsOfWeek(string Supply, DateOnly Monday, long Forecast, long Taken, long Avails);

/// <summary><c>GET /v1/inventory/avails?from=&amp;to=</c>: what plans have taken of the publisher's supply, and what is left. Supply of which nothing was ever taken is all avails, and not listed.</summary>
internal static class ReadAvails
{
    private const int MostWeeks = 5000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/inventory/avails", HandleAsync).RequireScope(Scopes.Inventory).RequireAccount(AccountKind.Publisher);

    private static async Task<Results<Ok<IReadOnlyList<AvailsOfWeek>>, ProblemHttpResult>> HandleAsync(Caller caller, PlanningDb db, CancellationToken cancellationToken, DateOnly? from = null, DateOnly? to = null)
    {
        var errors = new FieldErrors();
        errors.Check(from is null || to is null || to >= from, "to", "must not be before from");
        if (errors.Any) return errors.ToProblem();
        var rows = db.AvailWeeks.AsNoTracking().Where(w => w.PublisherId == caller.AccountId);
        if (from is not null) rows = rows.Where(w => w.Monday >= from);
        if (to is not null) rows = rows.Where(w => w.Monday <= to);
        var weeks = await rows.OrderBy(w => w.SupplyKey).ThenBy(w => w.Monday).Take(MostWeeks).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<AvailsOfWeek>>([.. weeks.Select(w => new AvailsOfWeek(w.SupplyKey, w.Monday, w.Capacity, w.Taken, w.Capacity - w.Taken))]);
    }
}
