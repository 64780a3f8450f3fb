using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.MediaPlanning.ReadingSentence;

/// <summary>"in December", "from 1 to 24 December", "for 6 weeks from 5 January 2027", "next month", "du 1er au 24 décembre", "pendant 4 semaines".</summary>
internal static partial class SentenceDates
{
    public static Flight? Read(SentenceRest rest, DateOnly today)
    {
        if (rest.Match(Iso()) is { } iso && Day(iso.Groups["a"].Value) is { } first && Day(iso.Groups["b"].Value) is { } last && last >= first) return new Flight(first, last);
        if (rest.Match(OneMonth()) is { } same) return Between(same, same.Groups["m2"].Value, today);
        if (rest.Match(TwoMonths()) is { } two) return Between(two, two.Groups["m1"].Value, today);
        var length = rest.Match(Length());
        var days = length is null ? 0 : Number(length.Groups["n"].Value) * (length.Groups["u"].Value[0] is 'w' or 's' ? 7 : length.Groups["u"].Value[0] is 'd' or 'j' ? 1 : 30);
        if (rest.Match(From()) is { } start)
        {
            var begin = Next(Number(start.Groups["d"].Value), Month(start.Groups["m"].Value), Year(start), today);
            return begin is { } at ? new Flight(at, days > 0 ? at.AddDays(days - 1) : MonthEnd(at)) : null;
        }
        if (rest.Match(MonthRange()) is { } range)
        {
            var (from, to) = (Next(1, Month(range.Groups["m1"].Value), Year(range), today), Month(range.Groups["m2"].Value));
            if (from is { } opening)
            {
                var closing = new DateOnly(to >= opening.Month ? opening.Year : opening.Year + 1, to, 1);
                return new Flight(opening > today ? opening : today, MonthEnd(closing));
            }
        }
        if (rest.Match(InMonth()) is { } month && Next(1, Month(month.Groups["m"].Value), Year(month), today) is { } whole)
            return days > 0 ? new Flight(whole, whole.AddDays(days - 1)) : new Flight(whole > today ? whole : today, MonthEnd(whole));
        if (rest.Match(NextMonth()) is not null) return new Flight(MonthEnd(today).AddDays(1), MonthEnd(MonthEnd(today).AddDays(1)));
        if (rest.Match(NextWeek()) is not null) return Length(FlightMonday(today).AddDays(7), days > 0 ? days : 7);
        return days > 0 ? Length(FlightMonday(today).AddDays(7), days) : null;
    }

    private static Flight Length(DateOnly start, int days) => new(start, start.AddDays(days - 1));

    private static Flight? Between(Match found, string firstMonth, DateOnly today)
    {
        var (m1, m2) = (Month(firstMonth), Month(found.Groups["m2"].Value));
        if (Next(Number(found.Groups["d1"].Value), m1, Year(found), today) is not { } start) return null;
        var year = m2 < m1 ? start.Year + 1 : start.Year;
        var day = Number(found.Groups["d2"].Value);
        return day >= 1 && day <= DateTime.DaysInMonth(year, m2) && new DateOnly(year, m2, day) is var end && end >= start ? new Flight(start, end) : null;
    }

    /// <summary>The day in the given year, or in the next one of whose month today is not past the end.</summary>
    private static DateOnly? Next(int day, int month, int? year, DateOnly today)
    {
        var in_ = year ?? (MonthEnd(new DateOnly(today.Year, month, 1)) >= today ? today.Year : today.Year + 1);
        return day >= 1 && day <= DateTime.DaysInMonth(in_, month) ? new DateOnly(in_, month, day) : null;
    }

    private static DateOnly FlightMonday(DateOnly day) => BuildingPlan.FlightWeeks.MondayOf(day);

    private static DateOnly MonthEnd(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    private static int Month(string name) => SentenceWords.Months[name];

    private static int? Year(Match found) => found.Groups["y"] is { Success: true, Value: var y } ? int.Parse(y, CultureInfo.InvariantCulture) : null;

    private static int Number(string word) => SentenceWords.Numbers.TryGetValue(word, out var n) ? n : word is "a" or "an" or "un" or "1er" ? 1 : int.Parse(new string([.. word.TakeWhile(char.IsDigit)]), CultureInfo.InvariantCulture);

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private const string Months = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre";
    private const string AtYear = @"(?:,? (?<y>20\d\d))?";

    [GeneratedRegex(@"(?<a>20\d\d-\d\d-\d\d) ?(?:to|until|and|au|à|-|–|et) ?(?<b>20\d\d-\d\d-\d\d)")]
    private static partial Regex Iso();

    [GeneratedRegex(@"\b(?<d1>\d{1,2})(?:st|nd|rd|th|er)? ?(?:to|until|and|au|à|-|–|et le|through) ?(?:the )?(?<d2>\d{1,2})(?:st|nd|rd|th|er)?(?: of)? (?<m2>" + Months + @")\b" + AtYear)]
    private static partial Regex OneMonth();

    [GeneratedRegex(@"\b(?<d1>\d{1,2})(?:st|nd|rd|th|er)?(?: of)? (?<m1>" + Months + @") ?(?:to|until|and|au|à|-|–|et le|through) ?(?:the )?(?<d2>\d{1,2})(?:st|nd|rd|th|er)?(?: of)? (?<m2>" + Months + @")\b" + AtYear)]
    private static partial Regex TwoMonths();

    [GeneratedRegex(@"\b(?<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|a|an|une|un|deux|trois|quatre|cinq|sept|huit|neuf|dix) (?<u>weeks?|days?|months?|semaines?|jours?|mois)\b")]
    private static partial Regex Length();

    [GeneratedRegex(@"\b(?:from|starting|starting on|beginning|as of|à partir du|dès le|à compter du|du|le|on)(?: on)?(?: the)? (?<d>\d{1,2})(?:st|nd|rd|th|er)?(?: of)? (?<m>" + Months + @")\b" + AtYear)]
    private static partial Regex From();

    [GeneratedRegex(@"\b(?<m1>" + Months + @") ?(?:to|until|and|à|-|–|et|through) ?(?<m2>" + Months + @")\b" + AtYear)]
    private static partial Regex MonthRange();

    [GeneratedRegex(@"\b(?<m>" + Months + @")\b" + AtYear)]
    private static partial Regex InMonth();

    [GeneratedRegex(@"\bnext month\b|\bmois prochain\b")]
    private static partial Regex NextMonth();

    [GeneratedRegex(@"\bnext week\b|\bsemaine prochaine\b")]
    private static partial Regex NextWeek();
}
