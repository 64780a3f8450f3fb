using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>An L around the film, which keeps 60% of width and height in the top left corner: that part stays transparent.</summary>
internal static class SqueezebackLayout
{
    public const double Film = 0.6;

    /// <summary>The bar below the film has the code on the left and a picture on the right of it.</summary>
    public const int CodeRight = 450;

    public static (Artwork? Artwork, string? Fault) Draw(PictureTask task)
    {
        var canvas = task.Format.Canvas!;
        var (filmWidth, filmHeight) = (canvas.Width * Film, canvas.Height * Film);
        List<string> notes = [.. task.Colours.Notes];
        var svg = new Svg(task, $"{task.Advertiser} – {task.Text(Roles.Headline)}");
        svg.Raw($"<defs><clipPath id=\"l\"><path d=\"M{Svg.N(filmWidth)} 0H{canvas.Width}V{canvas.Height}H0V{Svg.N(filmHeight)}H{Svg.N(filmWidth)}Z\"/></clipPath></defs><g clip-path=\"url(#l)\">");
        Backing.Draw(svg, task, canvas.Width);
        // A sun rises in the bar, between the code and the words.
        if (task.Image is null) Backdrop.Rings(svg, task.Colours, (CodeRight + filmWidth) / 2, canvas.Height, (filmWidth - CodeRight) / 2 * 0.94, []);
        svg.Raw("</g>");
        ScanCode.Draw(svg, task, CodeRight, canvas.Height - canvas.SafeY, canvas.Height - canvas.SafeY - filmHeight - 10, notes);
        // The column beside the film has the words, the bar below it the art.
        if (StackLayout.Fill(svg, task, new(filmWidth + 36, 0, canvas.Width - filmWidth - 36, canvas.Height, 2.3) { MaxLines = 6 }, notes) is { } fault) return (null, fault);
        return (Artwork.Finish(svg, task, notes), null);
    }
}
