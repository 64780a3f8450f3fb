using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AdPlatform.MediaPlanning.Inventory;

/// <summary>One id for one title name, so that a title in two public files meets itself.</summary>
internal static class TitleIds
{
    private const int MaxLength = 80;

    /// <summary><c>tt-</c> and the name in lower-case ASCII words; a name without any gets a hash of itself.</summary>
    public static string FromName(string name)
    {
        var slug = new StringBuilder("tt");
        var gap = true;
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c is '\'' or '’') continue;
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (gap) slug.Append('-');
                slug.Append(char.ToLowerInvariant(c));
                gap = false;
            }
            else gap = true;
        }
        var ascii = slug.ToString();
        var letters = name.Count(char.IsLetterOrDigit);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().ToLowerInvariant())))[..8];
        // Names in other scripts keep too little of themselves to be told apart.
        if (ascii.Length - 3 < letters / 2) return $"{(ascii.Length > 2 ? ascii[..Math.Min(ascii.Length, MaxLength)] : "tt")}-{hash}";
        return ascii.Length <= MaxLength ? ascii : $"{ascii[..MaxLength]}-{hash}";
    }

    /// <summary>Ids that a publisher gives: 1 to 100 of letters, digits, hyphen, underscore, dot, colon.</summary>
    public static bool IsValid(string id) => id.Length is > 0 and <= 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
