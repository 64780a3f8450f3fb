using AdPlatform.CreativeGeneration.Rendering.Fonts;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <param name="Width">Measured, the widest line.</param>
/// <param name="Leading">Distance of two baselines.</param>
/// <param name="Type">All lines are drawn in it.</param>
internal sealed record FittedText(Typeface Type, IReadOnlyList<string> Lines, double Size, Weight Weight, double Leading, double Tracking, double Width)
{
    /// <summary>From the top of the first line's capitals to below the last line's descenders.</summary>
    public double Height => Size * (Rise + Type.Descent) + (Lines.Count - 1) * Leading;

    /// <summary>Of the highest line, in em.</summary>
    public double Rise { get; } = Lines.Max(Type.Rise);
}

/// <summary>Finds the largest size at which a text stands whole in a box, in balanced lines. Breaks at plain spaces; Japanese between phrases, or, where that does not fit, between characters.</summary>
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
    public static FittedText? Fit(Typeface type, string text, double width, double height, IEnumerable<double> sizes, Weight weight, int maxLines, double leading = 1.18, double tracking = 0, string? whole = null)
    {
        var face = type.For(text);
        if (whole is not null) text = text.Replace(whole, whole.Replace(' ', Glue), StringComparison.Ordinal);
        foreach (var size in sizes)
        {
            if (Wrap(face, text, width, size, weight, tracking) is not { } lines || lines.Count > maxLines) continue;
            var fitted = new FittedText(face, [.. Balance(face, text, lines, width, size, weight, tracking).Select(l => l.Replace(Glue, ' '))], size, weight, size * leading, tracking, 0);
            if (fitted.Height <= height) return fitted with { Width = fitted.Lines.Max(l => face.Measure(l, size, weight, tracking)) };
        }
        return null;
    }

    private static double Measure(Typeface face, string text, double size, Weight weight, double tracking) => face.Measure(text.Replace(Glue, ' '), size, weight, tracking);

    /// <summary>The pieces that a line may end after, each with the space before it.</summary>
    private static List<string> Pieces(string text, bool anywhere)
    {
        if (!Gate.Tokens.Unspaced(text)) return [.. text.Split(' ').Select((w, i) => i == 0 ? w : " " + w)];
        List<string> pieces = [];
        var start = 0;
        for (var i = 1; i < text.Length; i++)
            if (MayBreak(text, i, anywhere)) { pieces.Add(text[start..i]); start = i; }
        pieces.Add(text[start..]);
        return pieces;
    }

    /// <summary>JIS X 4051: no line begins with a closing mark, a small kana or a long-vowel mark, none ends with an opening bracket. A phrase begins where kana end.</summary>
    private static bool MayBreak(string text, int at, bool anywhere)
    {
        var (before, after) = (text[at - 1], text[at]);
        // A foreign name in a Japanese line stays whole.
        if (after == ' ') return anywhere || at + 1 >= text.Length || !(char.IsAsciiLetterOrDigit(before) && char.IsAsciiLetterOrDigit(text[at + 1]));
        if (before == ' ' || "、。」』）：！？ー々っゃゅょァィゥェォッャュョ・%".Contains(after) || "「『（".Contains(before)) return false;
        if (before is '、' or '。' or '：' or '」' or '』') return true;
        bool Kana(char c) => c is >= '\u3041' and <= '\u3096';
        bool Kanji(char c) => c is >= '\u4E00' and <= '\u9FFF';
        bool Japanese(char c) => c is >= '\u3041' and <= '\u9FFF';
        if (anywhere) return Japanese(before) || Japanese(after);
        // One kana between kanji that is no particle joins the halves of a verb: 組み立てる.
        if (Kana(before) && !"をがにはのでともへや".Contains(before) && at >= 2 && Kanji(text[at - 2]) && Kanji(after)) return false;
        return Kana(before) && !Kana(after) && after != Glue;
    }

    private static List<string>? Wrap(Typeface face, string text, double width, double size, Weight weight, double tracking) =>
        Wrap(face, Pieces(text, anywhere: false), width, size, weight, tracking) ?? (Gate.Tokens.Unspaced(text) ? Wrap(face, Pieces(text, anywhere: true), width, size, weight, tracking) : null);

    private static List<string>? Wrap(Typeface face, List<string> pieces, double width, double size, Weight weight, double tracking)
    {
        List<string> lines = [];
        var line = "";
        foreach (var piece in pieces)
        {
            var longer = line.Length == 0 ? piece.TrimStart(' ') : line + piece;
            if (Measure(face, longer, size, weight, tracking) <= width) { line = longer; continue; }
            if (line.Length == 0 || Measure(face, piece.TrimStart(' '), size, weight, tracking) > width) return null;
            lines.Add(line);
            line = piece.TrimStart(' ');
        }
        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>The same number of lines, as even as can be: least sum of squared widths, so that no last word hangs alone under a full line. A line rather ends where a sentence does, and not between a number and what it counts, nor within quotation marks.</summary>
    private static List<string> Balance(Typeface face, string text, List<string> lines, double width, double size, Weight weight, double tracking)
    {
        var words = Pieces(text, anywhere: false);
        if (lines.Count == 1 || words.Count > MostWordsToBalance) return lines;
        // cost[k, j]: the first j pieces in k lines; from[k, j]: where the k-th of them begins.
        var cost = new double[lines.Count + 1, words.Count + 1];
        var from = new int[lines.Count + 1, words.Count + 1];
        for (var k = 0; k <= lines.Count; k++)
            for (var j = 0; j <= words.Count; j++) cost[k, j] = k == 0 && j == 0 ? 0 : double.PositiveInfinity;
        for (var start = 0; start < words.Count; start++)
        {
            var line = "";
            for (var end = start + 1; end <= words.Count; end++)
            {
                line = line.Length == 0 ? words[end - 1].TrimStart(' ') : line + words[end - 1];
                var w = Measure(face, line, size, weight, tracking);
                if (w > width) break;
                var price = w * w + (end == words.Count ? 0 : Breaks(line) * width * width);
                for (var k = 1; k <= lines.Count; k++)
                    if (cost[k - 1, start] + price < cost[k, end]) (cost[k, end], from[k, end]) = (cost[k - 1, start] + price, start);
            }
        }
        if (double.IsPositiveInfinity(cost[lines.Count, words.Count])) return lines;
        var even = new string[lines.Count];
        for (int k = lines.Count, end = words.Count; k > 0; end = from[k, end], k--) even[k - 1] = string.Concat(words[from[k, end]..end]).TrimStart(' ');
        return [.. even];
    }

    /// <summary>What it costs to end a line here, as a share of a full line's.</summary>
    private static double Breaks(string line) => line[^1] switch
    {
        >= '0' and <= '9' => 0.5,
        '.' or '!' or '?' or ':' or '。' or '：' => -0.25,
        ',' or '、' => -0.05,
        // 9 of 10
        _ when line.LastIndexOf(' ') is > 0 and var gap && line.Length - gap <= 4 && char.IsAsciiDigit(line[gap - 1]) => 0.4,
        _ => line.AsSpan().LastIndexOfAny("«“„「") > line.AsSpan().LastIndexOfAny("»”」") && line.LastIndexOf('“') <= line.LastIndexOf('„') ? 0.3 : 0,
    };

    /// <summary>Beyond it a text is small print, where evenness is not worth the work.</summary>
    private const int MostWordsToBalance = 32;
}
