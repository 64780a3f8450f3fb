using System.Text.Json;

namespace AdPlatform.CreativeGeneration.Scoring;

/// <summary>
/// A linear score of a headline's style, in log-odds of a click, trained on real headline tests: <c>style-weights.json</c>, whose card beside it says on what, and how well it does.
/// A weak prior that live learning overrides. Trained on English; other languages use only the features of the surface, which is untested for them.
/// </summary>
internal static class StyleScorer
{
    public const string Name = "style-linear";
    private static readonly Model Shipped = Load();

    public static string Version => Shipped.Version;

    public static double Score(string headline, string language)
    {
        var weights = WeightsFor(language);
        return Shipped.Scale * StyleFeatures.Of(headline, FamilyFor(language)).Sum(f => weights.GetValueOrDefault(f.Key) * f.Value);
    }

    /// <summary>What each feature adds to the score, for lineage; those that add nothing are left out.</summary>
    public static IReadOnlyDictionary<string, double> Features(string headline, string language)
    {
        var weights = WeightsFor(language);
        return StyleFeatures.Of(headline, FamilyFor(language)).Where(f => weights.ContainsKey(f.Key)).ToDictionary(f => f.Key, f => Math.Round(Shipped.Scale * weights[f.Key] * f.Value, 5));
    }

    private static Dictionary<string, double> WeightsFor(string language) => language == "en" ? Shipped.Closed : Shipped.Surface;

    private static StyleFeatures.Family FamilyFor(string language) => language == "en" ? StyleFeatures.Family.Closed : StyleFeatures.Family.Surface;

    /// <param name="Scale">From the model's units to log-odds of a click.</param>
    internal sealed record Model(string Version, double Scale, Dictionary<string, double> Closed, Dictionary<string, double> Surface);

    private static Model Load()
    {
        using var stream = typeof(StyleScorer).Assembly.GetManifestResourceStream("AdPlatform.CreativeGeneration.Scoring.style-weights.json")
            ?? throw new InvalidOperationException("style-weights.json is not in the assembly.");
        return JsonSerializer.Deserialize<Model>(stream, JsonSerializerOptions.Web)!;
    }
}
