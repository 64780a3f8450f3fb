using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.Rendering;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <summary>A picture before it is cropped for a format.</summary>
/// <param name="Content">A file that passed the library's checks.</param>
internal sealed record SourceImage(AssetKind Kind, FileType Type, byte[] Content, int Width, int Height, Focus FocalPoint, Area? SafeArea, PictureOrigin Origin)
{
    public static SourceImage Of(LibraryAsset asset, LibraryFile file, PictureOrigin origin) => new(asset.Kind, asset.Type, file.Content, asset.Width!.Value, asset.Height!.Value, new(asset.FocalX, asset.FocalY),
        asset is { SafeWidth: > 0, SafeHeight: > 0 } ? new(asset.SafeX, asset.SafeY, asset.SafeWidth, asset.SafeHeight) : null, origin);
}

/// <param name="Notes">What is left out, and why, for lineage.</param>
internal sealed record FoundImages(IReadOnlyList<SourceImage> Images, IReadOnlyList<string> Notes)
{
    public static readonly FoundImages None = new([], []);
}

/// <summary>Gives a campaign pictures, best first. A source that fails gives none and says so: the procedural backdrop is always there.</summary>
internal interface IImageSource
{
    ValueTask<FoundImages> FindAsync(GenerateCreatives command, CancellationToken cancellation);
}
