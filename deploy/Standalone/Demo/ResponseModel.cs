using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <summary>
/// How the simulated viewers respond; the platform does not see this. Rates are about ten times those of real display advertising, so that one
/// hour shows something, and depend on whether the creative's angle suits the viewer's favourite genre.
/// </summary>
internal static class ResponseModel
{
    private const double Ordinary = 0.03;

    private static readonly Dictionary<string, double> AngleFactor = new()
    {
        ["offer"] = 1.3, ["benefit"] = 1.0, ["proof"] = 0.9, ["ease"] = 0.8, ["identity"] = 0.7, ["feature"] = 0.5, ["product"] = 0.3,
    };

    private static readonly Dictionary<string, string> Suits = new()
    {
        ["crime"] = "identity", ["thriller"] = "identity", ["sci-fi"] = "identity", ["mystery"] = "proof", ["documentary"] = "proof", ["history"] = "proof",
        ["comedy"] = "ease", ["family"] = "ease", ["animation"] = "ease", ["drama"] = "benefit", ["romance"] = "benefit",
    };

    /// <summary>Probability of a click, 0..1.</summary>
    public static double ClickRate(SampleViewer viewer, string angle)
    {
        var rate = Ordinary * AngleFactor.GetValueOrDefault(angle, 0.5);
        return Suits.GetValueOrDefault(viewer.Favourite) == angle ? rate * 4 : rate;
    }
}
