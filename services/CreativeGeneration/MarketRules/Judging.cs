using System.Text.Json;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.MarketRules;

internal static class Judging
{
    /// <summary>Every rule that has something to say about a creative in the markets of its campaign. Pure.</summary>
    public static IReadOnlyList<Disclosure> Decide(RuleCase creative, DateOnly today) =>
    [
        .. from rule in RuleTable.All
           where rule.From <= today
           let markets = rule.Markets.Count == 0 ? creative.Brief.Geographies : [.. creative.Brief.Geographies.Where(rule.Markets.Contains)]
           where markets.Count > 0
           let verdict = rule.Judge(creative)
           where verdict is not null
           select new Disclosure(rule.Id, markets, rule.Source, rule.From, verdict.Outcome, verdict.Field, verdict.Reason),
    ];

    /// <summary>Decides again and keeps the decision with the creative: laws begin to apply, and texts change. What was written before briefs were kept is left as it is.</summary>
    public static void Judge(this Creative creative, Generation generation, bool byPerson, DateTimeOffset now) => creative.Judge(generation, creative.Origin(), byPerson, now);

    /// <param name="origin">The creative's own, where it is at hand.</param>
    public static void Judge(this Creative creative, Generation generation, Provenance origin, bool byPerson, DateTimeOffset now)
    {
        if (generation.Book() is not { } book) return;
        var texts = origin.Phrases.ToDictionary(p => p.Key, p => string.Concat(p.Value.Parts.Select(x => x.Text)));
        var cites = origin.Phrases.Values.SelectMany(w => w.Parts).Select(p => p.Fact).OfType<string>().ToHashSet();
        var print = origin.RenderingNotes.Contains(SmallPrint.NoRoom) ? null : texts.GetValueOrDefault(Roles.Legal);
        creative.Disclosures = JsonSerializer.Serialize(Decide(
            new(book.Brief, FormatCatalogue.Of(creative.Format, origin.Film), creative.Locale, texts, print, cites, origin.Writer == Marking.Model, origin.Disclosed is not null, byPerson) { Pictures = [.. (origin.Pictures ?? []).Select(p => p.Origin), .. origin.Film is { } film ? [film.Origin] : Array.Empty<PictureOrigin>()] },
            DateOnly.FromDateTime(now.UtcDateTime)), PlatformJson.Bus);
    }
}
