using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>
/// Which code points a text may have, and where. The two no-break spaces are the only invisible ones, each only in the places
/// where the language prints it; everything else that does not show, or imitates a Latin letter, is out.
/// </summary>
internal static partial class Characters
{
    private const string Marks = ".,:;!?'’‘“”„«»()-–—−%‰€$£¥&/+…·°®™*@#\"";
    private const string SpanishMarks = "¿¡ºª";
    private const string JapaneseMarks = "、。「」『』・：！？（）％￥―〜ー々";

    [GeneratedRegex("(?<=\\d)\u202F(?=\\d{3}|%)|(?<=\\S)\u202F(?=[;!?])")]
    private static partial Regex FrenchNarrow();

    [GeneratedRegex("(?<=\\S)\u00A0(?=[:»€£$]|[A-Z]{3}\\b)|(?<=«)\u00A0(?=\\S)")]
    private static partial Regex FrenchNoBreak();

    [GeneratedRegex("(?<=[A-Z]{3})\u00A0(?=\\d)")]
    private static partial Regex BeforeNumber();

    [GeneratedRegex("(?<=[A-Z€£¥$])\u00A0(?=\\d)")]
    private static partial Regex BetweenSignAndNumber();

    [GeneratedRegex("(?<=\\d)\u00A0(?=[%€£$¥A-Z])")]
    private static partial Regex AfterNumber();

    [GeneratedRegex("(?<!\u00A0)%")]
    private static partial Regex ClosePercent();

    [GeneratedRegex("(?<![\u202F;!?])[;!?]|(?<!\u00A0):(?=\\s|$)|(?<!\u202F)%|(?<=\\d) (?=\\d{3}\\b)|«(?!\u00A0)|(?<!\u00A0)»")]
    private static partial Regex WrongInFrench();

    public static IEnumerable<Violation> Check(string text, string language, string evidence)
    {
        if (!text.IsNormalized(NormalizationForm.FormC)) yield return new(Codes.CodePoint, "is not in normalization form C");
        var french = language == "fr";
        var narrow = french ? FrenchNarrow().Matches(text).Select(m => m.Index).ToHashSet() : [];
        var noBreak = NoBreak(language).Matches(text).Select(m => m.Index).ToHashSet();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var ok = rune.Value switch
            {
                ' ' => true,
                0x202F => narrow.Contains(at),
                0x00A0 => noBreak.Contains(at),
                _ => Readable(rune, language, evidence),
            };
            if (!ok) yield return new(Codes.CodePoint, $"U+{rune.Value:X4} at {at}");
            at += rune.Utf16SequenceLength;
        }
        if (text.StartsWith(' ') || text.EndsWith(' ') || text.Contains("  ", StringComparison.Ordinal)) yield return new(Codes.Typography, "stray spaces");
        if (french && WrongInFrench().Match(text) is { Success: true } wrong) yield return new(Codes.Typography, $"space around \"{wrong.Value}\" at {wrong.Index}");
        if (language is "de" or "es" && ClosePercent().Match(text) is { Success: true } close) yield return new(Codes.Typography, $"no no-break space before % at {close.Index}");
        if (text.Contains("!!", StringComparison.Ordinal) || text.Contains("??", StringComparison.Ordinal)) yield return new(Codes.Typography, "repeated marks");
    }

    private static Regex NoBreak(string language) => language switch
    {
        "fr" => FrenchNoBreak(),
        "de" or "es" or "it" => AfterNumber(),
        "pt" or "nl" => BetweenSignAndNumber(),
        _ => BeforeNumber(),
    };

    private static bool Japanese(Rune rune) => rune.Value is (>= 0x3041 and <= 0x3096) or (>= 0x30A1 and <= 0x30FC) or (>= 0x4E00 and <= 0x9FFF) || JapaneseMarks.Contains(rune.ToString(), StringComparison.Ordinal);

    private static bool Readable(Rune rune, string language, string evidence)
    {
        if (language == "ja" && Japanese(rune)) return true;
        if (language is "es" or "pt" && SpanishMarks.Contains(rune.ToString(), StringComparison.Ordinal)) return true;
        if (rune.Value is >= '0' and <= '9' || Marks.Contains(rune.ToString(), StringComparison.Ordinal)) return true;
        var latin = Rune.IsLetter(rune) && rune.Value is < 0x0250 or (>= 0x1E00 and < 0x1F00);
        if (latin) return true;
        // What an advertiser writes in a name or fact may be said again, as long as it shows.
        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            && evidence.Contains(rune.ToString(), StringComparison.Ordinal);
    }
}
