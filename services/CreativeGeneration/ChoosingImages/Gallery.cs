using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Rendering.Fonts;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <summary>The pictures of one campaign, cropped for each of its formats, the logo, and the typeface.</summary>
internal sealed record Gallery(IReadOnlyDictionary<string, IReadOnlyList<Picture>> ByFormat, Picture? Logo, IReadOnlyList<string> Notes)
{
    /// <summary>For linear video.</summary>
    public IReadOnlyList<GeneratingCreatives.ShownFilm> Films { get; init; } = [];

    /// <summary>Films of the creatives' own texts, for linear video without films of the library; null where nothing renders.</summary>
    public RenderingMotion.MotionOffer? Motion { get; init; }

    /// <summary>What texts are drawn in.</summary>
    public Typeface Type { get; init; } = Typeface.Inter;

    /// <summary>Why the brief's own font cannot be; null where it can, or none is named.</summary>
    public string? FontFault { get; init; }

    public static readonly Gallery Empty = new(new Dictionary<string, IReadOnlyList<Picture>>(), null, []);

    /// <summary>Different pictures of a format: enough for learning to compare, few enough to be seen often.</summary>
    private const int PerFormat = 3;

    /// <summary>The same of titles' artwork: each segment sees only some of them.</summary>
    private const int ThemedPerFormat = 6;

    /// <summary>The smallest limit of a format is 50 kB.</summary>
    private const int LogoBytes = 20_000;

    public static async Task<Gallery> OpenAsync(GenerateCreatives command, IEnumerable<IImageSource> sources, CancellationToken cancellation)
    {
        List<SourceImage> images = [];
        List<string> notes = [];
        foreach (var source in sources)
        {
            // Who has pictures pays for none.
            if (source is ModelImages && images.Any(i => i.Kind == AssetKind.Image)) continue;
            var found = await source.FindAsync(command, cancellation);
            images.AddRange(found.Images);
            notes.AddRange(found.Notes);
        }
        return images.Count == 0 && notes.Count == 0 ? Empty : Hang(images, notes, command.Brief.Formats, Palette.From(command.Brief.Brand.Colours));
    }

    /// <summary>Of each format's pictures those that lose least by cropping; what people supplied before what a model made.</summary>
    public static Gallery Hang(IReadOnlyList<SourceImage> images, List<string> notes, IReadOnlyList<string> formats, Palette colours)
    {
        Picture? logo = null;
        if (images.FirstOrDefault(i => i.Kind == AssetKind.Logo) is { } mark && (logo = Darkroom.Logo(mark, LogoBytes)) is null) notes.Add($"{mark.Origin.AssetId} is not used: the logo cannot be drawn in {LogoBytes} bytes");
        var frames = formats.Distinct().SelectMany(f => FormatCatalogue.Find(f) is { } spec ? [f, .. spec.Shapes.Select(s => s.Id)] : Array.Empty<string>()).Select(f => (Format: f, Frame: Frame.Of(f))).Where(f => f.Frame is not null).ToList();
        var fitting = frames.ToDictionary(f => f.Format, _ => new List<(Picture Picture, double Kept)>());
        foreach (var image in images.Where(i => i.Kind == AssetKind.Image))
        {
            using var bitmap = image.Type == FileType.Svg ? null : Darkroom.Develop(image);
            foreach (var (format, frame) in frames)
            {
                var (picture, fault) = image.Type == FileType.Svg ? frame!.UnderText || image.Content.Length > frame.MaxBytes ? (null, "a drawing stands only beside the text") : (Darkroom.Drawing(image), null)
                    : bitmap is null ? (null, "it cannot be decoded") : Darkroom.Print(image, bitmap, frame!, colours);
                if (picture is not null) fitting[format].Add((picture, Kept(image, frame!)));
                else if (notes.Count < 20) notes.Add($"{image.Origin.AssetId ?? image.Origin.Source} is not used for {format}: {fault}");
            }
        }
        return new(fitting.ToDictionary(f => f.Key, f => (IReadOnlyList<Picture>)[.. f.Value.OrderBy(p => p.Picture.Origin.Model is not null).ThenByDescending(p => p.Kept).Select(p => p.Picture).DistinctBy(p => p.Sha256)
            .GroupBy(p => p.Origin.Genres is null).SelectMany(g => g.Take(g.Key ? PerFormat : ThemedPerFormat))]), logo, notes);
    }

    private static double Kept(SourceImage image, Frame frame) => Crop.Of(image.Width, image.Height, frame.Aspect, image.FocalPoint, image.SafeArea) is { } crop ? crop.Width * crop.Height : 0;
}
