using System.Text.RegularExpressions;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Http;

namespace AdPlatform.Campaigns.SubmittingCampaign;

/// <summary>Facts are the only things that creatives may claim: each needs an id, a text, and a proof needs its number and source.</summary>
internal static partial class FactRules
{
    public static void Check(CampaignBrief brief, FieldErrors errors)
    {
        errors.Check(brief.Facts.Count > 0, "facts", "must have at least one fact: creatives claim nothing else");
        if (!errors.Check(brief.Facts.Count <= 50, "facts", "must have at most 50")) return;
        for (var i = 0; i < brief.Facts.Count; i++)
        {
            var fact = brief.Facts[i];
            errors.Check(Id().IsMatch(fact.Id), $"facts[{i}].id", "must be 1 to 32 lower-case letters, digits or hyphens");
            errors.Check(brief.Facts.Take(i).All(earlier => earlier.Id != fact.Id), $"facts[{i}].id", "is used twice");
            BriefRules.PerLocale(fact.Text, $"facts[{i}].text", 90, brief.Locales, errors);
            if (fact.Source is not null) TextRules.Check(fact.Source, $"facts[{i}].source", 200, errors);
            errors.Check(fact.Appeals.Count <= 20 && fact.Appeals.All(appeal => appeal is { Length: > 0 and <= 100 }), $"facts[{i}].appeals", "must be at most 20 names of 1 to 100 characters");
            if (fact.Kind != FactKind.Proof) continue;
            errors.Check(fact.Source is not null, $"facts[{i}].source", "is required for a proof");
            foreach (var (locale, text) in fact.Text)
                errors.Check(text.Any(char.IsAsciiDigit), $"facts[{i}].text.{locale}", "must contain the number that it proves");
        }

        // Other languages are translated, where there is a model for it.
        foreach (var locale in brief.Locales.Where(WrittenLanguages.Has))
            errors.Check(brief.Facts.Any(fact => fact.Text.ContainsKey(locale)), "facts", $"none has a text for the locale {locale}");
    }

    [GeneratedRegex("^[a-z0-9-]{1,32}$")]
    private static partial Regex Id();
}
