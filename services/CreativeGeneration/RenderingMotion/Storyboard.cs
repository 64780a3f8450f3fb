using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.RenderingMotion;

/// <param name="Opacity">0..1.</param>
/// <param name="X">Shares of the film's width and height that the layer is moved by.</param>
/// <param name="Scale">Around the middle of what is on the layer.</param>
internal readonly record struct Pose(double Opacity, double X, double Y, double Scale);

/// <summary>
/// Which part of the drawing stands where at what time: the picture drifts slowly all the time, the label of advertising is there from the first frame to the last, then come brand, headline with its source and
/// small print, body, and at last the button. What has come stays, so that the last third shows all of it at rest. Pure: the same film for the same seed.
/// </summary>
internal static class Storyboard
{
    /// <summary>Seconds that a part takes to arrive.</summary>
    private const double Arrival = 0.7;

    /// <summary>Where parts come from, as a share of the height.</summary>
    private const double Way = 0.05;

    private const double Drift = 0.06;

    /// <summary>The last share of the film, in which nothing but the picture moves.</summary>
    public const double Rest = 0.3;

    public static Pose At(string layer, double seconds, double length, int seed)
    {
        var through = Math.Clamp(seconds / length, 0, 1);
        if (layer == Layers.Background) return new(1, 0, 0, 1 + Drift * (seed % 2 == 0 ? InOut(through) : 1 - InOut(through)));
        if (layer == Roles.Disclosure) return new(1, 0, 0, 1);
        var arrived = Out(Math.Clamp((seconds - Start(layer) * length) / Arrival, 0, 1));
        // From below, or from the side that one reads from.
        var (x, y) = seed / 2 % 2 == 0 ? (0.0, Way * (1 - arrived)) : (-Way * 0.6 * (1 - arrived), 0.0);
        return layer == Roles.Cta ? new(arrived, 0, 0, 0.9 + 0.1 * arrived) : new(arrived, x, y, 1);
    }

    /// <summary>As a share of the film.</summary>
    private static double Start(string layer) => layer switch
    {
        Layers.Brand => 0.01,
        // A proof is never seen without its source.
        Roles.Headline or Layers.Print => 0.05,
        Roles.Body => 0.3,
        _ => 0.5,
    };

    /// <summary>Cubic: quick, then gentle.</summary>
    private static double Out(double t) => 1 - Math.Pow(1 - t, 3);

    private static double InOut(double t) => t * t * (3 - 2 * t);
}
