using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>300x250: brand and label on top, headline and body, button and price below, small print at the foot.</summary>
internal static class RectangleLayout
{
    private const double ButtonHeight = 34;
    private const double Gap = 9;
    private const double BodyGap = 11;

    public static (Artwork? Artwork, string? Fault) Draw(PictureTask task)
    {
        var canvas = task.Format.Canvas!;
        var (left, right, top, bottom) = (canvas.SafeX + 4.0, canvas.Width - canvas.SafeX - 4.0, canvas.SafeY + 4.0, canvas.Height - (double)canvas.SafeY);
        var width = right - left;
        var colours = task.Colours;
        List<string> notes = [.. colours.Notes];
        var svg = new Svg(canvas.Width, canvas.Height, task.Language, $"{task.Advertiser} – {task.Text(Roles.Headline)}");
        Backdrop.Draw(svg, colours, canvas.Width, canvas.Height, canvas.Width, task.Seed);

        var label = task.Text(Roles.Disclosure)!;
        var labelWidth = FontMetrics.Measure(label, 9.5, Weight.SemiBold);
        svg.Line(Roles.Disclosure, label, right - labelWidth, top + 1, 9.5, Weight.SemiBold, colours.SoftInk);
        if (TextFitter.Fit(task.Advertiser, width - labelWidth - 12, 20, [13, 12, 11, 10, 9], Weight.Bold, 1) is not { } brand) return (null, "the advertiser's name is too long");
        svg.Rect(left, top, 4, brand.Size * FontMetrics.CapHeight, 1, colours.Button);
        svg.Block("brand", brand, left + 9, top, colours.Ink);

        var foot = SmallPrint.Draw(svg, task, left, bottom, width, [8, 7.5], maxLines: 3, notes);
        if (foot is not { } footTop) return (null, "the source does not fit");
        if (DrawButton(svg, task, left, right, footTop - ButtonHeight) is { } fault) return (null, fault);

        var start = top + 13 + 14;
        var space = footTop - ButtonHeight - Gap - start;
        var body = task.Text(Roles.Body);
        foreach (var (size, whole) in TextFitter.Tries([27, 25, 23, 21, 19, 17.5, 16], task.Product))
        {
            if (TextFitter.Fit(task.Text(Roles.Headline)!, width, space, [size], Weight.ExtraBold, 4, 1.14, -0.015, whole) is not { } headline) continue;
            var rest = space - headline.Height - BodyGap;
            var copy = body is null ? null : TextFitter.Fit(body, width, rest, [14.5, 14, 13.5, 13, 12.5, 12, 11.5, 11], Weight.Regular, 4, 1.32);
            if (body is not null && copy is null) continue;
            var spare = Math.Max(0, rest - (copy?.Height ?? 0)) * 0.35;
            svg.Block(Roles.Headline, headline, left, start + spare, colours.Ink);
            if (copy is not null) svg.Block(Roles.Body, copy, left, start + spare + headline.Height + BodyGap, colours.SoftInk);
            return (Artwork.Finish(svg, canvas, notes), null);
        }
        return (null, "headline and body do not fit above the button");
    }

    private static string? DrawButton(Svg svg, PictureTask task, double left, double right, double top)
    {
        var text = task.Text(Roles.Cta)!;
        var wide = FontMetrics.Measure(text, 13.5, Weight.Bold);
        svg.Rect(left, top, wide + 34, ButtonHeight, ButtonHeight / 2, task.Colours.Button);
        svg.Line(Roles.Cta, text, left + 17, top + (ButtonHeight - 13.5 * FontMetrics.CapHeight) / 2, 13.5, Weight.Bold, task.Colours.ButtonInk);
        if (task.Text(Roles.Badge) is not { } badge) return null;
        var size = new double[] { 24, 22, 20, 18, 16 }.FirstOrDefault(s => FontMetrics.Measure(badge, s, Weight.ExtraBold, -0.02) <= right - left - wide - 34 - 14);
        if (size == 0) return "the price does not fit beside the button";
        svg.Line(Roles.Badge, badge, right - FontMetrics.Measure(badge, size, Weight.ExtraBold, -0.02), top + (ButtonHeight - size * FontMetrics.CapHeight) / 2, size, Weight.ExtraBold, task.Colours.Ink, -0.02);
        return null;
    }
}
