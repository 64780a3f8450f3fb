using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.English;

/// <summary>English; dates day-first outside the United States.</summary>
internal sealed partial class EnglishGrammar(string locale) : IGrammar
{
    private static readonly string[] DayFirst = ["GB", "IE", "AU", "NZ", "ZA", "IN"];
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private readonly bool _american = !DayFirst.Any(region => locale.EndsWith("-" + region, StringComparison.OrdinalIgnoreCase));

    public string Language => "en";
    public Labels Labels { get; } = new("Ad", "Sponsored by", "Source:", "Political advertisement");

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]+%")]
    private static partial Regex SpaceBeforePercent();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex StraightQuotes();

    public string Typeset(string text) =>
        StraightQuotes().Replace(SpaceBeforePercent().Replace(text, "%"), "“$1”").Replace('\u00A0', ' ').Replace('\u202F', ' ');

    /// <summary>CLDR 44, en: sign before the number, code with a no-break space where there is no sign; no cents on a whole amount.</summary>
    public string Money(Money amount)
    {
        var whole = amount.Micros % Contracts.Money.MicrosPerUnit == 0;
        var number = amount.Units.ToString(whole ? "#,##0" : "#,##0.00", CultureInfo.InvariantCulture);
        return amount.Currency switch
        {
            "EUR" => "€" + number,
            "USD" => (locale.EndsWith("-CA", StringComparison.OrdinalIgnoreCase) ? "US$" : "$") + number,
            "GBP" => "£" + number,
            "JPY" => "¥" + number,
            "CAD" => "CA$" + number,
            "AUD" => "A$" + number,
            var code => code + "\u00A0" + number,
        };
    }

    public string Percent(int value) => value.ToString(CultureInfo.InvariantCulture) + "%";

    public string Date(DateOnly day) => _american ? $"{Months[day.Month - 1]} {day.Day}" : $"{day.Day} {Months[day.Month - 1]}";

    public IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts) => new EnglishHeadlines(this, new EnglishTerms(facts, _american)).Of(slot);

    public IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts) => new EnglishBodies(this, new EnglishTerms(facts, _american)).Of(slot);

    public IEnumerable<string> Ctas(Slot slot, FactSheet facts) => (slot.Angle, facts.Objective) switch
    {
        (Angle.Offer, _) => facts.Offer?.Code is null ? ["See the offer", "Get the offer", "View details"] : ["Get the offer", "See the offer", "Use the code"],
        (_, Contracts.Briefs.Objective.Conversions) => ["Order yours", "Shop the range", "Discover", "Order online"],
        _ => ["Discover", "Learn more", "Find out more", "See more"],
    };
}
