using System.ComponentModel.DataAnnotations;

namespace AdPlatform.AdDelivery;

/// <summary>Section <c>AdPlatform:AdDelivery</c>; a test pins the defaults.</summary>
internal sealed class AdDeliveryOptions
{
    /// <summary>How long a decision holds its price; an impression within it is billed. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ReservationLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after the decision events are still accepted (and reported, unbilled beyond the reservation), and how long a decision that nothing
    /// came of holds its viewer's cap slot. Default 24 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan EventWindow { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long decisions draw on one budget lease before it is handed back. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LeaseLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A lease is at most this part of what is left (1/16 by default), so that slices shrink near the end.</summary>
    [Range(1, 1000)]
    public int LeaseDivisor { get; set; } = 16;

    /// <summary>Impressions that a lease pays for: at least, unless less money is left. Default 20.</summary>
    [Range(1, 10_000)]
    public int LeaseMinImpressions { get; set; } = 20;

    /// <summary>Impressions that a lease pays for: at most. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int LeaseMaxImpressions { get; set; } = 2_000;

    /// <summary>Longest wait for a profile before the answer is contextual; half of a request's tmax when that is less. Default 10 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:01")]
    public TimeSpan ProfileBudget { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Longest wait of an answer for cap counts, all its placements together; half of a request's tmax when that is less. After it capped campaigns do
    /// not take part. More than for a profile: without caps an impression is lost, without a profile only its aim. Default 20 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:01")]
    public TimeSpan CapBudget { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Questions that one instance answers at once; more get 503 with Retry-After. Default 256.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrentDecisions { get; set; } = 256;

    /// <summary>How long work may wait for a processor before a part of the questions gets 503. Default 15 ms: refusals then come well within 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan MaxQueueDelay { get; set; } = TimeSpan.FromMilliseconds(15);

    /// <summary>How often changed campaigns and learned models are taken over into serving. Default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Countries (ISO 3166-1 alpha-2) where TCF applies unless the request says otherwise: EEA, United Kingdom, Switzerland.</summary>
    public IReadOnlyList<string> TcfCountries { get; set; } =
    [
        "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO",
        "PL", "PT", "RO", "SE", "SI", "SK",
    ];

    /// <summary>
    /// The operator's id in the Global Vendor List, 1 to 65535: of a TC string, only purposes that the viewer allows this vendor count. Default none, which
    /// takes the purposes' consents alone.
    /// </summary>
    [Range(1, 65_535)]
    public int? TcfVendorId { get; set; }

    /// <summary>TCF purposes that learning from a response needs, where TCF applies. Default 9 and 10.</summary>
    public IReadOnlyList<int> LearningPurposes { get; set; } = [9, 10];

    /// <summary>Share of decisions whose creative is drawn uniformly, for unbiased readout, 0..1. Default 0.1.</summary>
    [Range(0.0, 1.0)]
    public double UniformSlice { get; set; } = 0.1;

    /// <summary>
    /// Part of a throttled line's impressions that is spread over all its requests alike; the rest goes to the most promising ones. 0..1, default 0.2.
    /// </summary>
    [Range(0.0, 1.0)]
    public double EvenPacing { get; set; } = 0.2;

    /// <summary>Impressions of evidence that the style score's prior is worth. Default 800.</summary>
    [Range(1, 1_000_000)]
    public int PriorImpressions { get; set; } = 800;

    /// <summary>Impressions that a creative gets at a minimum share before learning may starve it. Default 300.</summary>
    [Range(0, 1_000_000)]
    public int MinimumExposure { get; set; } = 300;

    /// <summary>Click rate that is expected before anything was seen. Default 0.003 (display benchmarks lie at 0.001 to 0.005).</summary>
    [Range(0.000_01, 0.5)]
    public double ExpectedClickRate { get; set; } = 0.003;

    /// <summary>A campaign is fitted again after this many new impressions, or a tenth more than it had, whichever is more. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int RefitImpressions { get; set; } = 100;

    /// <summary>Folder with IAB Tech Lab's taxonomies as published (Content_Taxonomy_3.1.tsv, Content_Taxonomy_1.0.tsv). Default none: see Taxonomies.</summary>
    public string TaxonomyFolder { get; set; } = "";

    /// <summary>Units of a currency (ISO 4217) that one euro buys, for floors and bids in other currencies than the line's. Default none: such lines do not bid.</summary>
    public IDictionary<string, decimal> CurrencyRates { get; set; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);

    /// <summary>VAST macros stand in plain brackets, for players that do not know them percent-encoded. Default false: valid by the schema.</summary>
    public bool PlainMacros { get; set; }

    /// <summary>Open Measurement script that VAST names. Default none.</summary>
    public ServingVast.VerificationOptions Verification { get; set; } = new();

    /// <summary>Networks of data centres (CIDR) from which no viewer comes. Default none: lists age quickly, take a current one.</summary>
    public IReadOnlyList<string> DataCentres { get; set; } = [];

    /// <summary>More parts of user agents that are robots, such as those of the licensed IAB list. Default none.</summary>
    public IReadOnlyList<string> Robots { get; set; } = [];

    /// <summary>Questions a minute of one viewer beyond which they are no viewer's. Default 600.</summary>
    [Range(1, 100_000)]
    public int MaxRequestsPerMinute { get; set; } = 600;

    /// <summary>Origins of pages whose scripts may ask for bids, such as https://www.example.com. Default none.</summary>
    public IReadOnlyList<string> BrowserOrigins { get; set; } = [];

    /// <summary>Decisions, and what replays them, are kept this long. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "400.00:00:00")]
    public TimeSpan DecisionRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Absolute URL under which players reach this service; empty takes the one that the request came to.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Absolute URL of the creatives' assets; empty takes <see cref="PublicUrl"/>.</summary>
    public string AssetUrl { get; set; } = "";
}
