using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.German;

/// <summary>German of Germany and Austria.</summary>
internal sealed partial class GermanGrammar : IGrammar
{
    private static readonly string[] Months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

    private static readonly CldrNumbers Numbers = new(".", 1, ",", SignFirst: false, "\u00A0", "\u00A0",
        new Dictionary<string, string> { ["EUR"] = "€", ["USD"] = "$", ["GBP"] = "£", ["JPY"] = "¥", ["CAD"] = "CA$", ["AUD"] = "AU$", ["BRL"] = "R$" });

    public string Language => "de";
    public Labels Labels { get; } = new("Anzeige", "Gesponsert von", "Quelle:", "Politische Anzeige");

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]*(?=[%€£$¥])")]
    private static partial Regex BeforeSign();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex StraightQuotes();

    /// <summary>DIN 5008: a no-break space before percent and currency signs; quotes low and high.</summary>
    public string Typeset(string text) =>
        StraightQuotes().Replace(BeforeSign().Replace(text.Replace('\u202F', ' ').Replace('\u00A0', ' '), "\u00A0"), "„$1“");

    public string Money(Money amount) => Numbers.Money(amount);

    public string Percent(int value) => Numbers.Percent(value);

    public string Date(DateOnly day) => $"{day.Day.ToString(CultureInfo.InvariantCulture)}. {Months[day.Month - 1]}";

    public IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts) => new GermanSentences(facts, this).Headlines(slot);

    public IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts) => new GermanSentences(facts, this).Bodies(slot);

    public IEnumerable<string> Ctas(Slot slot, FactSheet facts) => (slot.Angle, facts.Objective, facts.Formal) switch
    {
        (Angle.Offer, _, true) => ["Zum Angebot", "Angebot ansehen", "Angebot sichern"],
        (Angle.Offer, _, false) => ["Zum Angebot", "Angebot ansehen", "Sichere es dir"],
        (_, Objective.Conversions, _) => ["Bestellen", "Zum Shop", "Entdecken"],
        (_, _, true) => ["Entdecken", "Mehr erfahren", "Mehr ansehen"],
        _ => ["Entdecken", "Mehr erfahren", "Schau es dir an"],
    };
}
