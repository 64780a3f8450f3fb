using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.RenderingMotion;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>1920x1080 beside a paused stream, read from three metres: text on the left, picture on the right, everything title-safe.</summary>
internal static class PauseLayout
{
    private const double TextWidth = 1010;
    private const double ArtX = 1180;

    public static (Artwork? Artwork, string? Fault) Draw(PictureTask task)
    {
        var canvas = task.Format.Canvas!;
        var (left, top, bottom) = (canvas.SafeX + 24.0, canvas.SafeY + 30.0, canvas.Height - canvas.SafeY - 14.0);
        var colours = task.Colours;
        List<string> notes = [.. colours.Notes];
        var svg = new Svg(task, $"{task.Advertiser} – {task.Text(Roles.Headline)}");
        Backing.Draw(svg, task, ArtX);
        if (task.Format.Scannable) ScanCode.Draw(svg, task, canvas.Width - canvas.SafeX, canvas.Height - canvas.SafeY, canvas.Width - canvas.SafeX - ArtX, notes);

        svg.Layer(Roles.Disclosure);
        var label = task.Text(Roles.Disclosure)!;
        var labelWidth = task.Type.Measure(label, 26, Weight.SemiBold);
        var plateX = canvas.Width - canvas.SafeX - labelWidth - 40;
        svg.Rect(plateX, top - 14, labelWidth + 40, 52, 26, colours.Ink);
        svg.Line(Roles.Disclosure, label, plateX + 20, top - 14 + (52 - 26 * task.Type.Rise(label)) / 2, 26, Weight.SemiBold, colours.Background);

        svg.Layer(Layers.Brand);
        if (task.Logo is not null)
        {
            Backing.Logo(svg, task, left, top - 14, 420, 100);
        }
        else
        {
            if (TextFitter.Fit(task.Type, task.Advertiser, TextWidth - 40, 60, [40, 36, 32, 28], Weight.Bold, 1) is not { } brand) return (null, "the advertiser's name is too long");
            svg.Rect(left, top, 12, brand.Size * brand.Type.CapHeight, 3, colours.Button);
            svg.Block("brand", brand, left + 30, top, colours.Ink);
        }

        svg.Layer(Layers.Print);
        if (SmallPrint.Draw(svg, task, left, bottom, TextWidth, [24, 22, 20], maxLines: 3, notes) is not { } footTop) return (null, "the source does not fit");
        var buttonTop = Math.Min(footTop - 12, bottom - 30) - 96;
        svg.Layer(Roles.Cta);
        if (Buttons(svg, task, left, buttonTop) is { } fault) return (null, fault);

        var start = top + 110;
        var space = buttonTop - 56 - start;
        foreach (var (size, whole) in TextFitter.Tries([116, 108, 100, 92, 84, 76, 68], task.Product))
        {
            if (TextFitter.Fit(task.Type, task.Text(Roles.Headline)!, TextWidth, space, [size], Weight.ExtraBold, 4, 1.1, -0.02, whole) is not { } headline) continue;
            var copy = task.Text(Roles.Body) is not { } body ? null : TextFitter.Fit(task.Type, body, TextWidth * 0.94, space - headline.Height - 44, [50, 46, 43, 40, 37], Weight.Regular, 4, 1.36);
            if (copy is null && task.Text(Roles.Body) is not null) continue;
            var spare = Math.Max(0, space - headline.Height - (copy is null ? 0 : copy.Height + 44)) * 0.55;
            svg.Layer(Roles.Headline);
            svg.Block(Roles.Headline, headline, left, start + spare, colours.Ink);
            svg.Layer(Roles.Body);
            if (copy is not null) svg.Block(Roles.Body, copy, left, start + spare + headline.Height + 44, colours.SoftInk);
            return (Artwork.Finish(svg, task, notes), null);
        }
        return (null, "headline and body do not fit above the button");
    }

    private static string? Buttons(Svg svg, PictureTask task, double left, double top)
    {
        var text = task.Text(Roles.Cta)!;
        var wide = task.Type.Measure(text, 40, Weight.Bold);
        svg.Rect(left, top, wide + 104, 96, 48, task.Colours.Button);
        svg.Line(Roles.Cta, text, left + 52, top + (96 - 40 * task.Type.Rise(text)) / 2, 40, Weight.Bold, task.Colours.ButtonInk);
        var x = left + wide + 104 + 44;
        if (task.Text(Roles.Badge) is { } badge)
        {
            var size = new double[] { 76, 68, 60, 52 }.FirstOrDefault(s => x + task.Type.Measure(badge, s, Weight.ExtraBold, -0.02) <= left + TextWidth);
            if (size == 0) return "the price does not fit beside the button";
            svg.Line(Roles.Badge, badge, x, top + (96 - size * task.Type.Rise(badge)) / 2, size, Weight.ExtraBold, task.Colours.Ink, -0.02);
            x += task.Type.Measure(badge, size, Weight.ExtraBold, -0.02) + 44;
        }
        // A television has no pointer: the address is what a viewer can act on.
        if (task.Text(Roles.Link) is { } link && new double[] { 34, 30, 26 }.FirstOrDefault(s => x + task.Type.Measure(link, s, Weight.SemiBold) <= left + TextWidth) is > 0 and var linkSize)
            svg.Line(Roles.Link, link, x, top + (96 - linkSize * task.Type.Rise(link)) / 2, linkSize, Weight.SemiBold, task.Colours.SoftInk);
        return null;
    }
}
