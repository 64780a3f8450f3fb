using System.Globalization;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>The cuts of the typeface that creatives use, by CSS weight.</summary>
internal enum Weight { Regular = 400, SemiBold = 600, Bold = 700, ExtraBold = 800 }

/// <summary>Advance widths of Inter, without kerning, from <c>Fonts/inter.csv</c>. Kerning only ever makes these texts narrower.</summary>
internal static class FontMetrics
{
    /// <summary>A character that the table does not know is taken as one em: too wide, never too narrow.</summary>
    private const int UnknownWidth = 1000;

    /// <summary>Inter's vertical metrics in em (head and OS/2 tables): what line boxes are made of.</summary>
    public const double Ascent = 0.969;
    public const double Descent = 0.242;
    public const double CapHeight = 0.727;

    /// <summary>Of Japanese type: kana and kanji stand higher than capitals (Noto Sans CJK, 0.88 em body above the baseline).</summary>
    public const double FullHeight = 0.88;

    private static readonly Weight[] Columns = [Weight.Regular, Weight.SemiBold, Weight.Bold, Weight.ExtraBold];
    private static readonly Dictionary<Weight, Dictionary<char, int>> Widths = Load();

    /// <param name="tracking">Extra space after each character, in em.</param>
    /// <returns>Width in the unit of <paramref name="size"/>.</returns>
    public static double Measure(string text, double size, Weight weight, double tracking = 0)
    {
        var table = Widths[weight];
        var sum = 0;
        foreach (var c in text) sum += table.GetValueOrDefault(c, UnknownWidth);
        return (sum / 1000.0 + tracking * text.Length) * size;
    }

    private static Dictionary<Weight, Dictionary<char, int>> Load()
    {
        using var stream = typeof(FontMetrics).Assembly.GetManifestResourceStream("AdPlatform.CreativeGeneration.Rendering.Fonts.inter.csv")
            ?? throw new InvalidOperationException("inter.csv is not in the assembly.");
        using var reader = new StreamReader(stream);
        var tables = Columns.ToDictionary(w => w, _ => new Dictionary<char, int>());
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var cells = line.Split(',');
            var character = (char)int.Parse(cells[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            for (var i = 0; i < Columns.Length; i++) tables[Columns[i]][character] = int.Parse(cells[i + 1], CultureInfo.InvariantCulture);
        }
        return tables;
    }
}
