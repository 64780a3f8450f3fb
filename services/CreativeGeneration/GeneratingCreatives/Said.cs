using AdPlatform.CreativeGeneration.Gate;

namespace AdPlatform.CreativeGeneration.GeneratingCreatives;

/// <summary>What creatives of one language say already, over all formats and segments: maximal marginal relevance needs its other half.</summary>
internal sealed class Said
{
    private readonly HashSet<string> _words = [];
    private readonly List<HashSet<string>> _headlines = [];
    private readonly List<HashSet<string>> _bodies = [];
    private readonly Dictionary<string, HashSet<string>> _shingles = [];
    private readonly Dictionary<(bool Headline, string Text), (int Seen, double Likest)> _likest = [];

    public static Said By(IEnumerable<Earlier> earlier)
    {
        var said = new Said();
        foreach (var creative in earlier)
            if (creative.Texts.GetValueOrDefault(Formats.Roles.Headline) is { } headline) said.Keep(headline, creative.Texts.GetValueOrDefault(Formats.Roles.Body));
        return said;
    }

    /// <summary>1 for words that nothing has used yet, 0 for a text that is in use: half for the distance to the likest headline, half for the word pairs that none has.</summary>
    public double FreshHeadline(string text)
    {
        var shingles = Shingles(text);
        return (1 - Likest(true, text, _headlines) + (shingles.Count == 0 ? 0 : shingles.Count(s => !_words.Contains(s)) / (double)shingles.Count)) / 2;
    }

    public double FreshBody(string text) => 1 - Likest(false, text, _bodies);

    public void Keep(string headline, string? body)
    {
        _headlines.Add(Shingles(headline));
        _words.UnionWith(Shingles(headline));
        if (body is not null) _bodies.Add(Shingles(body));
    }

    /// <summary>Each pair is compared once: what was seen before is remembered.</summary>
    private double Likest(bool headline, string text, List<HashSet<string>> chosen)
    {
        var (seen, likest) = _likest.GetValueOrDefault((headline, text));
        var shingles = Shingles(text);
        for (; seen < chosen.Count; seen++) likest = Math.Max(likest, Likeness.Of(shingles, chosen[seen]));
        _likest[(headline, text)] = (seen, likest);
        return likest;
    }

    private HashSet<string> Shingles(string text) => _shingles.TryGetValue(text, out var known) ? known : _shingles[text] = Likeness.Shingles(text);
}
