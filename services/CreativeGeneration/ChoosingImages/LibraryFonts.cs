using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <param name="Notes">What is left out, and why, for lineage.</param>
/// <param name="Fault">Why what the brief names cannot be; null where nothing is at fault.</param>
internal sealed record FoundType(Typeface Type, IReadOnlyList<string> Notes, string? Fault = null);

/// <summary>The advertiser's own font: the family that the brief names, else the only one there is; those for the brief's product before those for everything; none whose rights have ended.</summary>
internal static class LibraryFonts
{
    /// <summary>Files of one family that are read for a campaign: texts need four weights.</summary>
    private const int Most = 8;

    public static async Task<FoundType> TypefaceAsync(this CreativesDb db, GenerateCreatives command, DateTimeOffset now, CancellationToken cancellation)
    {
        var (names, named) = (command.Brief.Product.Name.Values.ToList(), command.Brief.Brand.Font);
        var all = await db.LibraryAssets.AsNoTracking().Where(a => a.AccountId == command.AccountId && a.DeletedAt == null && a.Kind == AssetKind.Font && (a.Product == null || names.Contains(a.Product)))
            .OrderByDescending(a => a.AssetId).Take(100).ToListAsync(cancellation);
        List<string> notes = [.. all.Where(a => a.Unusable(now) is not null).Take(5).Select(a => $"{AssetView.IdOf(a)} is not used: {a.Unusable(now)}")];
        var usable = all.Where(a => a.Unusable(now) is null && (named is null || string.Equals(a.FontFamily, named, StringComparison.OrdinalIgnoreCase))).ToList();
        if (named is not null && usable.Count == 0) return new(Typeface.Inter, notes, $"\"{named}\" is no family of a font in the library that may be drawn: a TTF or OTF whose rights have not ended{(notes.Count > 0 ? $" ({notes[0]})" : "")}");
        // A product of its own typeface is not drawn in the house's.
        var families = (usable.Any(a => a.Product is not null) ? usable.Where(a => a.Product is not null) : usable).GroupBy(a => a.FontFamily!, StringComparer.OrdinalIgnoreCase).ToList();
        if (families.Count > 1) return new(Typeface.Inter, [.. notes, $"in Inter: the library has fonts of several families ({string.Join(", ", families.Select(f => f.Key).Order(StringComparer.OrdinalIgnoreCase).Take(5))}), and brand.font names none"]);
        if (families.Count == 0) return new(Typeface.Inter, notes);
        return await OpenAsync(db, command.AccountId, [.. families[0].Take(Most).Select(Origin)], notes, cancellation);
    }

    /// <summary>As a creative was drawn, whatever became of its fonts in the library.</summary>
    public static async Task<Typeface> TypefaceAsync(this CreativesDb db, string account, IReadOnlyList<FontOrigin> shown, CancellationToken cancellation) =>
        (await OpenAsync(db, account, shown, [], cancellation)).Type;

    /// <summary>What drawings hold of them, each once.</summary>
    public static async Task KeepFontsAsync(this CreativesDb db, string account, IEnumerable<EmbeddedFont> shown, CancellationToken cancellation)
    {
        var fonts = shown.DistinctBy(f => f.Sha256).ToList();
        if (fonts.Count == 0) return;
        var hashes = fonts.Select(f => f.Sha256).ToList();
        var known = await db.Pictures.Where(p => p.AccountId == account && hashes.Contains(p.Sha256)).Select(p => p.Sha256).ToListAsync(cancellation);
        db.Pictures.AddRange(fonts.Where(f => !known.Contains(f.Sha256)).Select(f => new ServingAssets.StoredPicture { AccountId = account, Sha256 = f.Sha256, Mime = EmbeddedFont.Mime, Content = f.Content }));
    }

    private static async Task<FoundType> OpenAsync(CreativesDb db, string account, IReadOnlyList<FontOrigin> origins, IReadOnlyList<string> notes, CancellationToken cancellation)
    {
        List<BrandFace> faces = [];
        foreach (var origin in origins)
        {
            // Deleted since the list was read.
            if (await db.LibraryFiles.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == account && f.Sha256 == origin.Sha256, cancellation) is not { } file) continue;
            var (font, fault) = OpenTypeFont.Read(file.Content);
            if (font is not null) faces.Add(new(file.Content, font, origin));
            else notes = [.. notes, $"{origin.AssetId} is not used: it {fault}"];
        }
        return new(faces.Count == 0 ? Typeface.Inter : Typeface.Of(faces), notes);
    }

    private static FontOrigin Origin(LibraryAsset a) => new(a.FontFamily!, a.FontWeight!.Value, a.Sha256, AssetView.IdOf(a), a.Name, a.RightsHolder, a.RightsUntil);
}
