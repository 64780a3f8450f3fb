using System.ComponentModel.DataAnnotations;

namespace AdPlatform.CreativeGeneration.RefreshingCreatives;

/// <summary><c>AdPlatform:CreativeRefresh</c>: when delivery is looked at, and what counts as worn out.</summary>
internal sealed class RefreshOptions
{
    /// <summary>Impressions of a campaign before its first look; the next looks each wait for a quarter more than the last. Default 5,000.</summary>
    [Range(100, 10_000_000)]
    public int FirstLook { get; set; } = 5000;

    /// <summary>Impressions below which nothing is tested. Default 1,000.</summary>
    [Range(50, 10_000_000)]
    public int LeastImpressions { get; set; } = 1000;

    /// <summary>Clicks below which the normal approximation of the tests is not trusted. Default 20.</summary>
    [Range(5, 10_000)]
    public int LeastClicks { get; set; } = 20;

    /// <summary>Share by which a rate must have fallen, or lie below, to be worth a refresh. Default 0.2.</summary>
    [Range(0.01, 0.9)]
    public double LeastFall { get; set; } = 0.2;

    /// <summary>Days for which it is remembered that a record was counted; what happened before them is not counted any more, so that none counts twice. Default 60.</summary>
    [Range(1, 1000)]
    public int RecordDays { get; set; } = 60;

    /// <summary>Chance of any false reason over all looks of a campaign. Default 0.05.</summary>
    [Range(0.0001, 0.5)]
    public double Error { get; set; } = 0.05;
}
