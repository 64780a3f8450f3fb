using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.Portuguese;

/// <summary>Portuguese of Brazil. European Portuguese addresses, and often calls things, otherwise: it is not written here.</summary>
internal sealed partial class PortugueseGrammar : IGrammar
{
    private static readonly string[] Months = ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"];

    private static readonly CldrNumbers Numbers = new(".", 1, ",", SignFirst: true, "\u00A0", "",
        new Dictionary<string, string> { ["BRL"] = "R$", ["EUR"] = "€", ["USD"] = "US$", ["GBP"] = "£", ["JPY"] = "JP¥", ["CAD"] = "CA$", ["AUD"] = "AU$" });

    public string Language => "pt";
    public Labels Labels { get; } = new("Publicidade", "Patrocinado por", "Fonte:", "Propaganda política");

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]+(?=%)")]
    private static partial Regex BeforePercent();

    [GeneratedRegex("(?<=R\\$|€|£)[ \u00A0\u202F]*(?=\\d)")]
    private static partial Regex AfterSign();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex StraightQuotes();

    public string Typeset(string text)
    {
        text = BeforePercent().Replace(text.Replace('\u202F', ' ').Replace('\u00A0', ' '), "");
        return StraightQuotes().Replace(AfterSign().Replace(text, "\u00A0"), "“$1”");
    }

    public string Money(Money amount) => Numbers.Money(amount);

    public string Percent(int value) => Numbers.Percent(value);

    public string Date(DateOnly day) => $"{(day.Day == 1 ? "1º" : day.Day.ToString(CultureInfo.InvariantCulture))} de {Months[day.Month - 1]}";

    public IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts) => new PortugueseSentences(facts, this).Headlines(slot);

    public IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts) => new PortugueseSentences(facts, this).Bodies(slot);

    /// <summary>Você takes the same forms whatever the brand's tone.</summary>
    public IEnumerable<string> Ctas(Slot slot, FactSheet facts) => (slot.Angle, facts.Objective) switch
    {
        (Angle.Offer, _) => ["Ver a oferta", "Aproveite", "Ver detalhes"],
        (_, Objective.Conversions) => ["Comprar", "Peça online", "Ver a loja"],
        _ => ["Descubra", "Saiba mais", "Ver mais"],
    };
}
