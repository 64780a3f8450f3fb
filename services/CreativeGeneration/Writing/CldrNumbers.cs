using System.Globalization;
using AdPlatform.Contracts;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>How a locale prints numbers, after CLDR 44: tables here, so that output is the same on every machine, with or without ICU.</summary>
/// <param name="MinGroup">minimumGroupingDigits: es prints 1204 but 12.040.</param>
/// <param name="SignFirst">The currency sign stands before the number.</param>
/// <param name="Gap">Between sign and number.</param>
/// <param name="PercentGap">Between number and percent sign.</param>
/// <param name="Signs">ISO 4217 code to the locale's sign; a code without one is printed itself, with a no-break space.</param>
internal sealed record CldrNumbers(string Group, int MinGroup, string Decimal, bool SignFirst, string Gap, string PercentGap, IReadOnlyDictionary<string, string> Signs)
{
    private const string NoBreak = "\u00A0";

    /// <summary>No cents on a whole amount: advertisements print 12 €, not 12,00 €.</summary>
    public string Money(Money amount)
    {
        var whole = amount.Micros % Contracts.Money.MicrosPerUnit == 0;
        var plain = amount.Units.ToString(whole ? "0" : "0.00", CultureInfo.InvariantCulture).Split('.');
        var integer = plain[0];
        if (integer.Length >= 3 + MinGroup)
            for (var at = integer.Length - 3; at > 0; at -= 3) integer = integer.Insert(at, Group);
        var number = plain.Length == 1 ? integer : integer + Decimal + plain[1];
        var known = Signs.TryGetValue(amount.Currency, out var sign);
        var gap = known ? Gap : NoBreak;
        return SignFirst ? (sign ?? amount.Currency) + gap + number : number + gap + (sign ?? amount.Currency);
    }

    public string Percent(int value) => value.ToString(CultureInfo.InvariantCulture) + PercentGap + "%";
}
