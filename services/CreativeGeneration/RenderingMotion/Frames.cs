using SkiaSharp;

namespace AdPlatform.CreativeGeneration.RenderingMotion;

/// <summary>The rasterised parts of a drawing, put together for any moment.</summary>
internal sealed class Frames : IDisposable
{
    private readonly List<(string Name, SKImage Image, SKRect Place)> _layers = [];
    private readonly SKBitmap _frame;
    private readonly SKCanvas _canvas;

    public Frames(int width, int height)
    {
        _frame = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        _canvas = new SKCanvas(_frame);
    }

    /// <returns>False for what is no picture.</returns>
    public bool Add(string name, byte[] png)
    {
        // Of its own size: an odd height is rounded by the rasteriser.
        using var bitmap = SKBitmap.Decode(png);
        if (bitmap is null) return false;
        // Only what is drawn on: most of a text's layer is nothing.
        if (Drawn(bitmap) is not { } place) return true;
        using var whole = SKImage.FromBitmap(bitmap);
        _layers.Add((name, whole.Subset(place), place));
        return true;
    }

    /// <summary>Red, green, blue, and a fourth byte that says nothing.</summary>
    public ReadOnlySpan<byte> At(double seconds, double length, int seed)
    {
        _canvas.Clear(SKColors.Black);
        using var paint = new SKPaint();
        foreach (var (name, image, place) in _layers)
        {
            var pose = Storyboard.At(name, seconds, length, seed);
            if (pose.Opacity <= 0) continue;
            paint.Color = SKColors.White.WithAlpha((byte)Math.Round(255 * pose.Opacity));
            var (w, h) = ((float)(place.Width * pose.Scale), (float)(place.Height * pose.Scale));
            var (x, y) = (place.MidX - w / 2 + (float)(pose.X * _frame.Width), place.MidY - h / 2 + (float)(pose.Y * _frame.Height));
            _canvas.DrawImage(image, SKRect.Create(x, y, w, h), new SKSamplingOptions(SKFilterMode.Linear), paint);
        }
        return _frame.GetPixelSpan();
    }

    private static SKRectI? Drawn(SKBitmap bitmap)
    {
        var (left, top, right, bottom) = (bitmap.Width, bitmap.Height, 0, 0);
        var pixels = bitmap.GetPixelSpan();
        for (var y = 0; y < bitmap.Height; y++)
            for (var x = 0; x < bitmap.Width; x++)
                if (pixels[y * bitmap.RowBytes + 4 * x + 3] != 0) (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), y + 1);
        return right > left ? new(left, top, right, bottom) : null;
    }

    public void Dispose()
    {
        foreach (var (_, image, _) in _layers) image.Dispose();
        _canvas.Dispose();
        _frame.Dispose();
    }
}
