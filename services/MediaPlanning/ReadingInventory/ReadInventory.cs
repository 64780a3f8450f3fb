using System.Buffers.Text;
using System.Text;
using AdPlatform.Contracts;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.Inventory;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.MediaPlanning.ReadingInventory;

/// <param name="Geography">Null is worldwide: supply comes from published viewing and the country's share.</param>
/// <param name="WeeklySupply">Impressions a week as the publisher states them; null when it is forecast.</param>
internal sealed record InventoryItem(
    string TitleId, string Title, IReadOnlyList<string> Genres, IReadOnlyList<string> Categories, string Format, string? Geography, string? Daypart, string? Device, string? Rating,
    Money Cpm, double? WeeklySupply, string? Pool, DateOnly? Released, string Source);

internal sealed record InventoryPage(IReadOnlyList<InventoryItem> Items, string? NextPageToken);

/// <summary><c>GET /v1/inventory</c>: what the publisher sells, to itself and to the advertisers on its platform.</summary>
internal static class ReadInventory
{
    private const int MaxPage = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/inventory", ListAsync).RequireScope(Scopes.Inventory);

    private static async Task<Results<Ok<InventoryPage>, ProblemHttpResult>> ListAsync(
        Caller caller, PlanningDb db, CancellationToken cancellationToken, string? geography = null, string? format = null, string? titleId = null, int pageSize = 100, string? pageToken = null)
    {
        var errors = new FieldErrors();
        errors.Check(pageSize >= 1, "pageSize", "must be 1 or more");
        string? after = null;
        if (pageToken is not null) errors.Check(TryRead(pageToken, out after), "pageToken", "must be the nextPageToken of an earlier answer");
        if (errors.Any) return errors.ToProblem();

        var size = Math.Min(pageSize, MaxPage);
        var lines = db.InventoryLines.AsNoTracking().Where(l => l.PublisherId == caller.PublisherId);
        if (geography is not null) lines = lines.Where(l => l.Geography == geography || l.Geography == null);
        if (format is not null) lines = lines.Where(l => l.Format == format);
        if (titleId is not null) lines = lines.Where(l => l.TitleId == titleId);
        if (after is not null) lines = lines.Where(l => l.LineKey.CompareTo(after) > 0);
        var page = await lines.OrderBy(l => l.LineKey).Take(size + 1)
            .Join(db.Titles.AsNoTracking(), l => new { l.PublisherId, l.TitleId }, t => new { t.PublisherId, t.TitleId }, (line, title) => new { line, title })
            .OrderBy(row => row.line.LineKey).ToListAsync(cancellationToken);
        return TypedResults.Ok(new InventoryPage(
            [.. page.Take(size).Select(row => Item(row.line, row.title))],
            page.Count > size ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(page[size - 1].line.LineKey)) : null));
    }

    private static InventoryItem Item(InventoryLine line, Title title) => new(
        line.TitleId, title.Name, Title.List(title.Genres), Title.List(title.Categories), line.Format, line.Geography, line.Daypart, line.Device, line.Rating,
        new Money(line.CpmMicros, line.Currency), line.WeeklySupply, line.Pool, line.Released, line.Source);

    private static bool TryRead(string token, out string? key)
    {
        key = null;
        if (token.Length > 1000 || !Base64Url.IsValid(token)) return false;
        key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        return true;
    }
}
