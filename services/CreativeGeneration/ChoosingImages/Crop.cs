using AdPlatform.CreativeGeneration.Library;

namespace AdPlatform.CreativeGeneration.ChoosingImages;

internal static class Crop
{
    /// <summary>The largest part of a picture with the aspect of its frame, around the focal point and with all of the safe area; null when the safe area does not fit.</summary>
    /// <param name="aspect">Width by height of the frame.</param>
    /// <returns>In fractions of width and height; width times height is the share of the picture that is kept.</returns>
    public static Area? Of(int width, int height, double aspect, Focus focal, Area? safe)
    {
        var w = Math.Min(1, aspect * height / width);
        var h = Math.Min(1, width / (aspect * height));
        if (safe is not null && (safe.Width > w + 1e-9 || safe.Height > h + 1e-9)) return null;
        return new(Place(focal.X, w, safe?.X, safe?.Width), Place(focal.Y, h, safe?.Y, safe?.Height), w, h);
    }

    private static double Place(double centre, double length, double? safe, double? safeLength)
    {
        var start = centre - length / 2;
        if (safe is { } from && safeLength is { } wide) start = Math.Clamp(start, Math.Min(from + wide - length, from), from);
        return Math.Clamp(start, 0, Math.Max(0, 1 - length));
    }
}
