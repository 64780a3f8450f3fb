using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Localising;

/// <summary>A brief in one locale: its facts, how the language prints, and the gate that reads its texts; by grammar, or translated.</summary>
internal sealed record Tongue(FactSheet Facts, ITypography Print, IPhraseGate Gate)
{
    public static ITypography? PrintOf(string locale) => (ITypography?)Grammars.For(locale) ?? TargetLanguage.For(locale);

    /// <param name="byPerson">The texts are a person's, who answers for the translation; otherwise each must show what it was translated from.</param>
    public static Tongue Of(FactBook book, string locale, bool byPerson = false)
    {
        if (Grammars.For(locale) is { } grammar)
        {
            var own = book.In(locale, grammar);
            return new(own, grammar, new PhraseGate(own, book.Brief.Brand));
        }
        var target = TargetLanguage.For(locale) ?? throw new InvalidOperationException($"{locale} is neither written nor translated here: ask first.");
        var facts = FactsIn(book, locale, target);
        return new(facts, target, new TranslationGate(facts, book.Brief.Brand, target, byPerson));
    }

    /// <summary>The facts in the language that carries most of them, under the target's names: what a model may translate, and what only the advertiser may say.</summary>
    public static FactSheet FactsIn(FactBook book, string locale, TargetLanguage target)
    {
        var source = SourceOf(book, locale);
        var sheet = book.In(source, Grammars.For(source)!);
        var own = book.In(locale, target);
        return sheet with { Locale = locale, Language = target.Language, Product = own.Product, Kind = own.Kind, Mandatory = own.Mandatory, TranslatedFrom = sheet };
    }

    /// <summary>Of the brief's languages with a grammar the one with most facts; the first of several.</summary>
    public static string SourceOf(FactBook book, string locale) =>
        book.Brief.Locales.Concat(book.Brief.Facts.SelectMany(f => f.Text.Keys)).Where(l => l != locale && Grammars.For(l) is not null).Distinct(StringComparer.OrdinalIgnoreCase)
            .MaxBy(l => book.Brief.Facts.Count(f => LocaleText.Find(f.Text, l) is not null)) ?? "en";
}
