using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.Dutch;

internal sealed partial class DutchGrammar : IGrammar
{
    private static readonly string[] Months = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];

    private static readonly CldrNumbers Numbers = new(".", 1, ",", SignFirst: true, "\u00A0", "",
        new Dictionary<string, string> { ["EUR"] = "€", ["USD"] = "US$", ["GBP"] = "£", ["JPY"] = "JP¥", ["CAD"] = "C$", ["AUD"] = "AU$", ["BRL"] = "R$" });

    public string Language => "nl";
    public Labels Labels { get; } = new("Advertentie", "Gesponsord door", "Bron:", "Politieke advertentie");

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]+(?=%)")]
    private static partial Regex BeforePercent();

    [GeneratedRegex("(?<=[€£])[ \u00A0\u202F]*(?=\\d)")]
    private static partial Regex AfterSign();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex StraightQuotes();

    public string Typeset(string text)
    {
        text = BeforePercent().Replace(text.Replace('\u202F', ' ').Replace('\u00A0', ' '), "");
        return StraightQuotes().Replace(AfterSign().Replace(text, "\u00A0"), "‘$1’");
    }

    public string Money(Money amount) => Numbers.Money(amount);

    public string Percent(int value) => Numbers.Percent(value);

    public string Date(DateOnly day) => $"{day.Day.ToString(CultureInfo.InvariantCulture)} {Months[day.Month - 1]}";

    public IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts) => new DutchSentences(facts, this).Headlines(slot);

    public IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts) => new DutchSentences(facts, this).Bodies(slot);

    public IEnumerable<string> Ctas(Slot slot, FactSheet facts) => (slot.Angle, facts.Objective) switch
    {
        (Angle.Offer, _) => ["Bekijk de actie", "Naar de actie", "Bekijk details"],
        (_, Objective.Conversions) => ["Bestellen", "Naar de winkel", "Ontdek"],
        _ => ["Ontdek", "Meer informatie", "Lees meer"],
    };
}
