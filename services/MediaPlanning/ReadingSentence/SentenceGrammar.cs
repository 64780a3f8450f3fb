using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.BuildingPlan;

namespace AdPlatform.MediaPlanning.ReadingSentence;

/// <summary>A planner's sentence, English or French, by grammar alone: each rule takes its words out of the sentence, and what is left is shown.</summary>
internal static partial class SentenceGrammar
{
    public const int MaxLength = 1000;

    /// <param name="today">Months without a year are the next ones.</param>
    public static PlanSentence Read(string text, DateOnly today)
    {
        var rest = new SentenceRest(text);
        var cap = Cap(rest);
        var frequency = Frequency(rest);
        var goal = Goal(rest);
        var flight = SentenceDates.Read(rest, today);
        var budget = SentenceMoney.Read(rest);
        var flighting = Shape(rest);
        var objective = Aim(rest);
        var audience = KnownAudiences.All.SelectMany(a => a.Words.Split('|').Select(word => (word, a.Name))).OrderByDescending(p => p.word.Length).FirstOrDefault(p => rest.Take(p.word)).Name;
        var excluded = Excluded(rest);
        var genres = rest.TakeAll(SentenceWords.Genres);
        var formats = rest.TakeAll(SentenceWords.Formats);
        var devices = rest.TakeAll(SentenceWords.Devices);
        var geographies = rest.TakeAll(SentenceWords.Countries);
        return new PlanSentence
        {
            Objective = objective ?? (goal is not null || frequency is not null || audience is not null ? Contracts.Briefs.Objective.Reach : null),
            Budget = budget, Flight = flight, Geographies = geographies, Formats = formats, Genres = [.. genres.Except(excluded)], ExcludedGenres = excluded, Devices = devices, Audience = audience,
            Frequency = frequency, FrequencyCap = cap, ReachGoal = goal, Flighting = flighting, NotUnderstood = rest.Words(),
        };
    }

    private static FrequencyCap? Cap(SentenceRest rest)
    {
        if ((rest.Match(AtMost()) ?? rest.Match(AtMostAfter())) is not { } found) return null;
        if (Number(found.Groups["n"].Value) is not { } most) return null;
        return found.Groups["day"].Success ? new FrequencyCap(most, null) : new FrequencyCap(null, most);
    }

    private static int? Frequency(SentenceRest rest) => rest.Match(AtLeast()) is { } found && Number(found.Groups["n"].Value) is { } n ? n : null;

    private static double? Goal(SentenceRest rest) => rest.Match(People()) is { } found ? SentenceMoney.Amount(found.Groups["n"].Value, found.Groups["k"].Value) is { } n ? (double)n : null : null;

    private static Flighting? Shape(SentenceRest rest) =>
        rest.Match(FrontLoaded()) is not null ? Flighting.FrontLoaded : rest.Match(Even()) is not null ? Flighting.Even : null;

    private static Objective? Aim(SentenceRest rest)
    {
        if (rest.Match(Conversions()) is not null) return Objective.Conversions;
        if (rest.Match(Clicks()) is not null) return Objective.Clicks;
        if (rest.Match(Awareness()) is not null) return Objective.Awareness;
        return rest.Match(Reach()) is not null ? Objective.Reach : null;
    }

    /// <summary>"not in horror or war films", "without crime", "sauf horreur et guerre", "pas de films d'horreur".</summary>
    private static List<string> Excluded(SentenceRest rest)
    {
        var excluded = new List<string>();
        while (rest.Match(Without()) is { } found)
        {
            var before = excluded.Count;
            foreach (var (word, genre) in SentenceWords.Genres.OrderByDescending(p => p.Key.Length))
                if (rest.TakeWithin(word, found.Index, found.Index + 60) && !excluded.Contains(genre)) excluded.Add(genre);
            if (excluded.Count == before) break;
        }
        return excluded;
    }

    private static int? Number(string word) =>
        SentenceWords.Numbers.TryGetValue(word, out var n) ? n : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out n) && n is >= 1 and <= 1000 ? n : null;

    private const string Count = @"(?<n>once|twice|thrice|\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|une|deux|trois|quatre|cinq|sept|huit|neuf|dix)(?!\w|[.,]\d| ?(?:k|m|€|euros?|thousand|mille|millions?)\b)";

    [GeneratedRegex(@"(at most|no more than|not more than|maximum of|max(?:imum)?|capped at|cap of|au plus|maximum|pas plus de|limité à|plafonné à|max\.?) " + Count + @"(?: ?(?:times?|x|fois|impressions?))?(?: (?:per|a|each|par) (?:person|viewer|user|personne))?(?:,? ?(?<day>(?:per|a|each|par|every) (?:day|jour)|daily|quotidien))?")]
    private static partial Regex AtMost();

    [GeneratedRegex(Count + @"(?: ?(?:times?|x|fois))? (?:at most|au plus|max(?:imum)?)(?: (?:per|a|par) (?:person|viewer|personne))?(?:,? ?(?<day>(?:per|a|each|par|every) (?:day|jour)|daily))?")]
    private static partial Regex AtMostAfter();

    [GeneratedRegex(@"(?:(?:at least|minimum|min\.?|au moins|minimum de|frequency of|fréquence de|au minimum) " + Count + @"(?: ?(?:times?|x|fois|contacts?|impressions?))?(?: each)?|" + Count + @"\+ ?(?:reach|times|fois|contacts))")]
    private static partial Regex AtLeast();

    [GeneratedRegex(@"(?<n>\d+(?:[.,]\d+)?(?:[ ,.]\d{3})*) ?(?<k>k|m|million|millions|mille|thousand)?(?: de| d')? ?(?:people|persons|viewers|households|personnes|téléspectateurs|spectateurs|foyers|french people|women|men|femmes|hommes)\b")]
    private static partial Regex People();

    [GeneratedRegex(@"front[- ]?load(?:ed|ing)?|heavier at the start|more at the (?:start|beginning)|plus (?:fort|intense) au début|concentrée? au début|en début de campagne")]
    private static partial Regex FrontLoaded();

    [GeneratedRegex(@"spread evenly|evenly|even pacing|even flighting|steady|linéaire(?:ment)?|réparti[es]* uniformément|uniformément|de façon égale|régulièrement|lissée?s?")]
    private static partial Regex Even();

    [GeneratedRegex(@"\b(?:conversions?|sales|sign-?ups|purchases|ventes|inscriptions|achats)\b")]
    private static partial Regex Conversions();

    [GeneratedRegex(@"\b(?:clicks?|traffic|visits|clics?|trafic|visites)\b")]
    private static partial Regex Clicks();

    [GeneratedRegex(@"\b(?:awareness|notoriété|brand building|image de marque)\b")]
    private static partial Regex Awareness();

    [GeneratedRegex(@"\b(?:reach|couverture|toucher|touche|touchez|atteindre)\b")]
    private static partial Regex Reach();

    [GeneratedRegex(@"\b(?:not in|not on|no|without|excluding|except(?: for)?|avoid(?:ing)?|never in|sans|sauf|hors|pas dans|pas de|pas d'|excepté|à l'exclusion de|en évitant|éviter|exclure|exclude)\b ?")]
    private static partial Regex Without();
}
