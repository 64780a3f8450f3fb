namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>A procedural background in the brand's colours: the same for a seed, quiet under text, bold where there is none.</summary>
internal static class Backdrop
{
    /// <param name="artX">Left edge of the part without text; the canvas width when text is everywhere.</param>
    /// <param name="artBottom">What lies below it in that part is covered by a code: no figure is cut by it.</param>
    public static void Draw(Svg svg, Palette colours, int width, int height, double artX, double artBottom, int seed)
    {
        var random = new Random(seed);
        svg.Raw($"<defs><linearGradient id=\"g\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\"><stop offset=\"0\" stop-color=\"{colours.Background}\"/><stop offset=\"1\" stop-color=\"{colours.Shade}\"/></linearGradient><clipPath id=\"c\"><rect width=\"{width}\" height=\"{height}\"/></clipPath></defs>");
        svg.Raw($"<rect width=\"{width}\" height=\"{height}\" fill=\"url(#g)\"/><g clip-path=\"url(#c)\">");
        Quiet(svg, colours, width, height, random);
        if (artX < width) Bold(svg, colours, artX, width, height, artBottom, random);
        svg.Raw("</g>");
    }

    /// <summary>Large soft shapes in tints that any text colour of the palette reads on.</summary>
    private static void Quiet(Svg svg, Palette colours, int width, int height, Random random)
    {
        var unit = Math.Min(width, height);
        var (x, y) = (width * (0.78 + 0.2 * random.NextDouble()), height * (0.05 + 0.3 * random.NextDouble()));
        for (var i = 0; i < colours.Tints.Count; i++) svg.Circle(x, y, unit * (0.95 - 0.24 * i), colours.Tints[i]);
        svg.Circle(width * (0.05 + 0.2 * random.NextDouble()), height * 1.08, unit * 0.42, colours.Tints[0]);
    }

    /// <summary>Rings around a point of the border, as large as what stands there leaves them; none where they would be a dot.</summary>
    /// <param name="texts">Nothing is drawn under or close to them.</param>
    public static void Rings(Svg svg, Palette colours, double x, double y, double most, IEnumerable<Box> texts)
    {
        var room = texts.Select(b => Math.Sqrt(Math.Pow(x - Math.Clamp(x, b.X, b.X + b.Width), 2) + Math.Pow(y - Math.Clamp(y, b.Y, b.Y + b.Height), 2))).DefaultIfEmpty(most).Min();
        var radius = Math.Min(most, room * 0.9);
        if (radius < most * 0.4) return;
        for (var i = 4; i >= 1; i--) svg.Circle(x, y, radius * i / 4, colours.Art(1 - 0.22 * (i - 1)));
    }

    /// <summary>Share of the height that the label of a large screen takes at the top.</summary>
    private const double Label = 0.13;

    private static void Bold(Svg svg, Palette colours, double left, int width, int height, double bottom, Random random)
    {
        var unit = Math.Min(width - left, height);
        var (cx, cy) = (left + (width - left) * 0.56, height * (0.44 + 0.1 * random.NextDouble()));
        var figure = random.Next(3);
        // A flower wants to be seen whole.
        if (figure == 1 && bottom < height) (figure, unit, cy) = bottom < height * 0.5 ? (0, unit, cy) : (1, Math.Min(unit, bottom - Label * height), (bottom + Label * height) / 2);
        switch (figure)
        {
            case 0:
                for (var i = 5; i >= 1; i--) svg.Circle(width, cy + height * 0.06, unit * (0.1 + 0.155 * i), colours.Art(1 - 0.17 * (i - 1)));
                break;
            case 1:
                var turn = random.NextDouble() * 60;
                for (var i = 0; i < 6; i++)
                    svg.Raw($"<ellipse cx=\"{Svg.N(cx)}\" cy=\"{Svg.N(cy - unit * 0.26)}\" rx=\"{Svg.N(unit * 0.145)}\" ry=\"{Svg.N(unit * 0.27)}\" fill=\"{colours.Art(0.35 + 0.12 * i)}\" transform=\"rotate({Svg.N(turn + 60 * i)} {Svg.N(cx)} {Svg.N(cy)})\"/>");
                svg.Circle(cx, cy, unit * 0.12, colours.Art(0.2));
                break;
            default:
                for (var i = 4; i >= 0; i--)
                {
                    var lift = height * (0.95 - 0.155 * i);
                    var swing = unit * (0.1 + 0.05 * random.NextDouble());
                    svg.Raw($"<path d=\"M{Svg.N(left)} {height} C{Svg.N(left + unit * 0.15)} {Svg.N(lift + swing)} {Svg.N(left + unit * 0.4)} {Svg.N(lift - swing)} {Svg.N(left + unit * 0.62)} {Svg.N(lift - swing * 0.2)} S{Svg.N(width - unit * 0.1)} {Svg.N(lift - swing * 2)} {width} {Svg.N(lift - swing)} V{height} Z\" fill=\"{colours.Art(1 - 0.19 * i)}\"/>");
                }
                break;
        }
    }
}
