using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Library;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <summary>
/// Artwork of titles that the campaign's publisher shows, for the segments that watch such titles: only what the publisher has put into its library for this, whose rights have not ended, and only for a brand
/// that wants to be seen on it.
/// </summary>
internal sealed class TitleArtwork(CreativesDb db, TimeProvider clock) : IImageSource
{
    /// <summary>What is read and decoded for one campaign.</summary>
    private const int MostImages = 8;

    public async ValueTask<FoundImages> FindAsync(GenerateCreatives command, CancellationToken cancellation)
    {
        if (!command.Brief.Brand.TitleArtwork || MarketRules.RuleTable.MustNotTarget(command.Brief)) return FoundImages.None;
        var wanted = command.Segments.SelectMany(s => s.TopInterests.Select(i => (Genre: Tokens.Fold(i.Name), Value: i.Weight * s.Viewers))).GroupBy(i => i.Genre).ToDictionary(g => g.Key, g => g.Sum(i => i.Value));
        var excluded = command.Brief.Targeting.ExcludedGenres.Select(Tokens.Fold).ToHashSet();
        var now = clock.GetUtcNow();
        var all = await db.LibraryAssets.AsNoTracking().Where(a => a.AccountId == command.PublisherId && a.Kind == AssetKind.Artwork && a.DeletedAt == null).OrderByDescending(a => a.AssetId).Take(500).ToListAsync(cancellation);
        var fitting = all.Where(a => a.GenreList.Any(wanted.ContainsKey) && !a.GenreList.Any(excluded.Contains)).OrderByDescending(a => a.GenreList.Max(g => wanted.GetValueOrDefault(g))).ToList();
        var notes = fitting.Where(a => a.Unusable(now) is not null).Take(5).Select(a => $"artwork of {a.Title} is not used: {a.Unusable(now)}").ToList();
        List<SourceImage> found = [];
        foreach (var asset in fitting.Where(a => a.Unusable(now) is null).Take(MostImages))
        {
            // Deleted since the list was read.
            if (await db.LibraryFiles.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == asset.AccountId && f.Sha256 == asset.Sha256, cancellation) is not { } file) continue;
            found.Add(SourceImage.Of(asset, file, new("artwork", asset.Sha256, AssetView.IdOf(asset), asset.Title, asset.RightsHolder, asset.RightsUntil, Marked: asset.DigitalSourceType) { Genres = asset.GenreList }) with { Kind = AssetKind.Image });
        }
        if (found.Count == 0) notes.Add("no artwork of a title that these segments watch");
        return new(found, notes);
    }
}
