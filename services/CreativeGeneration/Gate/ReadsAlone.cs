using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>Responsive search shows assets in any order and pair: each must be whole by itself.</summary>
internal static class ReadsAlone
{
    private static HashSet<string> Set(string words) => [.. words.Split(' ')];

    private static readonly Dictionary<string, (HashSet<string> Dangling, HashSet<string> Pointing)> Words = new()
    {
        ["en"] = (Set("a an the and or with for to of in by"), Set("it its this they and or but")),
        ["fr"] = (Set("et ou avec pour de du des le la les un une qui que sur au a"), Set("elle il ce cela et ou mais")),
        ["de"] = (Set("und oder mit fur von zu zum der die das den dem ein eine einen im in auf"), Set("er es dies diese dieser und oder aber")),
        ["es"] = (Set("y o con por para de del el la los las un una que en"), Set("ello este eso y o pero")),
        ["it"] = (Set("e o con per di del il lo la i gli le un uno una che in a"), Set("esso essa cio e o ma")),
        ["pt"] = (Set("e ou com por para de do da o a os as um uma que em"), Set("ele ela isso e ou mas")),
        ["nl"] = (Set("en of met voor van de het een die dat in op"), Set("het die dat en of maar")),
        ["ja"] = (Set("の を に が は と"), Set("それ これは この")),
    };

    public static IEnumerable<Violation> Check(string role, string text, string language)
    {
        var tokens = Tokens.Of(text);
        if (tokens.Count == 0) { yield return new(Codes.NotAlone, "is empty"); yield break; }
        // Of a language that is translated into, only what every language has.
        var (dangling, pointing) = Words.GetValueOrDefault(language, ([], []));
        var (last, first) = language == "ja" ? (tokens[^1][^1..], pointing.FirstOrDefault(p => tokens[0].StartsWith(p, StringComparison.Ordinal)) ?? "") : (tokens[^1], tokens[0]);
        if (role == Roles.Headline && text.AsSpan().IndexOfAny('!', '！') >= 0) yield return new(Codes.Typography, "no exclamation mark in a headline");
        if (text[^1] is ':' or '：' or '、' or ',' or '-' or '–' or '…' || dangling.Contains(last)) yield return new(Codes.NotAlone, "ends in the air");
        if (pointing.Contains(first)) yield return new(Codes.NotAlone, $"\"{first}\" points at another text");
        foreach (var (open, close) in new[] { ('(', ')'), ('«', '»'), ('「', '」'), ('（', '）') })
            if (text.Count(c => c == open) != text.Count(c => c == close)) yield return new(Codes.NotAlone, "a bracket or quote is open");
    }
}
