using System.Globalization;
using System.Text;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using AdPlatform.CreativeGeneration.RenderingMotion;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>A rectangle that a creative's part takes, in pixels.</summary>
internal readonly record struct Box(string Name, double X, double Y, double Width, double Height)
{
    public bool Overlaps(Box other) => X < other.X + other.Width - 0.01 && other.X < X + Width - 0.01 && Y < other.Y + other.Height - 0.01 && other.Y < Y + Height - 0.01;
}

/// <summary>Writes an SVG: no script, no reference out of the file, no style but the fonts that are in it; every text escaped and pinned to its measured width.</summary>
internal sealed class Svg(PictureTask task, string title)
{
    private const string Family = "Inter, 'Helvetica Neue', Helvetica, Arial, 'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', 'DejaVu Sans', sans-serif";
    private readonly StringBuilder _body = new();
    private readonly Dictionary<BrandFace, HashSet<char>> _drawn = [];
    private readonly List<(int From, string Name)> _layers = [(0, Layers.Background)];

    public List<Box> Boxes { get; } = [];

    /// <summary>What the drawing shows by placeholder: <see cref="Picture.Placeholder"/>.</summary>
    public List<Picture> Pictures { get; } = [];

    /// <summary>What follows belongs to this part of the drawing, up to the next.</summary>
    public void Layer(string name) => _layers.Add((_body.Length, name));

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
    public void Line(string name, string text, double x, double top, double size, Weight weight, Colour fill, double tracking = 0, bool box = true, bool struck = false, Typeface? type = null)
    {
        type = (type ?? task.Type).For(text);
        var w = type.Measure(text, size, weight, tracking);
        var rise = type.Rise(text);
        var baseline = top + size * rise;
        _body.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(baseline)}\" font-size=\"{N(size)}\" {Font(type, text, weight)} fill=\"{fill}\" textLength=\"{N(w)}\" lengthAdjust=\"spacingAndGlyphs\"");
        if (tracking != 0) _body.Append(CultureInfo.InvariantCulture, $" letter-spacing=\"{N(tracking * size)}\"");
        if (struck) _body.Append(" text-decoration=\"line-through\"");
        _body.Append(CultureInfo.InvariantCulture, $" data-role=\"{name}\">{Escape(text)}</text>\n");
        if (box) Boxes.Add(new(name, x, top, w, size * (rise + type.Descent)));
    }

    /// <summary>Lines under one another; one box around all of them.</summary>
    public void Block(string name, FittedText text, double x, double top, Colour fill)
    {
        // Lines of one text share a baseline grid, whatever scripts each of them has.
        for (var i = 0; i < text.Lines.Count; i++) Line(name, text.Lines[i], x, top + i * text.Leading + text.Size * (text.Rise - text.Type.Rise(text.Lines[i])), text.Size, text.Weight, fill, text.Tracking, box: false, type: text.Type);
        Boxes.Add(new(name, x, top, text.Width, text.Height));
    }

    /// <summary>The brand's faces that texts are drawn in; none where all of it is Inter.</summary>
    public IReadOnlyList<EmbeddedFont> Embed(bool exact) => [.. _drawn.Select(d => d.Key.Embed(d.Value, exact))];

    /// <param name="fonts">By placeholder, <see cref="EmbeddedFont.Placeholder"/>.</param>
    public string Write(IReadOnlyList<EmbeddedFont> fonts) => Write(fonts, _body.ToString());

    /// <summary>Each part alone, the lowest first; fonts by name only.</summary>
    public IReadOnlyList<Layer> Parts() => [.. _layers.Select((layer, i) => new Layer(layer.Name, Write([], _body.ToString(layer.From, (i + 1 < _layers.Count ? _layers[i + 1].From : _body.Length) - layer.From))))];

    private string Write(IReadOnlyList<EmbeddedFont> fonts, string body)
    {
        var (width, height) = (task.Format.Canvas!.Width, task.Format.Canvas.Height);
        var faces = string.Concat(fonts.Select(f => $"@font-face{{font-family:{f.Face.Alias};font-weight:{f.Face.Origin.Weight};src:{f.Placeholder}}}"));
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" xml:lang=\"{task.Language}\" font-family=\"{Family}\">\n<title>{Escape(title)}</title>\n"
            + $"{(faces.Length > 0 ? $"<style>{faces}</style>\n" : "")}{body}</svg>\n";
    }

    /// <summary>The weight that the face has, so that nobody thickens it; Inter behind it, for who does not load it.</summary>
    private string Font(Typeface type, string text, Weight weight)
    {
        if (type.Face(weight) is not { } face) return $"font-weight=\"{(int)weight}\"";
        (_drawn.TryGetValue(face, out var characters) ? characters : _drawn[face] = []).UnionWith(text);
        return $"font-family=\"{face.Alias}, {Family}\" font-weight=\"{face.Origin.Weight}\"";
    }

    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");
}
