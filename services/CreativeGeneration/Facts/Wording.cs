using System.Text;

namespace AdPlatform.CreativeGeneration.Facts;

/// <summary>An advertiser's own words, made fit to stand inside a sentence: NFC, single spaces, typographic apostrophes, no final stop.</summary>
internal static class Wording
{
    public static string Clean(string text) => TrimEnd(OneLine(text));

    /// <summary>As <see cref="Clean"/> but a final full stop stays: small print is a sentence of its own.</summary>
    public static string OneLine(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC).Trim())
        {
            var space = char.IsWhiteSpace(c);
            if (space && result.Length > 0 && result[^1] == ' ') continue;
            result.Append(space ? ' ' : c);
        }
        for (var i = 1; i < result.Length - 1; i++)
            if (result[i] is '\'' && char.IsLetter(result[i - 1]) && char.IsLetter(result[i + 1])) result[i] = '’';
        return result.ToString();
    }

    private static string TrimEnd(string text) => text.TrimEnd('.', '!', '?', ';', ',', ':', ' ', '\u00A0', '\u202F', '…', '。', '！', '？');
}
