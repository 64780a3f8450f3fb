using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.French;

/// <summary>French of France.</summary>
internal sealed partial class FrenchGrammar : IGrammar
{
    private static readonly string[] Months =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    public string Language => "fr";
    public Labels Labels { get; } = new("Publicité", "Sponsorisé par", "Source\u00A0:", "Annonce à caractère politique");

    [GeneratedRegex("(?<=\\S)[ \u00A0\u202F]*([;!?]+)(?=\\s|$|[»”)])")]
    private static partial Regex BeforeHighMarks();

    [GeneratedRegex("(?<=\\S)[ \u00A0\u202F]*:(?=\\s|$)")]
    private static partial Regex BeforeColon();

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]*%")]
    private static partial Regex BeforePercent();

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F](?=\\d{3}(?!\\d))")]
    private static partial Regex BetweenThousands();

    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]*(?=[€£$])")]
    private static partial Regex BeforeCurrency();

    [GeneratedRegex("\"([^\"]*)\"|«[ \u00A0\u202F]*([^«»]*?)[ \u00A0\u202F]*»")]
    private static partial Regex Quoted();

    /// <summary>Lexique des règles typographiques (Imprimerie nationale): narrow no-break space before ; ! ?, no-break before the colon and inside guillemets; CLDR for numbers.</summary>
    public string Typeset(string text)
    {
        text = Quoted().Replace(text, match => $"«\u00A0{match.Groups[1].Value}{match.Groups[2].Value}\u00A0»");
        text = BeforeColon().Replace(BeforeHighMarks().Replace(text, "\u202F$1"), "\u00A0:");
        return BeforeCurrency().Replace(BetweenThousands().Replace(BeforePercent().Replace(text, "\u202F%"), "\u202F"), "\u00A0");
    }

    /// <summary>CLDR 44, fr: "1 204,50 €" with a narrow no-break space between thousands and a no-break space before the sign.</summary>
    public string Money(Money amount)
    {
        var whole = amount.Micros % Contracts.Money.MicrosPerUnit == 0;
        var number = amount.Units.ToString(whole ? "#,##0" : "#,##0.00", CultureInfo.InvariantCulture).Replace(',', '\u202F').Replace('.', ',');
        return number + "\u00A0" + amount.Currency switch
        {
            "EUR" => "€",
            "USD" => "$US",
            "GBP" => "£GB",
            "CAD" => "$CA",
            "AUD" => "$AU",
            "JPY" => "JPY",
            var code => code,
        };
    }

    public string Percent(int value) => value.ToString(CultureInfo.InvariantCulture) + "\u202F%";

    public string Date(DateOnly day) => $"{(day.Day == 1 ? "1er" : day.Day.ToString(CultureInfo.InvariantCulture))} {Months[day.Month - 1]}";

    public IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts) => new FrenchHeadlines(this, new FrenchTerms(facts)).Of(slot);

    public IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts) => new FrenchBodies(this, new FrenchTerms(facts)).Of(slot);

    public IEnumerable<string> Ctas(Slot slot, FactSheet facts) => (slot.Angle, facts.Objective, facts.Formal) switch
    {
        (Angle.Offer, _, true) => ["Voir l’offre", "Profitez-en", "En profiter"],
        (Angle.Offer, _, false) => ["Voir l’offre", "Profites-en", "En profiter"],
        (_, Objective.Conversions, true) => ["Commandez", "Découvrez", "Commander"],
        (_, Objective.Conversions, false) => ["Commande", "Découvre", "Commander"],
        (_, _, true) => ["Découvrez", "En savoir plus", "Découvrir"],
        _ => ["Découvre", "En savoir plus", "Découvrir"],
    };
}
