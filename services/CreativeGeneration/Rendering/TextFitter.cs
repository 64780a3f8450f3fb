namespace AdPlatform.CreativeGeneration.Rendering;

/// <param name="Width">Measured, the widest line.</param>
/// <param name="Leading">Distance of two baselines.</param>
internal sealed record FittedText(IReadOnlyList<string> Lines, double Size, Weight Weight, double Leading, double Tracking, double Width)
{
    /// <summary>From the top of the first line's capitals to below the last line's descenders.</summary>
    public double Height => Size * (FontMetrics.CapHeight + FontMetrics.Descent) + (Lines.Count - 1) * Leading;
}

/// <summary>Finds the largest size at which a text stands whole in a box, in balanced lines. Breaks at plain spaces only.</summary>
internal static class TextFitter
{
    /// <summary>Stands for a space that no line may break at, while lines are being found.</summary>
    private const char Glue = '\uE000';

    /// <summary>Headline sizes to try: the larger ones with the product's name in one piece, then all of them however it breaks.</summary>
    public static IEnumerable<(double Size, string? Whole)> Tries(IReadOnlyList<double> sizes, string name) =>
        [.. name.Contains(' ') ? sizes.Take((sizes.Count + 1) / 2).Select(s => (s, (string?)name)) : [], .. sizes.Select(s => (s, (string?)null))];

    /// <param name="sizes">Largest first.</param>
    /// <param name="whole">Words that must stay on one line.</param>
    /// <returns>Null when it does not fit at the smallest size either.</returns>
    public static FittedText? Fit(string text, double width, double height, IEnumerable<double> sizes, Weight weight, int maxLines, double leading = 1.18, double tracking = 0, string? whole = null)
    {
        if (whole is not null) text = text.Replace(whole, whole.Replace(' ', Glue), StringComparison.Ordinal);
        foreach (var size in sizes)
        {
            if (Wrap(text, width, size, weight, tracking) is not { } lines || lines.Count > maxLines) continue;
            var fitted = new FittedText([.. Balance(text, lines, width, size, weight, tracking).Select(l => l.Replace(Glue, ' '))], size, weight, size * leading, tracking, 0);
            if (fitted.Height <= height) return fitted with { Width = fitted.Lines.Max(l => FontMetrics.Measure(l, size, weight, tracking)) };
        }
        return null;
    }

    private static double Measure(string text, double size, Weight weight, double tracking) => FontMetrics.Measure(text.Replace(Glue, ' '), size, weight, tracking);

    private static List<string>? Wrap(string text, double width, double size, Weight weight, double tracking)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Measure(longer, size, weight, tracking) <= width) { line = longer; continue; }
            if (line.Length == 0 || Measure(word, size, weight, tracking) > width) return null;
            lines.Add(line);
            line = word;
        }
        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>The same number of lines, as even as can be: least sum of squared widths, so that no last word hangs alone under a full line.</summary>
    private static List<string> Balance(string text, List<string> lines, double width, double size, Weight weight, double tracking)
    {
        var words = text.Split(' ');
        if (lines.Count == 1 || words.Length > MostWordsToBalance) return lines;
        // cost[k, j]: the first j words in k lines; from[k, j]: where the k-th of them begins.
        var cost = new double[lines.Count + 1, words.Length + 1];
        var from = new int[lines.Count + 1, words.Length + 1];
        for (var k = 0; k <= lines.Count; k++)
            for (var j = 0; j <= words.Length; j++) cost[k, j] = k == 0 && j == 0 ? 0 : double.PositiveInfinity;
        for (var start = 0; start < words.Length; start++)
            for (var end = start + 1; end <= words.Length; end++)
            {
                var w = Measure(string.Join(' ', words[start..end]), size, weight, tracking);
                if (w > width) break;
                for (var k = 1; k <= lines.Count; k++)
                    if (cost[k - 1, start] + w * w < cost[k, end]) (cost[k, end], from[k, end]) = (cost[k - 1, start] + w * w, start);
            }
        var even = new string[lines.Count];
        for (int k = lines.Count, end = words.Length; k > 0; end = from[k, end], k--) even[k - 1] = string.Join(' ', words[from[k, end]..end]);
        return [.. even];
    }

    /// <summary>Beyond it a text is small print, where evenness is not worth the work.</summary>
    private const int MostWordsToBalance = 32;
}
