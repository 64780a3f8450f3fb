using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;

namespace AdPlatform.MediaPlanning.ReadingSentence;

/// <summary>"200k", "€1.5m", "50 000 euros", "$20,000", "1,5 million d'euros"; without a currency it is euros.</summary>
internal static partial class SentenceMoney
{
    public static Money? Read(SentenceRest rest)
    {
        foreach (var rule in new[] { WithSign(), WithName(), Plain() })
        {
            if (rest.Match(rule) is not { } found) continue;
            if (Amount(found.Groups["n"].Value, found.Groups["k"].Value) is { } amount and > 0 and < 1_000_000_000m) return Money.FromUnits(amount, Currency(found.Groups["c"].Value));
        }
        return null;
    }

    /// <summary>Thousands in groups of three, after a comma, a dot or a space; one or two digits after either are decimals.</summary>
    public static decimal? Amount(string digits, string scale)
    {
        var text = digits.Trim();
        text = Grouped().IsMatch(text) ? NoDigit().Replace(text, "") : text.Replace(',', '.');
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) return null;
        return amount * scale switch { "k" or "thousand" or "mille" => 1000, "m" or "million" or "millions" or "mio" => 1_000_000, _ => 1 };
    }

    private static string Currency(string word) => word switch
    {
        "$" or "usd" or "dollar" or "dollars" => "USD",
        "£" or "gbp" or "pound" or "pounds" or "livres" or "livres sterling" => "GBP",
        "¥" or "jpy" or "yen" or "yens" => "JPY",
        "chf" => "CHF",
        _ => "EUR",
    };

    private const string Number = @"(?<n>\d{1,3}(?:[ ,.]\d{3})+|\d+(?:[.,]\d{1,3})?) ?(?<k>k|m|thousand|million|millions|mille|mio)?\b";

    [GeneratedRegex(@"(?<c>[€$£¥]) ?" + Number)]
    private static partial Regex WithSign();

    [GeneratedRegex(Number + @"(?: de| d')? ?(?<c>€|\$|£|¥|eur\b|euros?\b|usd\b|dollars?\b|gbp\b|pounds?\b|livres(?: sterling)?\b|jpy\b|yens?\b|chf\b)")]
    private static partial Regex WithName();

    /// <summary>A bare number is money where it has a scale or a word before it says so.</summary>
    [GeneratedRegex(@"(?<n>\d+(?:[.,]\d{1,3})?) ?(?<k>k|m|thousand|million|millions|mille)\b|(?:budget(?: of| de)?:?|spend|with|avec|dépenser|for|pour) (?<n>\d{1,3}(?:[ ,.]\d{3})+|\d{3,})\b")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\d{1,3}([ ,.]\d{3})+$")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"\D")]
    private static partial Regex NoDigit();
}
