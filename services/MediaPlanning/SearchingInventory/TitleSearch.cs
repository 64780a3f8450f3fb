using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.MediaPlanning.SearchingInventory;

/// <summary>BM25 (Robertson and Zaragoza 2009, k1 1.2, b 0.5) over names, genres and descriptions; a word's synonyms count for less than the word.</summary>
internal sealed class TitleSearch
{
    private const double K1 = 1.2, B = 0.5, Synonym = 0.6;

    /// <summary>How often a word of the name and of a genre counts against one of the description.</summary>
    private const int NameWeight = 3, GenreWeight = 2;

    private readonly IReadOnlyList<Title> titles;
    private readonly Dictionary<string, List<(int Title, int Count)>> postings = new(StringComparer.Ordinal);
    private readonly double[] lengths;
    private readonly double mean;

    public TitleSearch(IReadOnlyList<Title> titles)
    {
        this.titles = titles;
        lengths = new double[titles.Count];
        for (var i = 0; i < titles.Count; i++)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            void Add(string text, int weight)
            {
                foreach (var word in SearchWords.Of(text)) counts[word] = counts.GetValueOrDefault(word) + weight;
            }

            Add(titles[i].Name, NameWeight);
            Add(titles[i].Genres, GenreWeight);
            Add(titles[i].Description, 1);
            lengths[i] = counts.Values.Sum();
            foreach (var (word, count) in counts)
            {
                if (!postings.TryGetValue(word, out var list)) postings[word] = list = [];
                list.Add((i, count));
            }
        }
        mean = titles.Count > 0 ? Math.Max(1, lengths.Average()) : 1;
    }

    /// <summary>Best first; titles that share no word with the query are left out.</summary>
    public IReadOnlyList<(Title Title, double Score)> Find(string query, int most)
    {
        var score = new Dictionary<int, double>();
        foreach (var word in SearchWords.Of(query).Distinct())
        {
            // Of a word and its synonyms only the one that says most about a title counts.
            var best = new Dictionary<int, double>();
            foreach (var (term, weight) in SearchWords.Synonyms(word).Select(s => (s, Synonym)).Prepend((word, 1.0)))
            {
                if (!postings.TryGetValue(term, out var list)) continue;
                var rarity = Math.Log(1 + (titles.Count - list.Count + 0.5) / (list.Count + 0.5));
                foreach (var (title, count) in list)
                {
                    var here = weight * rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * lengths[title] / mean));
                    best[title] = Math.Max(best.GetValueOrDefault(title), here);
                }
            }
            foreach (var (title, value) in best) score[title] = score.GetValueOrDefault(title) + value;
        }
        return [.. score.OrderByDescending(p => p.Value).ThenBy(p => titles[p.Key].TitleId, StringComparer.Ordinal).Take(most).Select(p => (titles[p.Key], p.Value))];
    }
}
