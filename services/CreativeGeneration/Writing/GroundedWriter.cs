using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>Authored grammars over the brief's facts: no model, no chance, the same words for the same facts.</summary>
internal sealed class GroundedWriter : IWriter
{
    public string Name => "grounded";
    public string Version => "2";

    public bool Speaks(string locale) => Grammars.For(locale) is not null;

    public ValueTask<Drafts> WriteAsync(Slot slot, FactSheet facts, FormatSpec format, WritingSession session, CancellationToken cancellation) => ValueTask.FromResult(Write(slot, facts, format));

    public Drafts Write(Slot slot, FactSheet facts, FormatSpec format)
    {
        var grammar = Grammars.For(facts.Locale) ?? throw new InvalidOperationException($"No grammar for {facts.Locale}: ask Speaks first.");
        IReadOnlyList<Phrase> Fitting(IEnumerable<Phrase> phrases, string role) =>
            format.Find(role) is { } limit ? [.. phrases.Where(p => p.Text.Length <= limit.Max && NamesSource(p)).DistinctBy(p => p.Text)] : [];
        // Where a format has no line for sources, a proof may only be told together with its source; where it has one, once is enough.
        var sourced = facts.Claims.Where(c => c.Source is not null).ToList();
        var inText = format.Find(Roles.Source) is null;
        bool NamesSource(Phrase phrase) => sourced.All(c => !phrase.Facts.Contains(c.Id) || phrase.Text.Contains(c.Source!, StringComparison.Ordinal) == inText);
        var headlines = grammar.Headlines(slot, facts).ToList();
        // A set of texts for networks has neither buttons nor a picture; a long headline only pays where a short one would not do.
        var shortEnough = format.Find(Roles.Headline)!.Max;
        return new(
            Fitting(headlines, Roles.Headline),
            Fitting(headlines, Roles.ShortHeadline),
            Fitting(grammar.Bodies(slot, facts), Roles.Body),
            format.Find(Roles.Cta) is { } cta ? [.. grammar.Ctas(slot, facts).Where(c => c.Length <= cta.Max)] : [])
        {
            LongHeadlines = [.. Fitting(headlines, Roles.LongHeadline).OrderBy(p => p.Text.Length <= shortEnough)],
        };
    }
}

internal static class Grammars
{
    private static readonly Dictionary<string, Func<string, IGrammar?>> Authored = new()
    {
        ["en"] = locale => new English.EnglishGrammar(locale),
        ["fr"] = _ => new French.FrenchGrammar(),
        ["de"] = _ => new German.GermanGrammar(),
        ["es"] = _ => new Spanish.SpanishGrammar(),
        ["it"] = _ => new Italian.ItalianGrammar(),
        // European Portuguese is another standard: refused rather than faked.
        ["pt"] = locale => locale.EndsWith("-PT", StringComparison.OrdinalIgnoreCase) ? null : new Portuguese.PortugueseGrammar(),
        ["nl"] = _ => new Dutch.DutchGrammar(),
        ["ja"] = _ => new Japanese.JapaneseGrammar(),
    };

    public static IReadOnlyList<string> Languages => WrittenLanguages.All;

    public static IGrammar? For(string locale) => Authored.TryGetValue(LocaleText.Language(locale), out var make) ? make(locale) : null;
}
