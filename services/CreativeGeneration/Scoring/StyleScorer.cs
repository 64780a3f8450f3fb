using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Scoring;

/// <summary>
/// A linear score of style, in log-odds of a click. The weights are authored, not trained: a weak prior that live learning overrides.
/// Only features that no brand would be ashamed of: nothing rewards a question, a tease, or an exclamation.
/// </summary>
internal static class StyleScorer
{
    public const string Name = "style-prior";
    public const string Version = "authored-1 (untrained)";

    /// <summary>Weight and what it stands on. Signs follow common findings of headline tests; sizes are kept small on purpose.</summary>
    private static readonly (string Feature, double Weight)[] Weights =
    [
        ("headlineBrevity", 0.06),   // 1 at 4 to 8 words, falling to 0 at 14
        ("headlineHasNumber", 0.08), // a figure is concrete
        ("namesProduct", 0.04),      // recognised later
        ("hasSourcedProof", 0.05),   // can be checked
        ("bodySaysMore", 0.05),      // the body cites a fact that the headline does not
        ("longWords", -0.06),        // share of words of 11 letters and more
    ];

    public static double Score(Phrase headline, Phrase? body, string product, bool sourced)
    {
        var values = Features(headline, body, product, sourced);
        return Weights.Sum(w => w.Weight * values[w.Feature]);
    }

    /// <summary>The features by name, each 0..1, for lineage.</summary>
    public static IReadOnlyDictionary<string, double> Features(Phrase headline, Phrase? body, string product, bool sourced)
    {
        var words = Gate.Tokens.Of(headline.Text);
        return new Dictionary<string, double>
        {
            ["headlineBrevity"] = words.Count is >= 4 and <= 8 ? 1 : Math.Max(0, 1 - (words.Count < 4 ? 4 - words.Count : words.Count - 8) / 6.0),
            ["headlineHasNumber"] = headline.Text.Any(char.IsAsciiDigit) ? 1 : 0,
            ["namesProduct"] = headline.Text.Contains(product, StringComparison.OrdinalIgnoreCase) ? 1 : 0,
            ["hasSourcedProof"] = sourced ? 1 : 0,
            ["bodySaysMore"] = body is not null && body.Facts.Except(headline.Facts).Any() ? 1 : 0,
            ["longWords"] = words.Count == 0 ? 0 : words.Count(w => w.Length >= 11) / (double)words.Count,
        };
    }
}
