using System.Text;
using QRCoder;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>
/// The landing address as a QR code (ISO/IEC 18004), for screens without a pointer. How large a module must be: a phone's main camera (12 megapixels over 70 degrees) sees 0.9 mm a pixel at 3 m, and
/// 3 pixels a module are read well, 2.8 mm; 9 pixels of 1920 are 4.5 mm on a television of 43 inches (0.496 mm a pixel).
/// </summary>
/// <param name="Side">Modules, with the quiet zone of 4 on each side.</param>
/// <param name="Path">All dark modules, one unit each.</param>
internal sealed record ScanCode(int Side, string Path)
{
    public const int ModulePixels = 9;

    /// <summary>Light and dark differ by more than ISO/IEC 15415 asks of its best grade (70% of reflectance), which 7:1 does.</summary>
    private const double LeastContrast = 7;

    /// <summary>Version 6, 41 modules: a larger one has no room beside a text.</summary>
    private const int MostModules = 41;

    public int Pixels => Side * ModulePixels;

    /// <returns>Null when the address is too long for a code that is read from 3 m.</returns>
    public static ScanCode? Of(string url)
    {
        foreach (var level in new[] { QRCodeGenerator.ECCLevel.M, QRCodeGenerator.ECCLevel.L })
        {
            // An address has ASCII only; what is longer than the largest code is left out before the encoder throws.
            var ascii = new Uri(url).AbsoluteUri;
            if (ascii.Length > 500) return null;
            using var generator = new QRCodeGenerator();
            using var code = generator.CreateQrCode(ascii, level);
            var rows = code.ModuleMatrix;
            if (rows.Count - 8 > MostModules) continue;
            var path = new StringBuilder();
            for (var y = 0; y < rows.Count; y++)
                for (var x = 0; x < rows.Count; x++)
                {
                    if (!rows[y][x]) continue;
                    var start = x;
                    while (x + 1 < rows.Count && rows[y][x + 1]) x++;
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{start} {y}h{x + 1 - start}v1h-{x + 1 - start}z");
                }
            return new(rows.Count, path.ToString());
        }
        return null;
    }

    /// <summary>Right-aligned at <paramref name="right"/>, its foot at <paramref name="bottom"/>; nothing where it would be higher than <paramref name="room"/>.</summary>
    public static void Draw(Svg svg, PictureTask task, double right, double bottom, double room, List<string> notes)
    {
        if (task.Code is not { } code || code.Pixels > room)
        {
            notes.Add("no QR code: the landing address is too long for one that is read from 3 m");
            return;
        }
        var (x, y) = (right - code.Pixels, bottom - code.Pixels);
        svg.Rect(x, y, code.Pixels, code.Pixels, 0, Colour.White);
        svg.Raw($"<path transform=\"translate({Svg.N(x)} {Svg.N(y)}) scale({ModulePixels})\" d=\"{code.Path}\" fill=\"{Dark(task.Colours)}\" shape-rendering=\"crispEdges\"/>");
        svg.Boxes.Add(new("code", x, y, code.Pixels, code.Pixels));
    }

    /// <summary>The brand's own colour where it is dark enough.</summary>
    public static Colour Dark(Palette colours) => colours.Background.Contrast(Colour.White) >= LeastContrast ? colours.Background : Colour.Black;
}
