using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Library;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <summary>The advertiser's films for a linear video: those for the brief's product before those for everything, newest first; none whose rights have ended.</summary>
internal static class LibraryFilms
{
    /// <summary>Different films of a campaign: enough for learning to compare, few enough to be seen often.</summary>
    private const int Most = 3;

    public static async Task<IReadOnlyList<ShownFilm>> FilmsAsync(this CreativesDb db, GenerateCreatives command, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!command.Brief.Formats.Any(FormatIds.Filmed.Contains)) return [];
        var names = command.Brief.Product.Name.Values.ToList();
        var films = await db.LibraryAssets.AsNoTracking().Where(a => a.AccountId == command.AccountId && a.DeletedAt == null && a.Kind == AssetKind.Film && (a.Product == null || names.Contains(a.Product)))
            .OrderByDescending(a => a.AssetId).Take(100).ToListAsync(cancellation);
        return [.. films.Where(a => a.Unusable(now) is null).OrderBy(a => a.Product is null).Take(Most).Select(ShownFilm.Of)];
    }
}
