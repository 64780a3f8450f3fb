using System.Globalization;

namespace AdPlatform.Contracts;

/// <summary>An amount of money: integer micros (1/1,000,000 of the unit) and an ISO 4217 code, e.g. 12.50 EUR is 12,500,000.</summary>
public readonly record struct Money(long Micros, string Currency) : IComparable<Money>
{
    public const long MicrosPerUnit = 1_000_000;

    public static Money Zero(string currency) => new(0, currency);

    /// <summary>Rounds half away from zero to a micro.</summary>
    public static Money FromUnits(decimal units, string currency) =>
        new((long)Math.Round(units * MicrosPerUnit, MidpointRounding.AwayFromZero), currency);

    public decimal Units => (decimal)Micros / MicrosPerUnit;

    public static Money operator +(Money a, Money b) => new(checked(a.Micros + b.MicrosIn(a.Currency)), a.Currency);

    public static Money operator -(Money a, Money b) => new(checked(a.Micros - b.MicrosIn(a.Currency)), a.Currency);

    public int CompareTo(Money other) => Micros.CompareTo(other.MicrosIn(Currency));

    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <summary>Decimal units with at least two places and the code: <c>12.50 EUR</c>.</summary>
    public override string ToString() => $"{Units.ToString("0.00####", CultureInfo.InvariantCulture)} {Currency}";

    private long MicrosIn(string currency) => currency == Currency
        ? Micros
        : throw new InvalidOperationException($"A campaign has one currency: {currency} and {Currency} cannot be mixed.");
}
