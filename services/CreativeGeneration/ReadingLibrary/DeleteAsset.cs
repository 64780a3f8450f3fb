using AdPlatform.CreativeGeneration.Library;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReadingLibrary;

/// <summary>Takes a file out of the library. One that a creative shows is only hidden: what was published must be explained later.</summary>
internal static class DeleteAsset
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/v1/assets/library/{assetId}", HandleAsync).RequireScope(Scopes.Creatives);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string assetId, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        await db.BeginWriteAsync(cancellation);
        if (await db.LibraryAssets.FindOwnAsync(assetId, caller, cancellation) is not { } asset) return Problems.NotFound("asset");
        if (asset.UsedAt is not null)
        {
            asset.DeletedAt = clock.GetUtcNow();
        }
        else
        {
            db.LibraryAssets.Remove(asset);
            // The same content may be kept as another kind too.
            if (!await db.LibraryAssets.AnyAsync(a => a.AccountId == asset.AccountId && a.Sha256 == asset.Sha256 && a.AssetId != asset.AssetId, cancellation))
                db.LibraryFiles.RemoveRange(await db.LibraryFiles.Where(f => f.AccountId == asset.AccountId && f.Sha256 == asset.Sha256).ToListAsync(cancellation));
        }
        await db.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>Null for another account's, and for what is deleted: neither can be told from one that never was.</summary>
    public static async Task<LibraryAsset?> FindOwnAsync(this IQueryable<LibraryAsset> assets, string assetId, Caller caller, CancellationToken cancellation) =>
        Ids.TryParse("ast", assetId, out var id) ? await assets.SingleOrDefaultAsync(a => a.AccountId == caller.AccountId && a.AssetId == id && a.DeletedAt == null, cancellation) : null;
}
