using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Scoring;

namespace AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;

/// <summary>How different the texts of a set are. Words are what spaces and punctuation separate.</summary>
internal static class Diversity
{
    /// <summary>What the shipped choice takes from all gated headlines of a campaign's first language.</summary>
    public static List<string> Headlines(Studio studio, int count) =>
        [.. Diverse.Choose(studio.Cells.Where(c => c.Facts.Locale == studio.Cells[0].Facts.Locale).SelectMany(c => c.Pools).SelectMany(p => p.Headlines), count).Select(p => p.Text)];

    /// <summary>Different word pairs over all word pairs (Li et al. 2016).</summary>
    public static double Distinct2(IReadOnlyCollection<string> texts)
    {
        var pairs = texts.SelectMany(t => Grams(Words(t), 2)).ToList();
        return pairs.Count == 0 ? 1 : pairs.Distinct().Count() / (double)pairs.Count;
    }

    /// <summary>Mean BLEU of each text against all others (Zhu et al. 2018): n-grams to 4, weights even, add-one smoothing above 1.</summary>
    public static double SelfBleu(IReadOnlyList<string> texts)
    {
        var words = texts.Select(Words).ToList();
        return words.Select((candidate, i) => Bleu(candidate, [.. words.Where((_, j) => j != i)])).DefaultIfEmpty(0).Average();
    }

    private static double Bleu(List<string> candidate, List<List<string>> references)
    {
        var sum = 0.0;
        for (var n = 1; n <= 4; n++)
        {
            var mine = Grams(candidate, n).GroupBy(g => g).ToDictionary(g => g.Key, g => g.Count());
            var best = new Dictionary<string, int>();
            foreach (var reference in references)
                foreach (var gram in Grams(reference, n).Where(mine.ContainsKey).GroupBy(g => g)) best[gram.Key] = Math.Max(best.GetValueOrDefault(gram.Key), gram.Count());
            var (hits, all) = (mine.Sum(m => Math.Min(m.Value, best.GetValueOrDefault(m.Key))), mine.Values.Sum());
            var precision = n == 1 ? all == 0 ? 0 : hits / (double)all : (hits + 1) / (double)(all + 1);
            if (precision == 0) return 0;
            sum += Math.Log(precision) / 4;
        }
        var closest = references.Select(r => r.Count).MinBy(length => Math.Abs(length - candidate.Count));
        return Math.Exp(sum) * (candidate.Count >= closest ? 1 : Math.Exp(1 - closest / (double)Math.Max(1, candidate.Count)));
    }

    private static List<string> Words(string text) => [.. new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static IEnumerable<string> Grams(List<string> words, int n) => Enumerable.Range(0, Math.Max(0, words.Count - n + 1)).Select(i => string.Join(' ', words.Skip(i).Take(n)));
}
