using System.Globalization;
using System.Text;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>A rectangle that a creative's part takes, in pixels.</summary>
internal readonly record struct Box(string Name, double X, double Y, double Width, double Height)
{
    public bool Overlaps(Box other) => X < other.X + other.Width - 0.01 && other.X < X + Width - 0.01 && Y < other.Y + other.Height - 0.01 && other.Y < Y + Height - 0.01;
}

/// <summary>Writes an SVG: no script, no style sheet, no reference out of the file; every text escaped and pinned to its measured width.</summary>
internal sealed class Svg(int width, int height, string language, string title)
{
    private const string Family = "Inter, 'Helvetica Neue', Helvetica, Arial, 'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', 'DejaVu Sans', sans-serif";
    private readonly StringBuilder _body = new();

    public List<Box> Boxes { get; } = [];

    /// <summary>What the drawing shows by placeholder: <see cref="Picture.Placeholder"/>.</summary>
    public List<Picture> Pictures { get; } = [];

    /// <param name="slice">Fills the place and is cut; otherwise it is seen whole.</param>
    public void Image(Picture picture, double x, double y, double w, double h, bool slice)
    {
        if (!Pictures.Contains(picture)) Pictures.Add(picture);
        if (picture.Origin.DigitalSourceType is { } made) Raw(MarketRules.Marking.Metadata(made));
        Raw($"<image x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\" preserveAspectRatio=\"xMidYMid {(slice ? "slice" : "meet")}\" {picture.Placeholder}/>");
    }

    public void Raw(string element) => _body.Append(element).Append('\n');

    public void Rect(double x, double y, double w, double h, double radius, Colour fill) =>
        Raw($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\"{(radius > 0 ? $" rx=\"{N(radius)}\"" : "")} fill=\"{fill}\"/>");

    public void Circle(double x, double y, double radius, Colour fill) => Raw($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{fill}\"/>");

    public void Ring(double x, double y, double radius, double stroke, Colour colour) =>
        Raw($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{N(stroke)}\"/>");

    /// <summary>One line with its capitals' top at <paramref name="top"/>.</summary>
    public void Line(string name, string text, double x, double top, double size, Weight weight, Colour fill, double tracking = 0, bool box = true, bool struck = false)
    {
        var w = FontMetrics.Measure(text, size, weight, tracking);
        var rise = FontMetrics.Rise(text);
        var baseline = top + size * rise;
        _body.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(baseline)}\" font-size=\"{N(size)}\" font-weight=\"{(int)weight}\" fill=\"{fill}\" textLength=\"{N(w)}\" lengthAdjust=\"spacingAndGlyphs\"");
        if (tracking != 0) _body.Append(CultureInfo.InvariantCulture, $" letter-spacing=\"{N(tracking * size)}\"");
        if (struck) _body.Append(" text-decoration=\"line-through\"");
        _body.Append(CultureInfo.InvariantCulture, $" data-role=\"{name}\">{Escape(text)}</text>\n");
        if (box) Boxes.Add(new(name, x, top, w, size * (rise + FontMetrics.Descent)));
    }

    /// <summary>Lines under one another; one box around all of them.</summary>
    public void Block(string name, FittedText text, double x, double top, Colour fill)
    {
        // Lines of one text share a baseline grid, whatever scripts each of them has.
        for (var i = 0; i < text.Lines.Count; i++) Line(name, text.Lines[i], x, top + i * text.Leading + text.Size * (text.Rise - FontMetrics.Rise(text.Lines[i])), text.Size, text.Weight, fill, text.Tracking, box: false);
        Boxes.Add(new(name, x, top, text.Width, text.Height));
    }

    public override string ToString() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" xml:lang=\"{language}\" font-family=\"{Family}\">\n<title>{Escape(title)}</title>\n{_body}</svg>\n";

    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");
}
