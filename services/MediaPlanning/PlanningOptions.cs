using System.ComponentModel.DataAnnotations;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.Forecasting;

namespace AdPlatform.MediaPlanning;

/// <summary>Assumptions of planning. Everything that is not measured has a source; where it says "assumption", set your own.</summary>
internal sealed class PlanningOptions : IValidatableObject
{
    /// <summary>Most lines in a plan: what a planner can oversee. Default 200; 1 to 500; a long flight allows fewer (a plan travels in one message below 1 MiB).</summary>
    [Range(1, 500)]
    public int MaxLines { get; set; } = 200;

    /// <summary>Most lines that the optimiser looks at, the ones with the most value. Default 1,000; 1 to 20,000.</summary>
    [Range(1, 20_000)]
    public int MaxCandidates { get; set; } = 1000;

    /// <summary>Smallest booking of a line that is used, units of the plan's currency; at most a fifth of the budget. Default 100.</summary>
    [Range(0, 1_000_000)]
    public decimal MinimumBooking { get; set; } = 100;

    /// <summary>Longest flight, weeks. Default 53; 1 to 104.</summary>
    [Range(1, 104)]
    public int MaxWeeks { get; set; } = 53;

    /// <summary>How long a hold lasts unless the planner says otherwise. Default 48 hours; an hour to two weeks.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "14.00:00:00")]
    public TimeSpan HoldFor { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How often holds that ran out are put up for sale again. Default a minute; a tenth of a second to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan HoldSweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Impressions that one viewer sees a week over all inventory: turns supply into persons. Default 30 (about 7 hours at 4 an hour); assumption.</summary>
    [Range(0.1, 1000)]
    public double ImpressionsPerViewerWeek { get; set; } = 30;

    /// <summary>Impressions that one viewer of a title sees in it a week. Default 6 (an hour and a half at 4 an hour); assumption.</summary>
    [Range(0.1, 1000)]
    public double ImpressionsPerTitleViewerWeek { get; set; } = 6;

    /// <summary>Clicks per impression to an average viewer. Default 0.001; assumption until delivery has learned.</summary>
    [Range(1e-6, 1)]
    public double ClickRate { get; set; } = 0.001;

    /// <summary>Conversions per click. Default 0.02; assumption until delivery has learned.</summary>
    [Range(1e-6, 1)]
    public double ConversionRate { get; set; } = 0.02;

    /// <summary>Exposures a week after which a viewer's response has fallen to 1/e. Default 4; assumption.</summary>
    [Range(0.1, 1000)]
    public double ResponseExposures { get; set; } = 4;

    /// <summary>P10 and P90 of a publisher's stated weekly supply, as factors of it.</summary>
    public AssumedInterval StatedSupply { get; set; } = new() { Low = 0.8, Mid = 1, High = 1.2, Source = "assumption" };

    /// <summary>Share of published viewing that happens on an ad-supported plan.</summary>
    public AssumedInterval AdTierShare { get; set; } = new()
    {
        Low = 0.2, Mid = 0.3, High = 0.42, Source = "94 million monthly users of the ad plan (Netflix upfront, May 2025) against 302 million memberships (Netflix Q4 2024 letter); hours per user assumed equal",
    };

    /// <summary>Share of the ad opportunities that is for sale to us.</summary>
    public AssumedInterval SellThrough { get; set; } = new() { Low = 0.05, Mid = 0.1, High = 0.2, Source = "assumption" };

    /// <summary>Ad opportunities per viewing hour and format.</summary>
    public Dictionary<string, AssumedInterval> OpportunitiesPerHour { get; set; } = new(StringComparer.Ordinal)
    {
        [FormatIds.Display300x250] = new() { Low = 0.5, Mid = 1, High = 2, Source = "assumption: one companion an hour" },
        [FormatIds.Native] = new() { Low = 0.5, Mid = 1, High = 2, Source = "assumption: one browse row an hour" },
        [FormatIds.Pause1920x1080] = new() { Low = 0.2, Mid = 0.5, High = 1, Source = "assumption: one pause in two hours" },
    };

    /// <summary>Share of worldwide viewing per country (ISO 3166-1 alpha-2); a country that is missing has no forecast from worldwide figures.</summary>
    public Dictionary<string, AssumedInterval> CountryShare { get; set; } = new(StringComparer.Ordinal)
    {
        ["US"] = new() { Low = 0.21, Mid = 0.26, High = 0.3, Source = "UCAN has 29.7% of memberships (Netflix Q4 2024 letter); Canada's part assumed" },
        ["CA"] = new() { Low = 0.02, Mid = 0.03, High = 0.04, Source = "assumption within UCAN's 29.7%" },
        ["GB"] = new() { Low = 0.045, Mid = 0.06, High = 0.075, Source = "assumption within EMEA's 33.5% (Netflix Q4 2024 letter)" },
        ["DE"] = new() { Low = 0.035, Mid = 0.05, High = 0.065, Source = "assumption within EMEA's 33.5%" },
        ["FR"] = new() { Low = 0.03, Mid = 0.04, High = 0.055, Source = "assumption within EMEA's 33.5%" },
        ["ES"] = new() { Low = 0.02, Mid = 0.03, High = 0.04, Source = "assumption within EMEA's 33.5%" },
        ["IT"] = new() { Low = 0.02, Mid = 0.03, High = 0.04, Source = "assumption within EMEA's 33.5%" },
        ["BE"] = new() { Low = 0.005, Mid = 0.008, High = 0.012, Source = "assumption within EMEA's 33.5%" },
        ["BR"] = new() { Low = 0.04, Mid = 0.06, High = 0.08, Source = "assumption within LATAM's 17.7% (Netflix Q4 2024 letter)" },
        ["MX"] = new() { Low = 0.03, Mid = 0.045, High = 0.06, Source = "assumption within LATAM's 17.7%" },
        ["JP"] = new() { Low = 0.025, Mid = 0.035, High = 0.045, Source = "assumption within APAC's 19.1% (Netflix Q4 2024 letter)" },
        ["KR"] = new() { Low = 0.015, Mid = 0.025, High = 0.035, Source = "assumption within APAC's 19.1%" },
    };

    /// <summary>Persons per market against whom GRP and TRP are stated (ISO 3166-1 alpha-2). Default: total population, mid-2024; set the currency's own universe, say persons 15+ with a television.</summary>
    public Dictionary<string, MarketUniverse> Universes { get; set; } = new[]
    {
        ("US", 345_400_000L), ("CA", 39_700_000), ("GB", 69_100_000), ("DE", 84_600_000), ("FR", 66_500_000), ("ES", 47_900_000), ("IT", 59_300_000), ("BE", 11_700_000), ("BR", 212_000_000), ("MX", 130_900_000),
        ("JP", 123_800_000), ("KR", 51_700_000),
    }.ToDictionary(u => u.Item1, u => new MarketUniverse { Persons = u.Item2, Source = "total population mid-2024, UN World Population Prospects 2024, rounded" }, StringComparer.Ordinal);

    /// <summary>Price of 1,000 impressions of inventory that is imported without prices, units. Default 18; the import may state its own.</summary>
    [Range(0.01, 10_000)]
    public decimal DefaultCpm { get; set; } = 18;

    /// <summary>ISO 4217. Default EUR.</summary>
    [RegularExpression("^[A-Z]{3}$")]
    public string DefaultCurrency { get; set; } = "EUR";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        IEnumerable<(string Name, AssumedInterval Value)> all =
        [
            (nameof(StatedSupply), StatedSupply), (nameof(AdTierShare), AdTierShare), (nameof(SellThrough), SellThrough),
            .. OpportunitiesPerHour.Select(p => ($"{nameof(OpportunitiesPerHour)}:{p.Key}", p.Value)),
            .. CountryShare.Select(p => ($"{nameof(CountryShare)}:{p.Key}", p.Value)),
        ];
        foreach (var (market, universe) in Universes)
            if (universe.Persons <= 0) yield return new ValidationResult($"Universes:{market} must have Persons above 0.", [$"{nameof(Universes)}:{market}"]);
        foreach (var (name, value) in all)
            if (!(value.Low > 0 && value.Low <= value.Mid && value.Mid <= value.High && value.High < 1e6))
                yield return new ValidationResult($"{name} must have 0 < Low <= Mid <= High.", [name]);
    }
}

internal sealed class MarketUniverse
{
    public long Persons { get; set; }
    public string Source { get; set; } = "assumption";
}

/// <summary>P10, P50, P90 of something that is not measured here, and where the figures come from.</summary>
internal sealed class AssumedInterval
{
    public double Low { get; set; }
    public double Mid { get; set; }
    public double High { get; set; }
    public string Source { get; set; } = "assumption";

    public Interval ToInterval() => new(Low, Mid, High);
}
