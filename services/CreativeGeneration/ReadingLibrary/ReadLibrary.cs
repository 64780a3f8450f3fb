using AdPlatform.CreativeGeneration.Library;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AdPlatform.CreativeGeneration.ReadingLibrary;

/// <summary>An account's files: what there is, newest first, one of them, and its content.</summary>
internal static class ReadLibrary
{
    private const int MaxPage = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/assets/library", ListAsync).RequireScope(Scopes.Creatives);
        routes.MapGet("/v1/assets/library/{assetId}", OneAsync).RequireScope(Scopes.Creatives);
        routes.MapGet("/v1/assets/library/{assetId}/content", ContentAsync).RequireScope(Scopes.Creatives);
    }

    private static async Task<Results<Ok<AssetList>, ProblemHttpResult>> ListAsync(
        string? kind, string? after, int? limit, Caller caller, CreativesDb db, IOptions<LibraryOptions> options, TimeProvider clock, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var (of, last) = (AssetKind.Logo, Guid.Empty);
        if (kind is not null) errors.Check(Enum.TryParse(kind, ignoreCase: true, out of) && kind.All(char.IsAsciiLetter), "kind", AssetForm.Kinds);
        if (after is not null) errors.Check(Ids.TryParse("ast", after, out last), "after", "must be the next of an earlier page");
        if (limit is not null) errors.Check(limit is >= 1 and <= MaxPage, "limit", $"must be 1 to {MaxPage}");
        if (errors.Any) return errors.ToProblem();
        var size = limit ?? 50;
        var own = db.LibraryAssets.AsNoTracking().Where(a => a.AccountId == caller.AccountId);
        var rows = await own.Where(a => a.DeletedAt == null && (kind == null || a.Kind == of) && (after == null || a.AssetId.CompareTo(last) < 0))
            .OrderByDescending(a => a.AssetId).Take(size + 1).ToListAsync(cancellation);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new AssetList([.. rows.Take(size).Select(a => AssetView.Of(a, now))], rows.Count > size ? AssetView.IdOf(rows[size - 1]) : null,
            await own.SumAsync(a => (long)a.Bytes, cancellation), options.Value.BytesPerAccount));
    }

    private static async Task<Results<Ok<AssetView>, ProblemHttpResult>> OneAsync(string assetId, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation) =>
        await db.LibraryAssets.AsNoTracking().FindOwnAsync(assetId, caller, cancellation) is { } asset ? TypedResults.Ok(AssetView.Of(asset, clock.GetUtcNow())) : Problems.NotFound("asset");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ContentAsync(string assetId, HttpContext http, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        if (await db.LibraryAssets.AsNoTracking().FindOwnAsync(assetId, caller, cancellation) is not { } asset) return Problems.NotFound("asset");
        var file = await db.LibraryFiles.AsNoTracking().SingleAsync(f => f.AccountId == asset.AccountId && f.Sha256 == asset.Sha256, cancellation);
        // Somebody's file on our address: it may do nothing, whatever a browser takes it for.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(file.Content, FileTypes.Mime(asset.Type), entityTag: new EntityTagHeaderValue($"\"{asset.Sha256}\""));
    }
}
