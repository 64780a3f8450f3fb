using System.Security.Cryptography;
using System.Text;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using AdPlatform.CreativeGeneration.RenderingMotion;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>What is drawn beside the texts.</summary>
/// <param name="Image">For the format's frame; null for the procedural backdrop.</param>
/// <param name="Logo">Null: the name is written.</param>
/// <param name="Code">Of the landing address; null where no format shows it, or it is too long.</param>
internal sealed record Illustration(Picture? Image, Picture? Logo, ScanCode? Code);

/// <summary>The texts that a picture shows, by role, with what it needs to look like the brand.</summary>
/// <param name="Writer">Whose words they are: the file says how it was made.</param>
internal sealed record PictureTask(
    FormatSpec Format, string Language, string Advertiser, string Product, IReadOnlyDictionary<string, string> Texts, Palette Colours, int Seed, string Writer, Illustration Illustration)
{
    public Picture? Image => Illustration.Image;
    public Picture? Logo => Illustration.Logo;
    public ScanCode? Code => Illustration.Code;

    /// <summary>What texts are drawn in.</summary>
    public Typeface Type { get; init; } = Typeface.Inter;

    public PictureTask Without(bool image, bool logo) => this with { Illustration = Illustration with { Image = image ? null : Image, Logo = logo ? null : Logo } };

    public string? Text(string role) => Texts.GetValueOrDefault(role);
}

/// <summary>A finished file, named by what is in it.</summary>
/// <param name="Svg">As stored: its pictures and fonts by placeholder.</param>
/// <param name="Sha256">Of the whole file, pictures and fonts inside.</param>
/// <param name="Bytes">Of the whole file.</param>
/// <param name="Notes">What was left out or changed, for lineage.</param>
internal sealed record Artwork(string Svg, string Sha256, int Bytes, int Width, int Height, IReadOnlyList<Box> Boxes, IReadOnlyList<Picture> Pictures, IReadOnlyList<EmbeddedFont> Fonts, IReadOnlyList<string> Notes)
{
    /// <summary>For motion: the parts, whole; none for what stands still.</summary>
    public IReadOnlyList<Layer> Layers { get; init; } = [];

    /// <summary>Last days of what is shown; null for what does not end.</summary>
    public IEnumerable<DateOnly?> Rights => Pictures.Select(p => p.Origin.Until).Concat(Fonts.Select(f => f.Face.Origin.Until));

    public string Whole => Fill(Svg, Pictures, Fonts);

    private static string Fill(string svg, IEnumerable<Picture> pictures, IEnumerable<EmbeddedFont> fonts) => fonts.Aggregate(
        pictures.Aggregate(svg, (text, picture) => text.Replace(picture.Placeholder, $"href=\"{picture.Uri}\"", StringComparison.Ordinal)), (text, font) => text.Replace(font.Placeholder, font.Uri, StringComparison.Ordinal));

    /// <summary>Marks the file, and names it by all that is in it.</summary>
    public static Artwork Finish(Svg svg, PictureTask task, IReadOnlyList<string> notes)
    {
        var (canvas, fonts) = (task.Format.Canvas!, svg.Embed(exact: false));
        var (text, whole) = With(fonts);
        if (fonts.Count > 0 && whole.Length > task.Format.MaxBytes) (text, whole) = With(fonts = svg.Embed(exact: true));
        return new(text, Convert.ToHexStringLower(SHA256.HashData(whole)), whole.Length, canvas.Width, canvas.Height, [.. svg.Boxes], [.. svg.Pictures], fonts, notes) { Layers = task.Format.IsMotion ? [.. svg.Parts().Select(p => p with { Svg = Fill(p.Svg, svg.Pictures, []) })] : [] };

        (string Text, byte[] Whole) With(IReadOnlyList<EmbeddedFont> shown)
        {
            var marked = Marking.Mark(svg.Write(shown), Marking.SourceType(task.Writer, svg.Pictures.Select(p => p.Origin)));
            return (marked, Encoding.UTF8.GetBytes(Fill(marked, svg.Pictures, shown)));
        }
    }
}

internal static class Artist
{
    /// <summary>In the brand's font, with image and logo; where they leave no room for the texts, or too many bytes, in Inter, then without the image, then without the logo.</summary>
    /// <returns>The picture, or why it cannot be drawn without clipping or overlap.</returns>
    public static (Artwork? Artwork, string? Fault) Draw(PictureTask task)
    {
        var drawn = Try(task);
        if (drawn.Artwork is null && task.Type.Family is { } family)
        {
            var (plain, fault) = Draw(task with { Type = Typeface.Inter });
            return (plain is null ? null : plain with { Notes = [.. plain.Notes, $"in Inter, not in {family}: {drawn.Fault}"] }, fault);
        }
        if (drawn.Artwork is not null || (task.Image is null && task.Logo is null)) return drawn;
        foreach (var (less, left) in new[] { (task.Without(image: true, logo: false), "image"), (task.Without(image: false, logo: true), "logo"), (task.Without(image: true, logo: true), "image and the logo") })
            if (less != task && Try(less) is { Artwork: { } plain }) return (plain with { Notes = [.. plain.Notes, $"without the {left}: {drawn.Fault}"] }, null);
        return drawn;
    }

    private static (Artwork? Artwork, string? Fault) Try(PictureTask task)
    {
        var drawn = task.Format.Id switch
        {
            FormatIds.Display300x250 => StackLayout.Draw(task, new(0, 0, 300, 250, 1)),
            FormatIds.Display160x600 => StackLayout.Draw(task, new(0, 0, 160, 600, 0.92) { MaxLines = 9, LeastHeadline = 11, Picture = 0.36 }),
            FormatIds.Display970x250 => StackLayout.Draw(task, new(0, 0, 640, 250, 1.15) { ArtX = 660 }),
            FormatIds.Pause600x600 => StackLayout.Draw(task, new(0, 0, 600, 600, 2.1)),
            FormatIds.OverlayCorner => StackLayout.Draw(task, new(0, 0, 480, 270, 1.25)),
            FormatIds.Menu => StackLayout.Draw(task, new(0, 0, 1240, 480, 2.1) { ArtX = 1280, Code = true }),
            FormatIds.Squeezeback => SqueezebackLayout.Draw(task),
            FormatIds.Display728x90 => StripLayout.Draw(task, new(1, 150)),
            FormatIds.Display320x50 => StripLayout.Draw(task, new(0.72, 84)),
            FormatIds.OverlayLowerThird => StripLayout.Draw(task, new(3.3, 420)),
            FormatIds.Pause1920x1080 or FormatIds.Screensaver or FormatIds.Video1920x1080 => PauseLayout.Draw(task),
            FormatIds.Native or FormatCatalogue.NativeSquare or FormatCatalogue.NativeFourThree => NativeImage.Draw(task),
            var other => throw new InvalidOperationException($"{other} has no picture."),
        };
        if (drawn.Artwork is { } art && Fault(art, task.Format) is { } fault) return (null, fault);
        return drawn;
    }

    /// <summary>Checked on the result, whatever the layout meant: inside the safe area, nothing on top of another thing, small enough.</summary>
    private static string? Fault(Artwork art, FormatSpec format)
    {
        var canvas = format.Canvas!;
        foreach (var box in art.Boxes)
            if (box.X < canvas.SafeX - 0.01 || box.Y < canvas.SafeY - 0.01 || box.X + box.Width > canvas.Width - canvas.SafeX + 0.01 || box.Y + box.Height > canvas.Height - canvas.SafeY + 0.01)
                return $"{box.Name} leaves the safe area";
        for (var i = 0; i < art.Boxes.Count; i++)
            for (var j = i + 1; j < art.Boxes.Count; j++)
                if (art.Boxes[i].Overlaps(art.Boxes[j])) return $"{art.Boxes[i].Name} and {art.Boxes[j].Name} overlap";
        return art.Bytes > format.MaxBytes ? $"{art.Bytes} bytes, at most {format.MaxBytes}" : null;
    }
}
