using AdPlatform.AdDelivery.Learning;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>The creatives of one campaign, format and locale, and for each context how often each is drawn.</summary>
internal sealed class CreativeSet
{
    private readonly Dictionary<string, double[]> _shares = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AllocationTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _rates = new(StringComparer.Ordinal);
    private readonly double[] _uniform;
    private readonly Dictionary<string, (ServingCreative Creative, double Share)[]> _pairs = new(StringComparer.Ordinal);
    private readonly (ServingCreative Creative, double Share)[] _uniformPairs;

    public CreativeSet(string format, string locale, ServingCreative[] creatives, CampaignAllocation? allocation)
    {
        Format = format;
        Locale = locale;
        Creatives = creatives;
        FirstLastDay = creatives.Min(creative => creative.Form.LastDay);
        _uniform = [.. creatives.Select(_ => 1.0 / creatives.Length)];
        _uniformPairs = Pairs(_uniform);
        var tables = allocation?.Tables.Where(t => t.Format == format && string.Equals(t.Locale, locale, StringComparison.OrdinalIgnoreCase)) ?? [];
        foreach (var table in tables)
        {
            _tables[table.Context] = table;
            _shares[table.Context] = SharesOf(table, creatives);
            _pairs[table.Context] = Pairs(_shares[table.Context]);
            _rates[table.Context] = table.Shares.Sum(s => s.Share / (1 + Math.Exp(-s.Mean)));
        }
    }

    public string Format { get; }
    public string Locale { get; }

    /// <summary>By creative id.</summary>
    public ServingCreative[] Creatives { get; }

    /// <summary>The first on which one of them is true for the last time; null when nothing ends.</summary>
    public DateOnly? FirstLastDay { get; }

    /// <summary>Aligned with <see cref="Creatives"/>, sums to 1; uniform before anything was fitted.</summary>
    public ReadOnlySpan<double> SharesIn(string context) => _shares.GetValueOrDefault(context, _uniform);

    /// <summary>Clicks that an impression promises in this context, 0..1; null before anything was fitted.</summary>
    public double? RateIn(string context) => _rates.TryGetValue(context, out var rate) ? rate : null;

    /// <summary>Creatives with their shares.</summary>
    public (ServingCreative Creative, double Share)[] PairsIn(string context) => _pairs.GetValueOrDefault(context, _uniformPairs);

    public AllocationTable? TableIn(string context) => _tables.GetValueOrDefault(context);

    private (ServingCreative Creative, double Share)[] Pairs(double[] shares) => [.. Creatives.Select((creative, i) => (creative, shares[i]))];

    /// <summary>A creative that came after the fit gets an even part; one that went away leaves its part to the others.</summary>
    private static double[] SharesOf(AllocationTable table, ServingCreative[] creatives)
    {
        var known = table.Shares.ToDictionary(s => s.CreativeId, s => s.Share);
        var shares = creatives.Select(c => known.GetValueOrDefault(c.CreativeId, 1.0 / creatives.Length)).ToArray();
        return Allocating.Normalise(shares);
    }
}
