using System.Globalization;
using System.Text.RegularExpressions;

namespace AdPlatform.CreativeGeneration.Facts;

/// <summary>A number as it stands in a text. <c>Unit</c> is "%", an ISO 4217 code, or empty.</summary>
internal readonly record struct StatedNumber(decimal Value, string Unit);

/// <summary>Reads the numbers of a text with the separators of its language (CLDR: en 1,204.5; fr 1 204,5).</summary>
internal static partial class NumberReader
{
    // A code stands free of Latin letters and digits; kana may touch it (がCHF 498).
    [GeneratedRegex(@"(?<pre>CA\$|AU\$|A\$|US\$|R\$|C\$|JP¥|[€$£¥￥]|(?<![\p{Lu}\p{Ll}\p{Nd}])[A-Z]{3})?[ \u00A0\u202F]?(?<n>\d+(?:[,.]\d+|[ \u00A0\u202F\u2019']\d{3}(?!\d))*)(?:[ \u00A0\u202F]?(?<post>%|％|‰|percent\b|per cent\b|pour cent\b|pour-cent\b|Prozent\b|por ciento\b|per cento\b|por cento\b|procent\b|パーセント|€|\$US|\$CA|\$AU|US\$|CA\$|AU\$|R\$|\$|£GB|£|¥|円|[A-Z]{3}(?![\p{Lu}\p{Ll}\p{Nd}])|zł|Kč|Ft\b|лв\.|₴|₽|[Ee]uros?\b|dollars?\b))?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{1,3}(\.\d{3})+$")]
    private static partial Regex GroupedByPoints();

    private static readonly string[] PercentWords = ["%", "％", "percent", "per cent", "pour cent", "pour-cent", "Prozent", "por ciento", "per cento", "por cento", "procent", "パーセント"];
    private static readonly HashSet<string> Codes =
        ["EUR", "USD", "GBP", "CAD", "AUD", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "ISK", "TRY", "BRL", "MXN", "INR", "CNY", "KRW", "NZD", "SGD", "HKD", "ZAR", "ILS", "AED"];

    public static IReadOnlyList<StatedNumber> In(string text, string language) =>
        [.. Number().Matches(text).Select(match => new StatedNumber(Value(match.Groups["n"].Value, language), Unit(match)))];

    private static decimal Value(string digits, string language)
    {
        var plain = new string([.. digits.Where(c => c is not (' ' or '\u00A0' or '\u202F' or '\u2019' or '\''))]);
        plain = language switch
        {
            "en" or "ja" => plain.Replace(",", ""),
            // Point groups, comma divides; a point that cannot group (4.6) was meant to divide.
            "de" or "es" or "it" or "pt" or "nl" or "da" or "ro" or "hr" or "sl" or "el" or "ca" when plain.Contains(',') => plain.Contains('.') && plain.IndexOf('.') > plain.IndexOf(',') ? plain.Replace(",", "") : plain.Replace(".", "").Replace(',', '.'),
            "de" or "es" or "it" or "pt" or "nl" or "da" or "ro" or "hr" or "sl" or "el" or "ca" => GroupedByPoints().IsMatch(plain) ? plain.Replace(".", "") : plain,
            _ when plain.Contains('.') && plain.Contains(',') => plain.Replace(",", ""),
            _ => plain.Replace(',', '.'),
        };
        // Several points can only group (a date such as 30.04.2026): compared digit by digit.
        if (plain.Count(c => c == '.') > 1) plain = plain.Replace(".", "");
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : -1;
    }

    private static string Unit(Match match)
    {
        var post = match.Groups["post"].Value;
        if (PercentWords.Contains(post)) return "%";
        return Currency(post) is { Length: > 0 } after ? after : Currency(match.Groups["pre"].Value);
    }

    private static string Currency(string sign) => sign switch
    {
        "€" or "euro" or "euros" or "Euro" or "Euros" => "EUR",
        "$" or "$US" or "US$" or "dollar" or "dollars" => "USD",
        "$CA" or "CA$" or "C$" => "CAD",
        "A$" or "AU$" or "$AU" => "AUD",
        "£" or "£GB" => "GBP",
        "¥" or "￥" or "JP¥" or "円" => "JPY",
        "R$" => "BRL",
        "zł" => "PLN",
        "Kč" => "CZK",
        "Ft" => "HUF",
        "лв." => "BGN",
        "₴" => "UAH",
        "₽" => "RUB",
        _ when Codes.Contains(sign) => sign,
        _ => "",
    };
}
