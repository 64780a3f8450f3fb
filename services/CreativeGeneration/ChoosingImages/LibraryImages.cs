using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Library;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <summary>The account's own logos and pictures: those for the brief's product before those for everything, newest first; none whose rights have ended.</summary>
internal sealed class LibraryImages(CreativesDb db, TimeProvider clock) : IImageSource
{
    /// <summary>What is read and decoded for one campaign: more would say the same.</summary>
    private const int MostImages = 8;

    public async ValueTask<FoundImages> FindAsync(GenerateCreatives command, CancellationToken cancellation)
    {
        var names = command.Brief.Product.Name.Values.ToList();
        var assets = (await db.LibraryAssets.AsNoTracking()
                .Where(a => a.AccountId == command.AccountId && a.DeletedAt == null && (a.Kind == AssetKind.Logo || a.Kind == AssetKind.Image) && (a.Product == null || names.Contains(a.Product)))
                .OrderByDescending(a => a.AssetId).Take(100).ToListAsync(cancellation))
            .OrderBy(a => a.Product is null).ToList();
        var now = clock.GetUtcNow();
        var notes = assets.Where(a => a.Unusable(now) is not null).Take(5).Select(a => $"{AssetView.IdOf(a)} is not used: {a.Unusable(now)}").ToList();
        var usable = assets.Where(a => a.Unusable(now) is null && a is { Width: > 0, Height: > 0 }).ToList();
        List<SourceImage> found = [];
        foreach (var asset in usable.Where(a => a.Kind == AssetKind.Logo).Take(1).Concat(usable.Where(a => a.Kind == AssetKind.Image).Take(MostImages)))
        {
            // Deleted since the list was read.
            if (await db.LibraryFiles.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == asset.AccountId && f.Sha256 == asset.Sha256, cancellation) is not { } file) continue;
            found.Add(SourceImage.Of(asset, file, new("library", asset.Sha256, AssetView.IdOf(asset), asset.Name, asset.RightsHolder, asset.RightsUntil, Marked: asset.DigitalSourceType)));
        }
        return new(found, notes);
    }
}
