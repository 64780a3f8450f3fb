using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.Library;

/// <param name="DurationSeconds">As the container says; null where it does not.</param>
/// <param name="BitRate">Kilobits a second of the whole file: what its size and duration make.</param>
internal sealed record FilmView(double? DurationSeconds, string? VideoCodec, string? AudioCodec, int? BitRate)
{
    public static FilmView? Of(LibraryAsset a) => a.Kind != AssetKind.Film ? null
        : new(a.DurationMs / 1000.0, a.VideoCodec, a.AudioCodec, a.DurationMs is > 0 and var ms ? (int)Math.Round(a.Bytes * 8.0 / ms) : null);
}

/// <param name="Family">What a brief's <c>brand.font</c> names.</param>
/// <param name="Weight">CSS, 1..1000.</param>
internal sealed record FontView(string Family, int Weight);

/// <param name="Type">MIME, as the bytes say.</param>
/// <param name="Width">Pixels; null for fonts.</param>
/// <param name="Unusable">Why no new creative shows it (rights that ended, a WOFF2 font, a film that is no MP4); null when it may be shown.</param>
/// <param name="DigitalSourceType">IPTC term that the file said of itself when it came; null when it said nothing.</param>
internal sealed record AssetView(
    string Id, AssetKind Kind, string Type, string Name, string? Product, string Sha256, int Bytes, int? Width, int? Height, Rights Rights, Focus FocalPoint, Area? SafeArea, string? SourceUrl,
    DateTimeOffset CreatedAt, string ContentUrl, string? Unusable, string? DigitalSourceType, string? Title, IReadOnlyList<string>? Genres, FilmView? Film, FontView? Font)
{
    public static AssetView Of(LibraryAsset a, DateTimeOffset now) => new(
        IdOf(a), a.Kind, FileTypes.Mime(a.Type), a.Name, a.Product, a.Sha256, a.Bytes, a.Width, a.Height, new(a.RightsHolder, a.RightsUntil), new(a.FocalX, a.FocalY),
        a is { SafeWidth: > 0, SafeHeight: > 0 } ? new(a.SafeX, a.SafeY, a.SafeWidth, a.SafeHeight) : null, a.SourceUrl, a.CreatedAt, $"/v1/assets/library/{IdOf(a)}/content", a.Unusable(now), a.DigitalSourceType, a.Title, a.Genres is null ? null : a.GenreList, FilmView.Of(a), a.FontFamily is { } family ? new(family, a.FontWeight!.Value) : null);

    public static string IdOf(LibraryAsset a) => Ids.Format("ast", a.AssetId);
}

/// <param name="Removed">Elements and attributes that were taken out of an SVG.</param>
internal sealed record KeptAsset(AssetView Asset, IReadOnlyList<string> Removed);

/// <param name="Bytes">Of all files of the account, against <paramref name="MaxBytes"/>.</param>
internal sealed record AssetList(IReadOnlyList<AssetView> Items, string? Next, long Bytes, long MaxBytes);
