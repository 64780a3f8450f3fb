using System.Globalization;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Facts;

/// <summary>What a single fact of a brief must satisfy before anything may rest on it.</summary>
internal static class ClaimChecks
{
    public static BriefFault? Fault(BriefFact fact, int index, CampaignBrief brief)
    {
        var at = $"facts[{index}]";
        if (string.IsNullOrWhiteSpace(fact.Id)) return new($"{at}.id", "is missing");
        if (FactBook.ReservedIds.Contains(fact.Id) || fact.Id == brief.Offer?.Id) return new($"{at}.id", $"\"{fact.Id}\" is taken: it cites something else");
        if (brief.Facts.Take(index).Any(f => f.Id == fact.Id)) return new($"{at}.id", $"\"{fact.Id}\" is used twice");
        if (!fact.Text.Any(t => !string.IsNullOrWhiteSpace(t.Value))) return new($"{at}.text", "is missing in every language");
        foreach (var (locale, text) in fact.Text)
            if (Unprintable(text)) return new($"{at}.text.{locale}", "has mark-up, or characters that do not show");
        return (fact.Kind == FactKind.Proof ? Proof(fact, at) : null) ?? Languages(fact, at) ?? Discount(fact, at, brief.Offer);
    }

    /// <summary>Control, format and private code points, lone surrogates and angle brackets: none of them can be meant to be read.</summary>
    public static bool Unprintable(string text) => text.AsSpan().IndexOfAny('<', '>') >= 0 || text.EnumerateRunes().Any(rune =>
        rune.Value == 0xFFFD || CharUnicodeInfo.GetUnicodeCategory(rune.Value)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    private static BriefFault? Proof(BriefFact fact, string at)
    {
        if (string.IsNullOrWhiteSpace(fact.Source)) return new($"{at}.source", "a proof needs a source that can be checked");
        if (Unprintable(fact.Source)) return new($"{at}.source", "has mark-up, or characters that do not show");
        foreach (var (locale, text) in fact.Text)
            if (!text.Any(char.IsAsciiDigit)) return new($"{at}.text.{locale}", "a proof needs its number, in digits");
        return null;
    }

    /// <summary>A fact that states one number in English and another in French is two facts, and one of them is wrong.</summary>
    private static BriefFault? Languages(BriefFact fact, string at)
    {
        var read = fact.Text.Where(t => !string.IsNullOrWhiteSpace(t.Value))
            .Select(t => (t.Key, Numbers: NumberReader.In(t.Value, LocaleText.Language(t.Key)).Select(n => (n.Value, n.Unit)).Order().ToList())).ToList();
        foreach (var (locale, numbers) in read.Skip(1))
            if (!numbers.SequenceEqual(read[0].Numbers)) return new($"{at}.text.{locale}", $"its numbers differ from those of \"{read[0].Key}\"");
        return null;
    }

    private static readonly string[] DiscountWords = ["off", "discount", "reduction", "remise", "réduction", "rabais", "rabatt", "nachlass", "descuento", "sconto", "desconto", "korting", "割引", "オフ"];

    private static BriefFault? Discount(BriefFact fact, string at, Offer? offer)
    {
        foreach (var (locale, text) in fact.Text)
        {
            if (!DiscountWords.Any(word => Gate.Tokens.Contains(text, word))) continue;
            var percent = NumberReader.In(text, LocaleText.Language(locale)).Where(n => n.Unit == "%").Select(n => (decimal?)n.Value).FirstOrDefault();
            if (percent is not null && percent != offer?.DiscountPercent)
                return new($"{at}.text.{locale}", $"speaks of {percent:0.##}% off, which is not the offer's discount");
        }
        return null;
    }
}
