using System.Globalization;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>An opaque sRGB colour.</summary>
internal readonly record struct Colour(byte R, byte G, byte B)
{
    public static readonly Colour White = new(255, 255, 255);
    public static readonly Colour Black = new(0, 0, 0);

    public static Colour Parse(string hex) => new(Channel(hex, 1), Channel(hex, 3), Channel(hex, 5));

    /// <param name="share">Of the other colour, 0..1.</param>
    public Colour Mix(Colour other, double share) => new(Blend(R, other.R, share), Blend(G, other.G, share), Blend(B, other.B, share));

    /// <summary>WCAG 2.2, relative luminance.</summary>
    public double Luminance => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B);

    /// <summary>Distance from grey, 0..255.</summary>
    public int Chroma => Math.Max(R, Math.Max(G, B)) - Math.Min(R, Math.Min(G, B));

    /// <summary>WCAG 2.2, contrast ratio: 1..21.</summary>
    public double Contrast(Colour other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    public override string ToString() => $"#{R:X2}{G:X2}{B:X2}";

    private static byte Channel(string hex, int at) => byte.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static byte Blend(byte a, byte b, double share) => (byte)Math.Round(a + (b - a) * share);

    private static double Linear(byte channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
