using System.Globalization;
using System.Text;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>Words of a text, folded: lower case, no diacritics, ligatures opened. Apostrophes and hyphens separate.</summary>
internal static class Tokens
{
    public static IReadOnlyList<string> Of(string text) =>
        [.. Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Whether the words of <paramref name="term"/> stand in the text one after another; whole words, any case or accent.</summary>
    public static bool Contains(string text, string term)
    {
        var wanted = Fold(term).Trim();
        return wanted.Length > 0 && Padded(text).Contains($" {wanted} ", StringComparison.Ordinal);
    }

    /// <summary>Folded, with a space before and after: whole words can be looked for as substrings.</summary>
    public static string Padded(string text) => $" {Fold(text)} ";

    public static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            if (c is 'œ' or 'Œ') result.Append("oe");
            else if (c is 'æ' or 'Æ') result.Append("ae");
            else if (char.IsLetterOrDigit(c)) result.Append(char.ToLowerInvariant(c));
            else if (result.Length > 0 && result[^1] != ' ') result.Append(' ');
        }
        return result.ToString().TrimEnd();
    }
}
