namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>Converts prices by the operator's rates.</summary>
/// <param name="perEuro">Units of a currency that one euro buys.</param>
internal sealed class Rates(IDictionary<string, decimal> perEuro)
{
    private const decimal Micros = 1_000_000;

    /// <summary>An amount in each currency that it can be converted to, in micros, rounded up: a floor is not undercut by rounding.</summary>
    public IReadOnlyDictionary<string, long> In(IEnumerable<string> currencies, decimal amount, string from)
    {
        var converted = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var currency in currencies)
            if (amount == 0 || Rate(from, currency) is not null) converted[currency] = (long)decimal.Ceiling(Math.Min(amount * (Rate(from, currency) ?? 0), 1_000_000_000) * Micros);
        return converted;
    }

    /// <summary>Units of <paramref name="to"/> for one of <paramref name="from"/>; null without a rate.</summary>
    public decimal? Rate(string from, string to)
    {
        if (from == to) return 1;
        return PerEuro(from) is { } a && PerEuro(to) is { } b ? b / a : null;
    }

    private decimal? PerEuro(string currency) => currency == "EUR" ? 1 : perEuro.TryGetValue(currency, out var rate) && rate > 0 ? rate : null;
}
