using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.Italian;

internal sealed partial class ItalianGrammar : IGrammar
{
    private static readonly string[] Months = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"];

    private static readonly CldrNumbers Numbers = new(".", 1, ",", SignFirst: false, "\u00A0", "",
        new Dictionary<string, string> { ["EUR"] = "€", ["GBP"] = "£", ["BRL"] = "R$", ["CAD"] = "CA$" });

    public string Language => "it";
    public Labels Labels { get; } = new("Pubblicità", "Sponsorizzato da", "Fonte:", "Pubblicità politica");

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]+(?=%)")]
    private static partial Regex BeforePercent();

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]*(?=[€£$¥])")]
    private static partial Regex BeforeCurrency();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex StraightQuotes();

    public string Typeset(string text)
    {
        text = BeforePercent().Replace(text.Replace('\u202F', ' ').Replace('\u00A0', ' '), "");
        return StraightQuotes().Replace(BeforeCurrency().Replace(text, "\u00A0"), "«$1»");
    }

    public string Money(Money amount) => Numbers.Money(amount);

    public string Percent(int value) => Numbers.Percent(value);

    public string Date(DateOnly day) => $"{day.Day.ToString(CultureInfo.InvariantCulture)} {Months[day.Month - 1]}";

    public IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts) => new ItalianSentences(facts, this).Headlines(slot);

    public IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts) => new ItalianSentences(facts, this).Bodies(slot);

    public IEnumerable<string> Ctas(Slot slot, FactSheet facts) => (slot.Angle, facts.Objective, facts.Formal) switch
    {
        (Angle.Offer, _, true) => ["Vedi l’offerta", "All’offerta", "Dettagli"],
        (Angle.Offer, _, false) => ["Vedi l’offerta", "All’offerta", "Approfittane"],
        (_, Objective.Conversions, _) => ["Acquista", "Ordina online", "Vai allo shop"],
        (_, _, true) => ["Scopra di più", "Per saperne di più", "Altro"],
        _ => ["Scopri di più", "Per saperne di più", "Altro"],
    };
}
