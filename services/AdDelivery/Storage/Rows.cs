using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;

namespace AdPlatform.AdDelivery.Storage;

internal sealed class CampaignRow
{
    public required Guid CampaignId { get; init; }
    public required string PublisherId { get; init; }
    public required string AdvertiserId { get; init; }
    public required int CampaignVersion { get; set; }
    public required Guid PlanId { get; set; }
    public required int PlanVersion { get; set; }
    public required Objective Objective { get; set; }
    public required string Currency { get; set; }
    public required long BudgetMicros { get; set; }
    public required DateOnly FlightStart { get; set; }
    public required DateOnly FlightEnd { get; set; }
    public required string Zone { get; set; }
    public int? CapPerDay { get; set; }
    public int? CapPerFlight { get; set; }
    public int? CapPerMinute { get; set; }
    public int? CapPerHour { get; set; }

    /// <summary>The contract's cap of a creative, JSON.</summary>
    public string? CreativeCap { get; set; }

    /// <summary>The contract's cap of an advertiser, JSON.</summary>
    public string? AdvertiserCap { get; set; }

    public double? Holdout { get; set; }
    public bool Political { get; set; }
    public required string AdvertiserDomain { get; set; }
    public string? AdvertiserCategory { get; set; }

    public required DateTimeOffset ActivatedAt { get; set; }
}

internal sealed class CampaignStateRow
{
    public required Guid CampaignId { get; init; }
    public required CampaignStatus Status { get; set; }
    public required int Version { get; set; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class LineRow
{
    public required Guid LineId { get; init; }
    public required Guid CampaignId { get; init; }
    public required string PublisherId { get; init; }
    public required string AdvertiserId { get; init; }
    public required int PlanVersion { get; set; }
    public required string TitleId { get; set; }
    public required string Format { get; set; }
    public required string Geography { get; set; }
    public required long BudgetMicros { get; set; }

    /// <summary>The contract's plan line, JSON.</summary>
    public required string Document { get; set; }
}

internal sealed class CreativeRow
{
    public required Guid CreativeId { get; init; }
    public required Guid CampaignId { get; init; }
    public required string PublisherId { get; init; }
    public required string AdvertiserId { get; init; }
    public required int Version { get; set; }
    public required ReviewDecision Decision { get; set; }

    /// <summary>Where its click leads; stays after a later rejection, for answers that are still out.</summary>
    public string? LandingUrl { get; set; }

    /// <summary>The contract's serving form, JSON; null unless approved.</summary>
    public string? Document { get; set; }

    public required DateTimeOffset ReviewedAt { get; set; }
}

internal sealed class TitleRow
{
    public required string PublisherId { get; init; }
    public required string TitleId { get; init; }
    public required string Name { get; set; }

    /// <summary>JSON array, lower case.</summary>
    public required string Genres { get; set; }

    /// <summary>JSON array of IAB Content 3.1 ids.</summary>
    public required string Categories { get; set; }
}
