namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>What lies under the texts: the procedural backdrop, and over it a picture in the format's frame when there is one.</summary>
internal static class Backing
{
    public static void Draw(Svg svg, PictureTask task, double artX)
    {
        var canvas = task.Format.Canvas!;
        var artBottom = task.Format.Scannable && task.Code is { } code ? canvas.Height - canvas.SafeY - code.Pixels - 24.0 : canvas.Height;
        Backdrop.Draw(svg, task.Colours, canvas.Width, canvas.Height, task.Image is null ? artX : canvas.Width, artBottom, task.Seed);
        if (task.Image is not { } image || Frame.Of(task.Format.Id) is not { } frame) return;
        svg.Image(image, frame.X, frame.Y, frame.Width, frame.Height, slice: true);
        if (image.Scrim > 0) svg.Raw($"<rect x=\"{frame.X}\" y=\"{frame.Y}\" width=\"{frame.Width}\" height=\"{frame.Height}\" fill=\"{task.Colours.Background}\" fill-opacity=\"{Svg.N(image.Scrim)}\"/>");
    }

    /// <summary>The advertiser's logo on its plate, as large as its place allows.</summary>
    /// <returns>Width and height that it takes.</returns>
    public static (double Width, double Height) Logo(Svg svg, PictureTask task, double x, double top, double width, double height)
    {
        var logo = task.Logo!;
        var pad = height * 0.12;
        var scale = Math.Min((width - 2 * pad) / logo.Width, (height - 2 * pad) / logo.Height);
        var (w, h) = (logo.Width * scale, logo.Height * scale);
        svg.Rect(x, top, w + 2 * pad, h + 2 * pad, pad, logo.Plate!.Value);
        svg.Image(logo, x + pad, top + pad, w, h, slice: false);
        svg.Boxes.Add(new("logo", x, top, w + 2 * pad, h + 2 * pad));
        return (w + 2 * pad, h + 2 * pad);
    }
}
