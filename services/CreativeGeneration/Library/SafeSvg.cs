using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary>What is left of an SVG.</summary>
/// <param name="Removed">Names of elements and attributes that were taken out.</param>
internal sealed record CleanSvg(byte[] Content, int Width, int Height, IReadOnlyList<string> Removed);

/// <summary>
/// SVG by allow-list: shapes, paints and texts stay; scripts, events, foreign objects, animations and every reference out of the file go. A document type is refused, so there are no entities.
/// </summary>
internal static partial class SafeSvg
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const int MostElements = 5000, MostDepth = 64;

    private static readonly HashSet<string> Elements =
    [
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc", "defs", "symbol", "use", "linearGradient", "radialGradient", "stop",
        "clipPath", "mask", "pattern", "style",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "id", "class", "style", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "d", "points", "width", "height", "viewBox", "preserveAspectRatio", "version", "transform",
        "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color",
        "display", "visibility", "overflow", "offset", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "clip-path", "clip-rule", "clipPathUnits", "mask", "maskUnits",
        "maskContentUnits", "patternUnits", "patternContentUnits", "patternTransform", "font-family", "font-size", "font-weight", "font-style", "font-variant", "text-anchor", "dominant-baseline",
        "letter-spacing", "word-spacing", "textLength", "lengthAdjust", "dx", "dy", "rotate", "vector-effect", "paint-order", "shape-rendering", "role", "aria-label", "aria-hidden",
    ];

    /// <summary>No at-rules, no escapes (they spell anything), no brackets of mark-up; addresses are looked at apart.</summary>
    [GeneratedRegex(@"[@\\<>&]|expression|javascript|-moz-binding|behavior", RegexOptions.IgnoreCase)]
    private static partial Regex ActiveStyle();

    /// <summary>Comments are part of it: url/**/( is one to some readers.</summary>
    [GeneratedRegex(@"url\s*\(\s*(?!['""]?#)|/\*|image\s*\(|image-set|src\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignReference();

    public static (CleanSvg? Clean, string? Fault) Clean(byte[] file)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, MaxCharactersInDocument = file.Length + 1L };
            using (var bounds = XmlReader.Create(new MemoryStream(file), settings))
                for (var elements = 0; bounds.Read();)
                    if (bounds.NodeType == XmlNodeType.Element && (++elements > MostElements || bounds.Depth > MostDepth)) return (null, $"has more than {MostElements} elements, or more than {MostDepth} within one another");
            using var reader = XmlReader.Create(new MemoryStream(file), settings);
            return Clean(XDocument.Load(reader));
        }
        catch (XmlException broken)
        {
            return (null, broken.Message.Contains("DTD", StringComparison.Ordinal) ? "has a document type, which may hide entities: save it without" : "is not well-formed XML");
        }
    }

    private static (CleanSvg?, string?) Clean(XDocument document)
    {
        var root = document.Root!;
        if (root.Name != XName.Get("svg", Svg)) return (null, "is no SVG: the root is not svg in the namespace http://www.w3.org/2000/svg");
        var removed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var element in root.Descendants().ToList())
            if (element.Name.NamespaceName != Svg || !Elements.Contains(element.Name.LocalName) || (element.Name.LocalName == "style" && Active(element.Value)))
            {
                if (element.Name.NamespaceName == Svg) removed.Add(element.Name.LocalName);
                element.Remove();
            }
        foreach (var element in root.DescendantsAndSelf().ToList())
            foreach (var attribute in element.Attributes().ToList())
                if (!Stays(attribute)) { if (attribute is { IsNamespaceDeclaration: false, Name.NamespaceName: "" or "http://www.w3.org/1999/xlink" }) removed.Add($"{element.Name.LocalName}@{attribute.Name.LocalName}"); attribute.Remove(); }
        // Copies of copies grow without bound: a use may not show a use.
        var byId = root.Descendants().Where(e => e.Attribute("id") is not null).ToLookup(e => e.Attribute("id")!.Value);
        foreach (var use in root.Descendants(XName.Get("use", Svg)).ToList())
            if (Reference(use) is not { } id || byId[id].FirstOrDefault() is not { } target || target.DescendantsAndSelf(XName.Get("use", Svg)).Any()) { removed.Add("use"); use.Remove(); }
        if (Size(root) is not { } size) return (null, "has neither a viewBox nor a width and height in pixels");
        if (!root.Descendants().Any(e => e.Name.LocalName is "path" or "rect" or "circle" or "ellipse" or "line" or "polyline" or "polygon" or "text" or "use")) return (null, "draws nothing that may stay");
        root.SetAttributeValue("viewBox", root.Attribute("viewBox")?.Value ?? $"0 0 {size.Width} {size.Height}");
        root.SetAttributeValue("width", size.Width);
        root.SetAttributeValue("height", size.Height);
        return (new(Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting)), size.Width, size.Height, [.. removed]), null);
    }

    private static bool Stays(XAttribute attribute)
    {
        if (attribute.IsNamespaceDeclaration) return attribute.Value is Svg or "http://www.w3.org/1999/xlink";
        if (attribute.Name.LocalName == "href" && attribute.Name.NamespaceName is "" or "http://www.w3.org/1999/xlink") return attribute.Value is ['#', _, ..];
        return attribute.Name.NamespaceName == "" && Attributes.Contains(attribute.Name.LocalName) && !Active(attribute.Value);
    }

    private static bool Active(string style) => ActiveStyle().IsMatch(style) || ForeignReference().IsMatch(style);

    private static string? Reference(XElement use) => (use.Attribute("href") ?? use.Attribute(XName.Get("href", "http://www.w3.org/1999/xlink")))?.Value is ['#', .. var id] ? id : null;

    private static (int Width, int Height)? Size(XElement root)
    {
        if (root.Attribute("viewBox")?.Value.Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, _, var w, var h] && Pixels(w) is { } width && Pixels(h) is { } height) return (width, height);
        return Pixels(root.Attribute("width")?.Value) is { } wide && Pixels(root.Attribute("height")?.Value) is { } high ? (wide, high) : null;
    }

    private static int? Pixels(string? text) => double.TryParse(text?.EndsWith("px", StringComparison.Ordinal) == true ? text[..^2] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0.5 and <= 100_000
        ? (int)Math.Max(1, Math.Round(value)) : null;
}
