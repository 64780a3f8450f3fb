namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>How alike two texts are: Jaccard over word pairs, with the single words for very short ones. 1 for twins.</summary>
internal static class Likeness
{
    /// <summary>From here on two texts of one set count as the same thing said twice.</summary>
    public const double NearDuplicate = 0.8;

    public static HashSet<string> Shingles(string text)
    {
        if (Tokens.Unspaced(text))
        {
            // Without spaces, pairs of characters stand for pairs of words.
            var folded = Tokens.Fold(text).Replace(" ", "");
            return [.. Enumerable.Range(0, Math.Max(0, folded.Length - 1)).Select(i => folded.Substring(i, 2))];
        }
        var tokens = Tokens.Of(text);
        if (tokens.Count < 2) return [.. tokens];
        return [.. Enumerable.Range(0, tokens.Count - 1).Select(i => tokens[i] + ' ' + tokens[i + 1])];
    }

    public static double Of(HashSet<string> a, HashSet<string> b)
    {
        if (a.Count == 0 || b.Count == 0) return a.Count == b.Count ? 1 : 0;
        var both = a.Count < b.Count ? a.Count(b.Contains) : b.Count(a.Contains);
        return (double)both / (a.Count + b.Count - both);
    }
}
