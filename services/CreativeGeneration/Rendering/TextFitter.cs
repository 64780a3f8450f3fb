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
    /// <param name="sizes">Largest first.</param>
    /// <returns>Null when it does not fit at the smallest size either.</returns>
    public static FittedText? Fit(string text, double width, double height, IEnumerable<double> sizes, Weight weight, int maxLines, double leading = 1.18, double tracking = 0)
    {
        foreach (var size in sizes)
        {
            if (Wrap(text, width, size, weight, tracking) is not { } lines || lines.Count > maxLines) continue;
            var fitted = new FittedText(Balance(text, lines, width, size, weight, tracking), size, weight, size * leading, tracking, 0);
            if (fitted.Height <= height) return fitted with { Width = fitted.Lines.Max(l => FontMetrics.Measure(l, size, weight, tracking)) };
        }
        return null;
    }

    private static List<string>? Wrap(string text, double width, double size, Weight weight, double tracking)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (FontMetrics.Measure(longer, size, weight, tracking) <= width) { line = longer; continue; }
            if (line.Length == 0 || FontMetrics.Measure(word, size, weight, tracking) > width) return null;
            lines.Add(line);
            line = word;
        }
        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>The narrowest column that needs no further line: no last word hangs alone under a full line.</summary>
    private static List<string> Balance(string text, List<string> lines, double width, double size, Weight weight, double tracking)
    {
        var (low, high, best) = (width / 2, width, lines);
        for (var i = 0; i < 6 && lines.Count > 1; i++)
        {
            var middle = (low + high) / 2;
            if (Wrap(text, middle, size, weight, tracking) is { } narrower && narrower.Count == lines.Count) (high, best) = (middle, narrower);
            else low = middle;
        }
        return best;
    }
}
