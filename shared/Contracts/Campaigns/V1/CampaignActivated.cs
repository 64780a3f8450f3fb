using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;

namespace AdPlatform.Contracts.Campaigns.V1;

/// <summary>The campaign may serve from now on (within its flight). Carries ids, versions and lines only; creatives come in CreativeReviewed.</summary>
public sealed record CampaignActivated : IAccountMessage
{
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>Monotonic; a consumer ignores a lower one than it has seen.</summary>
    public required int CampaignVersion { get; init; }

    public required Guid PlanId { get; init; }
    public required int PlanVersion { get; init; }
    public required Objective Objective { get; init; }
    public required Money Budget { get; init; }
    public required Flight Flight { get; init; }
    public required string Zone { get; init; }
    public FrequencyCap? FrequencyCap { get; init; }

    /// <summary>Of each single creative.</summary>
    public FrequencyCap? CreativeCap { get; init; }

    /// <summary>Of all the advertiser's campaigns together.</summary>
    public FrequencyCap? AdvertiserCap { get; init; }

    /// <summary>Share of viewers to whom it is not shown, 0.01 to 0.5; null is none.</summary>
    public double? Holdout { get; init; }

    /// <summary>Political advertising: nothing that is known of a viewer may choose it or one of its creatives (Regulation (EU) 2024/900, article 18).</summary>
    public bool Political { get; init; }
    public required string AdvertiserDomain { get; init; }

    /// <summary>IAB Content 3.1 id of what is advertised, for blocks (bcat) and competitive separation.</summary>
    public string? AdvertiserCategory { get; init; }

    /// <summary>Approved at that moment, for the record; whatever CreativeReviewed approves serves, also later.</summary>
    public required IReadOnlyList<Guid> CreativeIds { get; init; }
    public required IReadOnlyList<PlanLine> Lines { get; init; }
    public required DateTimeOffset ActivatedAt { get; init; }
}
