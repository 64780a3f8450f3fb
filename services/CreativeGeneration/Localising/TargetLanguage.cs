using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Localising;

/// <summary>The scripts whose letters are measured here: a text in any other could not be fitted, so it is not promised.</summary>
internal enum Script { Latin, Cyrillic, Greek }

/// <summary>A language that is translated into: what must never be left to a model, and by what its answer is checked.</summary>
/// <param name="Name">In English, for the model.</param>
/// <param name="DatePattern">CLDR yMd: in figures, so that no case or gender of a month's name has to be known.</param>
/// <param name="Buttons">All that a button may say.</param>
internal sealed partial record TargetLanguage(string Language, string Name, Script Script, CldrNumbers Numbers, string DatePattern, Labels Labels, IReadOnlyList<string> Buttons) : ITypography
{
    [GeneratedRegex("(?<=\\d)[ \u00A0\u202F]*%")]
    private static partial Regex BeforePercent();

    public string Typeset(string text) => BeforePercent().Replace(text, Numbers.PercentGap + "%");

    public string Money(Money amount) => Numbers.Money(amount);

    public string Percent(int value) => Numbers.Percent(value);

    public string Date(DateOnly day) => day.ToString(DatePattern, CultureInfo.InvariantCulture);

    /// <summary>Whether the script writes with this letter.</summary>
    public bool Has(Rune letter) => letter.Value switch
    {
        < 0x0250 or (>= 0x1E00 and < 0x1F00) => Script == Script.Latin,
        >= 0x0370 and < 0x0400 => Script == Script.Greek,
        >= 0x0400 and < 0x0500 => Script == Script.Cyrillic,
        _ => false,
    };

    /// <summary>Null for a language with a grammar, and for one that cannot be checked here.</summary>
    public static TargetLanguage? For(string locale) => Grammars.For(locale) is null ? Known.GetValueOrDefault(LocaleText.Language(locale)) : null;

    public static IReadOnlyCollection<string> Languages => Known.Keys;

    private const string NoBreak = "\u00A0";

    /// <summary>Amount first, a no-break space, the sign: CLDR 44 has it so for every language here.</summary>
    private static CldrNumbers Comma(string group, int minGroup, string percentGap, params (string Currency, string Sign)[] own) =>
        new(group, minGroup, ",", SignFirst: false, NoBreak, percentGap, own.Append(("EUR", "€")).ToDictionary(s => s.Item1, s => s.Item2));

    private static readonly Dictionary<string, TargetLanguage> Known = new TargetLanguage[]
    {
        new("bg", "Bulgarian", Script.Cyrillic, Comma(NoBreak, 2, "", ("BGN", "лв.")), "dd.MM.yyyy", new("Реклама", "Спонсорирано от", "Източник:", "Политическа реклама"), ["Научете повече", "Вижте повече"]),
        new("ca", "Catalan", Script.Latin, Comma(".", 1, NoBreak), "d/M/yyyy", new("Publicitat", "Patrocinat per", "Font:", "Anunci polític"), ["Més informació", "Descobrir"]),
        new("cs", "Czech", Script.Latin, Comma(NoBreak, 1, NoBreak, ("CZK", "Kč")), $"d.'{NoBreak}'M.'{NoBreak}'yyyy", new("Reklama", "Sponzoruje", "Zdroj:", "Politická reklama"), ["Zjistit více", "Více"]),
        new("da", "Danish", Script.Latin, Comma(".", 1, NoBreak, ("DKK", "kr.")), "dd.MM.yyyy", new("Annonce", "Sponsoreret af", "Kilde:", "Politisk annonce"), ["Læs mere", "Se mere"]),
        new("el", "Greek", Script.Greek, Comma(".", 1, ""), "d/M/yyyy", new("Διαφήμιση", "Με χορηγία:", "Πηγή:", "Πολιτική διαφήμιση"), ["Περισσότερα", "Δείτε το"]),
        new("et", "Estonian", Script.Latin, Comma(NoBreak, 2, ""), "dd.MM.yyyy", new("Reklaam", "Sponsor:", "Allikas:", "Poliitreklaam"), ["Loe lähemalt", "Vaata"]),
        new("fi", "Finnish", Script.Latin, Comma(NoBreak, 1, NoBreak), "d.M.yyyy", new("Mainos", "Sponsori:", "Lähde:", "Poliittinen mainos"), ["Lue lisää", "Katso"]),
        new("hr", "Croatian", Script.Latin, Comma(".", 1, NoBreak), $"dd.'{NoBreak}'MM.'{NoBreak}'yyyy.", new("Oglas", "Sponzor:", "Izvor:", "Politički oglas"), ["Saznajte više", "Pogledajte"]),
        new("hu", "Hungarian", Script.Latin, Comma(NoBreak, 4, "", ("HUF", "Ft")), $"yyyy.'{NoBreak}'MM.'{NoBreak}'dd.", new("Hirdetés", "Támogató:", "Forrás:", "Politikai hirdetés"), ["Részletek", "Megnézem"]),
        new("lt", "Lithuanian", Script.Latin, Comma(NoBreak, 1, NoBreak), "yyyy-MM-dd", new("Reklama", "Rėmėjas:", "Šaltinis:", "Politinė reklama"), ["Plačiau", "Žiūrėti"]),
        new("lv", "Latvian", Script.Latin, Comma(NoBreak, 2, ""), "dd.MM.yyyy.", new("Reklāma", "Sponsors:", "Avots:", "Politiskā reklāma"), ["Uzzināt vairāk", "Skatīt"]),
        new("nb", "Norwegian Bokmål", Script.Latin, Comma(NoBreak, 1, NoBreak, ("NOK", "kr")), "dd.MM.yyyy", new("Annonse", "Sponset av", "Kilde:", "Politisk annonse"), ["Les mer", "Se mer"]),
        new("pl", "Polish", Script.Latin, Comma(NoBreak, 2, "", ("PLN", "zł")), "dd.MM.yyyy", new("Reklama", "Sponsor:", "Źródło:", "Reklama polityczna"), ["Zobacz więcej", "Sprawdź"]),
        new("pt", "European Portuguese", Script.Latin, Comma(NoBreak, 2, ""), "dd/MM/yyyy", new("Publicidade", "Patrocinado por", "Fonte:", "Anúncio político"), ["Saber mais", "Ver mais"]),
        new("ro", "Romanian", Script.Latin, Comma(".", 1, NoBreak), "dd.MM.yyyy", new("Publicitate", "Sponsorizat de", "Sursă:", "Publicitate politică"), ["Află mai multe", "Vezi detalii"]),
        new("ru", "Russian", Script.Cyrillic, Comma(NoBreak, 1, NoBreak, ("RUB", "₽")), "dd.MM.yyyy", new("Реклама", "Спонсор:", "Источник:", "Политическая реклама"), ["Подробнее", "Узнать больше"]),
        new("sk", "Slovak", Script.Latin, Comma(NoBreak, 1, NoBreak), $"d.'{NoBreak}'M.'{NoBreak}'yyyy", new("Reklama", "Sponzoruje", "Zdroj:", "Politická reklama"), ["Zistiť viac", "Viac"]),
        new("sl", "Slovenian", Script.Latin, Comma(".", 1, NoBreak), $"d.'{NoBreak}'M.'{NoBreak}'yyyy", new("Oglas", "Sponzor:", "Vir:", "Politični oglas"), ["Preberite več", "Oglejte si"]),
        new("sv", "Swedish", Script.Latin, Comma(NoBreak, 1, NoBreak, ("SEK", "kr")), "yyyy-MM-dd", new("Annons", "Sponsrat av", "Källa:", "Politisk annons"), ["Läs mer", "Se mer"]),
        new("uk", "Ukrainian", Script.Cyrillic, Comma(NoBreak, 1, "", ("UAH", "₴")), "dd.MM.yyyy", new("Реклама", "Спонсор:", "Джерело:", "Політична реклама"), ["Докладніше", "Переглянути"]),
    }.ToDictionary(l => l.Language);
}
