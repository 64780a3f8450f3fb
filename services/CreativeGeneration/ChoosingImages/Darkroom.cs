using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.Rendering;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

/// <summary>Decodes, crops, fits and measures pictures.</summary>
internal static partial class Darkroom
{
    /// <summary>Longer sides are decoded smaller where the format can (JPEG, WebP): no frame is larger.</summary>
    private const int Longest = 2200;

    /// <summary>Beyond it the scrim leaves too little of a picture to be worth its bytes.</summary>
    private const double ThickestScrim = 0.92;

    /// <returns>Upright, or null when it cannot be decoded.</returns>
    public static SKBitmap? Develop(SourceImage image)
    {
        using var codec = SKCodec.Create(new SKMemoryStream(image.Content));
        if (codec is null) return null;
        var scale = Math.Min(1f, (float)Longest / Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.GetScaledDimensions(scale);
        var raw = SKBitmap.Decode(codec, new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, SKColorSpace.CreateSrgb()));
        return raw is null || codec.EncodedOrigin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default ? raw : Upright(raw, codec.EncodedOrigin);
    }

    /// <returns>The picture, or why it does not suit the frame.</returns>
    public static (Picture? Picture, string? Fault) Print(SourceImage image, SKBitmap bitmap, Frame frame, Palette colours)
    {
        if (Crop.Of(bitmap.Width, bitmap.Height, frame.Aspect, image.FocalPoint, image.SafeArea) is not { } crop) return (null, "its safe area would be cut");
        var cut = new SKRect((float)(crop.X * bitmap.Width), (float)(crop.Y * bitmap.Height), (float)((crop.X + crop.Width) * bitmap.Width), (float)((crop.Y + crop.Height) * bitmap.Height));
        if (cut.Width < frame.Width * 0.6) return (null, "it is too small");
        // Twice the pixels for sharp screens, where there are as many.
        var sharp = Math.Clamp(Math.Min(cut.Width / frame.Width, 1200.0 / frame.Width), 0.6, 2);
        using var print = new SKBitmap(new SKImageInfo((int)Math.Round(frame.Width * sharp), (int)Math.Round(frame.Height * sharp), SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using (var canvas = new SKCanvas(print))
        using (var whole = SKImage.FromBitmap(bitmap))
        {
            canvas.Clear(new SKColor(colours.Background.R, colours.Background.G, colours.Background.B));
            canvas.DrawImage(whole, cut, new SKRect(0, 0, print.Width, print.Height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        }
        var scrim = frame.UnderText ? Scrim(print, colours) : 0;
        if (scrim > ThickestScrim) return (null, "no text would read on it");
        foreach (var quality in new[] { 84, 76, 68, 58, 48, 38 })
        {
            using var data = print.Encode(SKEncodedImageFormat.Jpeg, quality);
            if (data.Size > frame.MaxBytes) continue;
            var content = image.Origin.DigitalSourceType is { } made ? Marked(data.ToArray(), made) : data.ToArray();
            return (new(Hash(content), "image/jpeg", content, print.Width, print.Height, scrim, image.Origin), null);
        }
        return (null, $"it does not fit in {frame.MaxBytes} bytes");
    }

    /// <summary>A drawing scales without being decoded; the frame cuts it.</summary>
    public static Picture Drawing(SourceImage image) => new(Hash(image.Content), "image/svg+xml", image.Content, image.Width, image.Height, 0, image.Origin);

    /// <param name="most">Bytes.</param>
    public static Picture? Logo(SourceImage image, int most)
    {
        if (image.Type == FileType.Svg)
            return image.Content.Length > most ? null : Drawing(image) with { Plate = Plate(HexColour().Matches(Encoding.UTF8.GetString(image.Content)).Select(m => Colour.Parse(m.Value))) };
        using var bitmap = Develop(image);
        if (bitmap is null) return null;
        foreach (var longest in new[] { 480, 320, 200 })
        {
            var scale = Math.Min(1.0, (double)longest / Math.Max(bitmap.Width, bitmap.Height));
            using var small = bitmap.Resize(new SKImageInfo(Math.Max(1, (int)(bitmap.Width * scale)), Math.Max(1, (int)(bitmap.Height * scale)), SKColorType.Rgba8888, SKAlphaType.Unpremul), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            using var data = small.Encode(SKEncodedImageFormat.Png, 100);
            if (data.Size > most) continue;
            return new(Hash(data.ToArray()), "image/png", data.ToArray(), small.Width, small.Height, 0, image.Origin, Plate(small.Pixels.Where(p => p.Alpha > 128).Select(p => new Colour(p.Red, p.Green, p.Blue))));
        }
        return null;
    }

    /// <summary>The least share of the background over the picture at which ink and soft ink read on its every pixel (WCAG 2.2, 1.4.3) and the button stands out (1.4.11).</summary>
    public static double Scrim(SKBitmap print, Palette colours)
    {
        // Neighbouring colours are taken together by their extremes: a few thousand instead of a million.
        var worst = new Dictionary<int, (Colour Dark, Colour Light)>();
        foreach (var p in print.Pixels)
        {
            var colour = new Colour(p.Red, p.Green, p.Blue);
            var key = p.Red >> 4 << 8 | p.Green >> 4 << 4 | p.Blue >> 4;
            worst[key] = worst.TryGetValue(key, out var seen) ? (Less(seen.Dark, colour), More(seen.Light, colour)) : (colour, colour);
        }
        var pixels = worst.Values.SelectMany(w => new[] { w.Dark, w.Light }).Distinct().ToList();
        for (var share = 0.3; share < 1; share += 0.05)
            if (pixels.All(p => Reads(p.Mix(colours.Background, share), colours))) return Math.Round(share, 2);
        return 1;
    }

    private static bool Reads(Colour ground, Palette colours) =>
        ground.Contrast(colours.Ink) >= Palette.TextContrast && ground.Contrast(colours.SoftInk) >= Palette.TextContrast && ground.Contrast(colours.Button) >= Palette.ShapeContrast;

    /// <summary>Channel by channel, so that no blend with the background is darker, or lighter, than that of the extremes.</summary>
    private static Colour Less(Colour a, Colour b) => new(Math.Min(a.R, b.R), Math.Min(a.G, b.G), Math.Min(a.B, b.B));

    private static Colour More(Colour a, Colour b) => new(Math.Max(a.R, b.R), Math.Max(a.G, b.G), Math.Max(a.B, b.B));

    /// <summary>White or near-black, whichever more of the logo stands out on.</summary>
    private static Colour Plate(IEnumerable<Colour> colours)
    {
        var dark = new Colour(17, 17, 17);
        var known = colours.ToList();
        return known.Count(c => c.Contrast(Colour.White) >= 1.6) >= known.Count(c => c.Contrast(dark) >= 1.6) ? Colour.White : dark;
    }

    private static SKBitmap Upright(SKBitmap raw, SKEncodedOrigin origin)
    {
        using (raw)
        {
            var turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
            var (w, h) = (raw.Width, raw.Height);
            var upright = new SKBitmap(raw.Info.WithSize(turned ? h : w, turned ? w : h));
            using var canvas = new SKCanvas(upright);
            canvas.Concat(origin switch
            {
                SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
                SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
                SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
                SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
                SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
                SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
                _ => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
            });
            using var image = SKImage.FromBitmap(raw);
            canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
            return upright;
        }
    }

    /// <summary>XMP in a JPEG (ISO 16684-1): the picture says by itself that an algorithm made it, wherever it is copied to.</summary>
    private static byte[] Marked(byte[] jpeg, string sourceType)
    {
        byte[] xmp = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(
            $"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" Iptc4xmpExt:DigitalSourceType=\"{sourceType}\"/></rdf:RDF></x:xmpmeta>")];
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)((xmp.Length + 2) >> 8), (byte)(xmp.Length + 2), .. xmp, .. jpeg[2..]];
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    [GeneratedRegex("#[0-9A-Fa-f]{6}(?![0-9A-Fa-f])")]
    private static partial Regex HexColour();
}
