using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>Responsive search shows assets in any order and pair: each must be whole by itself.</summary>
internal static class ReadsAlone
{
    private static readonly HashSet<string> Dangling = ["a", "an", "the", "and", "or", "with", "for", "to", "of", "in", "by", "et", "ou", "avec", "pour", "de", "du", "des", "le", "la", "les", "un", "une", "qui", "que", "sur", "au"];
    private static readonly HashSet<string> Pointing = ["it", "its", "this", "they", "elle", "il", "ce", "cela", "and", "or", "but", "et", "ou", "mais"];

    public static IEnumerable<Violation> Check(string role, string text)
    {
        var tokens = Tokens.Of(text);
        if (tokens.Count == 0) { yield return new(Codes.NotAlone, "is empty"); yield break; }
        if (role == Roles.Headline && text.Contains('!')) yield return new(Codes.Typography, "no exclamation mark in a headline");
        if (text[^1] is ':' or ',' or '-' or '–' or '…' || Dangling.Contains(tokens[^1])) yield return new(Codes.NotAlone, "ends in the air");
        if (Pointing.Contains(tokens[0])) yield return new(Codes.NotAlone, $"\"{tokens[0]}\" points at another text");
        if (text.Count(c => c == '(') != text.Count(c => c == ')') || text.Count(c => c == '«') != text.Count(c => c == '»')) yield return new(Codes.NotAlone, "a bracket or quote is open");
    }
}
