using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <param name="Unit">1 for a leaderboard of 728x90.</param>
/// <param name="Brand">Width of the brand's place, in pixels.</param>
internal sealed record Strip(double Unit, double Brand);

/// <summary>A flat creative read from left to right: brand and label, headline, button.</summary>
internal static class StripLayout
{
    public static (Artwork? Artwork, string? Fault) Draw(PictureTask task, Strip strip)
    {
        var canvas = task.Format.Canvas!;
        var u = strip.Unit;
        var colours = task.Colours;
        List<string> notes = [.. colours.Notes];
        var svg = new Svg(task, $"{task.Advertiser} – {task.Text(Roles.Headline)}");
        Backing.Draw(svg, task, canvas.Width);
        var (left, right, top, bottom) = ((double)canvas.SafeX, (double)canvas.Width - canvas.SafeX, canvas.SafeY + u, canvas.Height - (double)canvas.SafeY);

        if (Brand(svg, task, strip, left, top, bottom) is { } fault) return (null, fault);
        var text = task.Text(Roles.Cta)!;
        var buttonSize = new[] { 14 * u, 13 * u, 12 * u, 11 * u }.First(s => s <= 14 * u && (task.Type.Measure(text, s, Weight.Bold) <= 150 * u || s == 11 * u));
        var buttonWidth = task.Type.Measure(text, buttonSize, Weight.Bold) + 28 * u;
        var buttonHeight = Math.Min(38 * u, bottom - top);
        var buttonTop = (canvas.Height - buttonHeight) / 2;
        var link = task.Text(Roles.Link) is { } address && task.Type.Measure(address, 10 * u, Weight.SemiBold) is var wide && wide <= 170 * u ? (address, wide) : default;
        if (link.address is not null) buttonTop = Math.Max(top, buttonTop - 8 * u);
        svg.Rect(right - buttonWidth, buttonTop, buttonWidth, buttonHeight, buttonHeight / 2, colours.Button);
        svg.Line(Roles.Cta, text, right - buttonWidth + 14 * u, buttonTop + (buttonHeight - buttonSize * task.Type.Rise(text)) / 2, buttonSize, Weight.Bold, colours.ButtonInk);
        if (link.address is not null) svg.Line(Roles.Link, link.address, right - link.wide, buttonTop + buttonHeight + 6 * u, 10 * u, Weight.SemiBold, colours.SoftInk);

        var (x, width) = (left + strip.Brand + 12 * u, right - Math.Max(buttonWidth, link.wide) - 14 * u - left - strip.Brand - 12 * u);
        if (width < 60 * u) return (null, "no room is left for the headline");
        var foot = bottom;
        if (task.Format.Find(Roles.Source) is not null)
        {
            if (SmallPrint.Draw(svg, task, x, bottom, width, [8 * u, 7 * u], maxLines: 2, notes) is not { } printTop) return (null, "the source does not fit");
            foot = printTop;
        }
        var space = foot - top;
        foreach (var (size, whole) in TextFitter.Tries([.. new[] { 24, 22, 20, 18, 16.5, 15, 14, 13 }.Select(s => s * u)], task.Product))
        {
            if (TextFitter.Fit(task.Type, task.Text(Roles.Headline)!, width, space, [size], Weight.ExtraBold, 3, 1.14, -0.015, whole) is not { } headline) continue;
            svg.Block(Roles.Headline, headline, x, top + (space - headline.Height) / 2, colours.Ink);
            return (Artwork.Finish(svg, task, notes), null);
        }
        return (null, "the headline does not fit beside the button");
    }

    /// <summary>The name, and under it the label that marks an advertisement.</summary>
    private static string? Brand(Svg svg, PictureTask task, Strip strip, double left, double top, double bottom)
    {
        var u = strip.Unit;
        var label = task.Text(Roles.Disclosure)!;
        var labelSize = new[] { 10 * u, 9 * u }.FirstOrDefault(s => task.Type.Measure(label, s, Weight.SemiBold) <= strip.Brand);
        if (labelSize == 0) return "the label does not fit";
        var labelHeight = labelSize * (task.Type.Rise(label) + task.Type.For(label).Descent);
        if (task.Logo is { } logo)
        {
            var room = Math.Min(bottom - top - labelHeight - 5 * u, 60 * u);
            // As high as its width leaves it, so that both stand in the middle together.
            var high = Math.Min(room, (strip.Brand - 0.24 * room) * logo.Height / logo.Width + 0.24 * room);
            var at = top + (bottom - top - high - 5 * u - labelHeight) / 2;
            var (_, taken) = Backing.Logo(svg, task, left, at, strip.Brand, high);
            svg.Line(Roles.Disclosure, label, left, at + taken + 5 * u, labelSize, Weight.SemiBold, task.Colours.SoftInk);
            return null;
        }
        FittedText? Name(int lines, params double[] sizes) => TextFitter.Fit(task.Type, task.Advertiser, strip.Brand - 9 * u, bottom - top - labelHeight - 5 * u, [.. sizes.Select(s => s * u)], Weight.Bold, lines, 1.14);
        // A name in three lines stands louder than the headline.
        if ((Name(2, 18, 16, 14.5, 13, 12) ?? Name(3, 13, 12, 11, 10)) is not { } name) return "the advertiser's name is too long";
        var height = name.Height + 5 * u + labelHeight;
        var start = top + (bottom - top - height) / 2;
        svg.Rect(left, start, 4 * u, name.Height - name.Size * name.Type.Descent, u, task.Colours.Button);
        svg.Block("brand", name, left + 9 * u, start, task.Colours.Ink);
        svg.Line(Roles.Disclosure, label, left, start + name.Height + 5 * u, labelSize, Weight.SemiBold, task.Colours.SoftInk);
        return null;
    }
}
