using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Learning;

/// <summary>
/// The unknowns of one campaign's model. The log-odds of a click of creative j in context c is the sum of: the campaign's level, angle, format,
/// locale, context, context with angle, "written for this very segment", and what is j's own.
/// </summary>
internal sealed class Features
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<double> _means = [];
    private readonly List<double> _variances = [];
    private readonly Prior _prior;

    /// <param name="contexts">Segment ids in "D" form and "none".</param>
    public Features(IReadOnlyList<ServingCreative> creatives, IReadOnlyList<string> contexts, Prior prior)
    {
        _prior = prior;
        Creatives = creatives;
        Contexts = contexts;
        // Every name gets its place now, in a fixed order: the same campaign always gives the same vector.
        foreach (var creative in creatives)
            foreach (var context in contexts)
                _ = Of(creative, context);
    }

    public IReadOnlyList<ServingCreative> Creatives { get; }
    public IReadOnlyList<string> Contexts { get; }
    public int Count => _means.Count;
    public IReadOnlyList<double> PriorMeans => _means;
    public IReadOnlyList<double> PriorVariances => _variances;

    public IEnumerable<(string Name, int Index)> Names => _index.Select(pair => (pair.Key, pair.Value));

    /// <summary>Indices of the features that are 1.</summary>
    public int[] Of(ServingCreative creative, string context)
    {
        var form = creative.Form;
        return
        [
            .. NamesOf(creative, context).Select(name => name[..name.IndexOf(':', StringComparison.Ordinal)] switch
            {
                "campaign" => At(name, _prior.LogOdds, Prior.CampaignVariance),
                "format" => At(name, 0, Prior.FormatVariance),
                "creative" => At(name, form.PriorScore, _prior.CreativeVariance),
                _ => At(name, 0, Prior.EffectVariance),
            }),
        ];
    }

    /// <summary>Kind and value, e.g. <c>angle:offer</c>.</summary>
    public static IEnumerable<string> NamesOf(ServingCreative creative, string context)
    {
        var form = creative.Form;
        yield return "campaign:level";
        yield return $"angle:{form.Angle}";
        yield return $"format:{form.Format}";
        yield return $"locale:{form.Locale}";
        yield return $"context:{context}";
        yield return $"contextAngle:{context}/{form.Angle}";
        yield return $"creative:{creative.CreativeId:D}";
        if (context == Serving.Contexts.Of(form.SegmentId)) yield return "match:segment";
    }

    private int At(string name, double mean, double variance)
    {
        if (_index.TryGetValue(name, out var index)) return index;
        _index[name] = _means.Count;
        _means.Add(mean);
        _variances.Add(variance);
        return _means.Count - 1;
    }
}
