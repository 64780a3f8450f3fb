using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Scoring;

/// <summary>Maximal marginal relevance (Carbonell and Goldstein 1998): each next text is the one that says most that none before it said, weighed against its own value.</summary>
internal sealed class Diverse
{
    private readonly HashSet<string> _said = [];

    /// <summary>Share of the text's word pairs that nothing chosen has: 1 for new words, 0 for a twin.</summary>
    public double Fresh(string text)
    {
        var shingles = Likeness.Shingles(text);
        return shingles.Count == 0 ? 0 : shingles.Count(s => !_said.Contains(s)) / (double)shingles.Count;
    }

    public void Keep(string text) => _said.UnionWith(Likeness.Shingles(text));

    public static IReadOnlyList<Phrase> Choose(IEnumerable<Phrase> pool, int count)
    {
        var left = pool.DistinctBy(p => Tokens.Fold(p.Text)).ToList();
        var diverse = new Diverse();
        List<Phrase> chosen = [];
        while (chosen.Count < count && left.Count > 0)
        {
            var best = left.MaxBy(p => diverse.Fresh(p.Text))!;
            chosen.Add(best);
            left.Remove(best);
            diverse.Keep(best.Text);
        }
        return chosen;
    }
}
