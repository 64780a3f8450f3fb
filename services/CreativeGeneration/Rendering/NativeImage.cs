using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>Main image of a native ad: the brand only, because the publisher sets the texts around it.</summary>
internal static class NativeImage
{
    public static (Artwork? Artwork, string? Fault) Draw(PictureTask task)
    {
        var canvas = task.Format.Canvas!;
        var colours = task.Colours;
        var svg = new Svg(task, task.Advertiser);
        Backing.Draw(svg, task, canvas.Width * 0.52);
        var (left, width) = (canvas.SafeX + 12.0, canvas.Width * 0.52 - canvas.SafeX - 24);
        if (TextFitter.Fit(task.Type, task.Text(Roles.Product)!, width, 330, [84, 76, 68, 60, 52, 44, 38, 32, 27], Weight.ExtraBold, 5, 1.1, -0.02) is not { } product) return (null, "the product's name is too long");
        if (TextFitter.Fit(task.Type, task.Advertiser, width, 60, [34, 30, 26, 22, 18], Weight.SemiBold, 1) is not { } brand) return (null, "the advertiser's name is too long");
        var top = (canvas.Height - product.Height - 40 - brand.Height) / 2;
        svg.Rect(left, top - 34, 72, 8, 4, colours.Button);
        svg.Block(Roles.Product, product, left, top, colours.Ink);
        if (task.Logo is null) svg.Block("brand", brand, left, top + product.Height + 34, colours.SoftInk);
        else Backing.Logo(svg, task, left, top + product.Height + 34, width, 72);
        return (Artwork.Finish(svg, task, colours.Notes), null);
    }
}
