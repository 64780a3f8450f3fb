using System.Globalization;
using AdPlatform.Hosting.Http;

namespace AdPlatform.Campaigns.SubmittingCampaign;

/// <summary>Texts that may end in a creative: visible letters only, no mark-up, no addresses.</summary>
internal static class TextRules
{
    public static void Check(string? text, string field, int max, FieldErrors errors)
    {
        if (!errors.Check(!string.IsNullOrWhiteSpace(text), field, "must not be empty")) return;
        errors.Check(text!.Length <= max, field, $"must have at most {max} characters");
        errors.Check(text == text.Trim(), field, "must not begin or end with white space");
        errors.Check(!text.Any(IsInvisible), field, "has control or invisible characters");
        errors.Check(!text.Contains('<', StringComparison.Ordinal) && !text.Contains('>', StringComparison.Ordinal), field, "must not contain < or >");
        errors.Check(!text.Contains("://", StringComparison.Ordinal) && !text.Contains("www.", StringComparison.OrdinalIgnoreCase), field, "must not contain an address; use landingUrl");
    }

    /// <summary>Control, format (zero width, bidirectional, tags), private and unpaired surrogate code points.</summary>
    private static bool IsInvisible(char c) => char.IsSurrogate(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
}
