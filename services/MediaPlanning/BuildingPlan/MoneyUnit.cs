namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>The smallest amount that a currency is paid in (ISO 4217, minor unit); plans are whole numbers of it.</summary>
internal static class MoneyUnit
{
    private static readonly HashSet<string> NoDecimals =
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"];

    /// <summary>In micros. Currencies with three decimals are planned in hundredths too, which is a whole number of their unit.</summary>
    public static long Micros(string currency) => NoDecimals.Contains(currency) ? 1_000_000 : 10_000;
}
