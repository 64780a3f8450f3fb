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
        if (wanted.Length == 0) return false;
        return Unspaced(wanted) ? Fold(text).Contains(wanted, StringComparison.Ordinal) : Padded(text).Contains($" {wanted} ", StringComparison.Ordinal);
    }

    /// <summary>Folded, with a space before and after: whole words can be looked for as substrings.</summary>
    public static string Padded(string text) => $" {Fold(text)} ";

    /// <summary>Japanese: no spaces between words, so a word is looked for anywhere.</summary>
    public static bool Unspaced(string text) => text.AsSpan().IndexOfAnyInRange('\u3041', '\u9FFF') >= 0;

    public static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        var voiced = false;
        foreach (var c in Ascii.IsValid(text) ? text : text.Normalize(NormalizationForm.FormKD))
        {
            // A voicing mark makes another sound (か, が), not an accent on the same letter.
            if (c is '\u3099' or '\u309A') { result.Append(c); voiced = true; continue; }
            if (c >= 0x80 && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            if (c is 'œ' or 'Œ') result.Append("oe");
            else if (c is 'æ' or 'Æ') result.Append("ae");
            else if (char.IsLetterOrDigit(c)) result.Append(char.ToLowerInvariant(c));
            else if (result.Length > 0 && result[^1] != ' ') result.Append(' ');
        }
        if (result.Length > 0 && result[^1] == ' ') result.Length--;
        return voiced ? result.ToString().Normalize(NormalizationForm.FormC) : result.ToString();
    }
}
