using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Rendering.Fonts;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>A column of text: its rectangle on the canvas, and its unit, which is 1 for a medium rectangle of 300x250.</summary>
internal sealed record Column(double X, double Y, double Width, double Height, double Unit)
{
    public int MaxLines { get; init; } = 4;

    /// <summary>The smallest headline, in units.</summary>
    public double LeastHeadline { get; init; } = 16;

    /// <summary>Left edge of a part without text; 0 where text is everywhere.</summary>
    public double ArtX { get; init; }

    /// <summary>A QR code stands at the foot of the part without text.</summary>
    public bool Code { get; init; }

    /// <summary>Share of the height, above the button, that is kept free of text so that the backdrop can be seen.</summary>
    public double Picture { get; init; }
}

/// <summary>Brand and label on top, headline and body, button and price below, small print at the foot.</summary>
internal static class StackLayout
{
    private const double ButtonHeight = 34;
    private const double Gap = 9;
    private const double BodyGap = 11;
    private static readonly double[] Headlines = [27, 25, 23, 21, 19, 17.5, 16, 14.5, 13, 12, 11];

    public static (Artwork? Artwork, string? Fault) Draw(PictureTask task, Column column)
    {
        var canvas = task.Format.Canvas!;
        List<string> notes = [.. task.Colours.Notes];
        var svg = new Svg(task, $"{task.Advertiser} – {task.Text(Roles.Headline)}");
        Backing.Draw(svg, task, column.ArtX > 0 ? column.ArtX : canvas.Width);
        // Code and picture would take the place from one another.
        if (column.Code && task.Image is null) ScanCode.Draw(svg, task, canvas.Width - canvas.SafeX, canvas.Height - canvas.SafeY, canvas.Height - 2 * canvas.SafeY, notes);
        if (Fill(svg, task, column, notes) is { } fault) return (null, fault);
        if (task.Image is null && column.ArtX == 0) Adorn(svg, task, column);
        return (Artwork.Finish(svg, task, notes), null);
    }

    /// <summary>What the words leave free is not left empty: the band above the button of a tall format, else the corner beside it.</summary>
    private static void Adorn(Svg svg, PictureTask task, Column column)
    {
        var (canvas, u) = (task.Format.Canvas!, column.Unit);
        // The button is wider and higher than its text.
        var taken = svg.Boxes.Select(b => b.Name == Roles.Cta ? new Box(b.Name, b.X - 17 * u, b.Y - 12 * u, b.Width + 34 * u, b.Height + 24 * u) : b).ToList();
        var button = taken.Single(b => b.Name == Roles.Cta);
        var foot = taken.Where(b => b.Y >= button.Y - 60 * u && b.Name is Roles.Cta or Roles.Badge).Min(b => b.Y);
        var above = taken.Where(b => b.Name is Roles.Headline or Roles.Body).Max(b => b.Y + b.Height);
        if (column.Picture > 0) Backdrop.Rings(svg, task.Colours, canvas.Width, (above + foot) / 2, canvas.Width * 0.92, taken);
        else Backdrop.Rings(svg, task.Colours, canvas.Width, canvas.Height, Math.Min(canvas.Width, canvas.Height) * 0.34, taken);
    }

    /// <returns>Why the texts do not fit; null when they stand.</returns>
    public static string? Fill(Svg svg, PictureTask task, Column column, List<string> notes)
    {
        var canvas = task.Format.Canvas!;
        var u = column.Unit;
        var colours = task.Colours;
        var (left, right) = (Math.Max(column.X, canvas.SafeX) + 4 * u, Math.Min(column.X + column.Width, canvas.Width - canvas.SafeX) - 4 * u);
        var (top, bottom) = (Math.Max(column.Y, canvas.SafeY) + 4 * u, Math.Min(column.Y + column.Height, (double)canvas.Height - canvas.SafeY));
        var width = right - left;

        var label = task.Text(Roles.Disclosure)!;
        var labelWidth = task.Type.Measure(label, 9.5 * u, Weight.SemiBold);
        var (start, labelled) = (top, left);
        var besideLabel = width - labelWidth - 21 * u;
        // A narrow column, or a long name, has the brand under the label.
        var under = besideLabel < 60 * u || task.Logo is null && TextFitter.Fit(task.Type, task.Advertiser, besideLabel, 20 * u, [9 * u], Weight.Bold, 1) is null;
        if (under) start += 9.5 * u + 10 * u;
        if (task.Logo is not null)
        {
            var logo = Backing.Logo(svg, task, left, start, besideLabel < 60 * u ? width : besideLabel, 26 * u);
            labelled = left + logo.Width;
            start += logo.Height + 10 * u;
        }
        else
        {
            if (TextFitter.Fit(task.Type, task.Advertiser, under ? width - 9 * u : besideLabel, 60 * u, Scale([13, 12, 11, 10, 9], u), Weight.Bold, under ? 3 : 1) is not { } brand) return "the advertiser's name is too long";
            svg.Rect(left, start, 4 * u, brand.Height - brand.Size * brand.Type.Descent, u, colours.Button);
            svg.Block("brand", brand, left + 9 * u, start, colours.Ink);
            labelled = left + 9 * u + brand.Width;
            start += brand.Height + 12 * u;
        }
        // At the edge; beside the name where the edge of the words is no edge that one sees.
        svg.Line(Roles.Disclosure, label, column.ArtX > 0 && !under ? labelled + 14 * u : right - labelWidth, top + u, 9.5 * u, Weight.SemiBold, colours.SoftInk);

        if (SmallPrint.Draw(svg, task, left, bottom, width, Scale([8, 7.5], u), maxLines: column.MaxLines > 4 ? 9 : 3, notes) is not { } footTop) return "the source does not fit";
        var text = task.Text(Roles.Cta)!;
        var (buttonWidth, badgeTop) = (task.Type.Measure(text, 13.5 * u, Weight.Bold) + 34 * u, footTop - ButtonHeight * u);
        if (buttonWidth > width) return "the button is wider than the column";
        svg.Rect(left, footTop - ButtonHeight * u, buttonWidth, ButtonHeight * u, ButtonHeight * u / 2, colours.Button);
        Centred(svg, task.Type, Roles.Cta, text, left + 17 * u, footTop - ButtonHeight * u, 13.5 * u, Weight.Bold, colours.ButtonInk, u);
        if (task.Text(Roles.Badge) is { } badge)
        {
            double Wide(double size) => task.Type.Measure(badge, size, Weight.ExtraBold, -0.02);
            var size = Scale([24, 22, 20, 18, 16], u).FirstOrDefault(s => Wide(s) <= width - buttonWidth - 14 * u);
            if (size > 0) Centred(svg, task.Type, Roles.Badge, badge, right - Wide(size), footTop - ButtonHeight * u, size, Weight.ExtraBold, colours.Ink, u, -0.02);
            else
            {
                size = Scale([30, 27, 24, 21, 18, 15], u).FirstOrDefault(s => Wide(s) <= width);
                if (size == 0) return "the price is wider than the column";
                badgeTop -= size * (task.Type.Rise(badge) + task.Type.For(badge).Descent) + 8 * u;
                svg.Line(Roles.Badge, badge, left, badgeTop, size, Weight.ExtraBold, colours.Ink, -0.02);
            }
        }
        return Copy(svg, task, column, left, width, start, badgeTop - Gap * u - start);
    }

    private static string? Copy(Svg svg, PictureTask task, Column column, double left, double width, double start, double space)
    {
        var u = column.Unit;
        var body = task.Text(Roles.Body);
        space *= 1 - column.Picture;
        foreach (var (size, whole) in TextFitter.Tries(Scale([.. Headlines.Where(h => h >= column.LeastHeadline)], u), task.Product))
        {
            if (TextFitter.Fit(task.Type, task.Text(Roles.Headline)!, width, space, [size], Weight.ExtraBold, column.MaxLines, 1.14, -0.015, whole) is not { } headline) continue;
            var rest = space - headline.Height - BodyGap * u;
            var copy = body is null ? null : TextFitter.Fit(task.Type, body, width, rest, Scale([14.5, 14, 13.5, 13, 12.5, 12, 11.5, 11], u), Weight.Regular, column.MaxLines + 1, 1.32);
            if (body is not null && copy is null) continue;
            var spare = Math.Max(0, rest - (copy?.Height ?? 0)) * 0.35 * (column.Picture > 0 ? 0 : 1);
            svg.Block(Roles.Headline, headline, left, start + spare, task.Colours.Ink);
            if (copy is not null) svg.Block(Roles.Body, copy, left, start + spare + headline.Height + BodyGap * u, task.Colours.SoftInk);
            return null;
        }
        return "headline and body do not fit above the button";
    }

    private static void Centred(Svg svg, Typeface type, string role, string text, double x, double top, double size, Weight weight, Colour ink, double u, double tracking = 0) =>
        svg.Line(role, text, x, top + (ButtonHeight * u - size * type.Rise(text)) / 2, size, weight, ink, tracking);

    private static double[] Scale(double[] sizes, double unit) => [.. sizes.Select(s => s * unit)];
}
