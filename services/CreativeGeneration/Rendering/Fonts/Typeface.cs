namespace AdPlatform.CreativeGeneration.Rendering.Fonts;

/// <summary>What texts are measured with and drawn in: Inter, or the faces of a brand's own family. A text with a character that the family lacks is Inter's whole: two typefaces in one line look like a fault.</summary>
internal sealed class Typeface
{
    private static readonly Weight[] Weights = Enum.GetValues<Weight>();
    private readonly Dictionary<Weight, BrandFace> _faces;
    private readonly BrandFace[] _used;

    private Typeface(Dictionary<Weight, BrandFace> faces)
    {
        _faces = faces;
        _used = [.. faces.Values.Distinct()];
        (CapHeight, Descent) = faces.Count == 0 ? (FontMetrics.CapHeight, FontMetrics.Descent) : (_used.Max(f => f.Font.CapHeight), _used.Max(f => f.Font.Descent));
    }

    public static Typeface Inter { get; } = new([]);

    /// <param name="faces">At least one. Upright before italic, of normal width before narrow ones.</param>
    public static Typeface Of(IReadOnlyList<BrandFace> faces)
    {
        var best = faces.GroupBy(f => (f.Font.Italic, Math.Abs(f.Font.Width - 5))).OrderBy(g => g.Key).First().ToList();
        return new(Weights.ToDictionary(w => w, w => Nearest(best, (int)w)));
    }

    /// <summary>Null for Inter.</summary>
    public string? Family => _used.FirstOrDefault()?.Origin.Family;

    public IReadOnlyList<BrandFace> Faces => _used;

    /// <summary>Of capitals, in em.</summary>
    public double CapHeight { get; }

    /// <summary>In em, below the baseline.</summary>
    public double Descent { get; }

    public BrandFace? Face(Weight weight) => _faces.GetValueOrDefault(weight);

    public Typeface For(string text) => _used.All(f => Has(f, text)) ? this : Inter;

    /// <summary>How far a text rises above its baseline, in em.</summary>
    public double Rise(string text) => Gate.Tokens.Unspaced(text) ? FontMetrics.FullHeight : For(text).CapHeight;

    /// <param name="tracking">Extra space after each character, in em.</param>
    /// <returns>Width in the unit of <paramref name="size"/>.</returns>
    public double Measure(string text, double size, Weight weight, double tracking = 0)
    {
        if (For(text).Face(weight) is not { } face) return FontMetrics.Measure(text, size, weight, tracking);
        var sum = 0.0;
        // A space that the font lacks is another font's: the wider of what it may become.
        foreach (var c in text) sum += face.Font.Glyph(c) != 0 ? face.Font.Advance(c) : Math.Max(face.Font.Advance(' '), FontMetrics.Measure($"{c}", 1, weight));
        return (sum + tracking * text.Length) * size;
    }

    private static bool Has(BrandFace face, string text)
    {
        foreach (var c in text)
            if (char.IsSurrogate(c) || (face.Font.Glyph(c) == 0 && !char.IsWhiteSpace(c))) return false;
        return true;
    }

    /// <summary>CSS Fonts 4, section 5.2: the weight itself, or the nearest on the side where it belongs.</summary>
    private static BrandFace Nearest(List<BrandFace> faces, int weight) => faces.OrderBy(f => (f.Origin.Weight - weight) switch
    {
        0 => 0,
        var over and > 0 => weight < 450 && f.Origin.Weight > 500 ? 2000 + over : over,
        var under => 1000 - under,
    }).First();
}
