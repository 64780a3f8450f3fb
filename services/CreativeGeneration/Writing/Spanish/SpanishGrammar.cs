using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.Spanish;

/// <summary>Spanish of Spain.</summary>
internal sealed partial class SpanishGrammar : IGrammar
{
    private static readonly string[] Months = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];

    private static readonly CldrNumbers Numbers = new(".", 2, ",", SignFirst: false, "\u00A0", "\u00A0",
        new Dictionary<string, string> { ["EUR"] = "€", ["USD"] = "US$" });

    public string Language => "es";
    public Labels Labels { get; } = new("Publicidad", "Patrocinado por", "Fuente:", "Anuncio político");

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]*(?=[%€£$¥])")]
    private static partial Regex BeforeSign();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex StraightQuotes();

    /// <summary>Ortografía de la RAE (2010): a space before %, which must not break; angular quotes.</summary>
    public string Typeset(string text) =>
        StraightQuotes().Replace(BeforeSign().Replace(text.Replace('\u202F', ' ').Replace('\u00A0', ' '), "\u00A0"), "«$1»");

    public string Money(Money amount) => Numbers.Money(amount);

    public string Percent(int value) => Numbers.Percent(value);

    public string Date(DateOnly day) => $"{day.Day.ToString(CultureInfo.InvariantCulture)} de {Months[day.Month - 1]}";

    public IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts) => new SpanishSentences(facts, this).Headlines(slot);

    public IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts) => new SpanishSentences(facts, this).Bodies(slot);

    public IEnumerable<string> Ctas(Slot slot, FactSheet facts) => (slot.Angle, facts.Objective, facts.Formal) switch
    {
        (Angle.Offer, _, true) => ["Ver la oferta", "Consulte", "Ver detalles"],
        (Angle.Offer, _, false) => ["Ver la oferta", "Consulta", "Ver detalles"],
        (_, Objective.Conversions, true) => ["Comprar", "Pida el suyo", "Descubrir"],
        (_, Objective.Conversions, false) => ["Comprar", "Pide el tuyo", "Descubrir"],
        (_, _, true) => ["Descubra", "Más información", "Ver más"],
        _ => ["Descubre", "Más información", "Ver más"],
    };
}
