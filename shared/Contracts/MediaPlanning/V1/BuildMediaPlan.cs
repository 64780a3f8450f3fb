using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.Contracts.MediaPlanning.V1;

/// <summary>Spend the budget over the publisher's inventory for the objective. Idempotent by campaign id and version.</summary>
public sealed record BuildMediaPlan : IAccountCommand
{
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required Objective Objective { get; init; }
    public required Money Budget { get; init; }
    public required Flight Flight { get; init; }
    public required string Zone { get; init; }
    public required IReadOnlyList<string> Geographies { get; init; }

    /// <summary>Only formats that can be served count.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    public required Targeting Targeting { get; init; }
    public required long Universe { get; init; }
    public required IReadOnlyList<AudienceSegment> Segments { get; init; }
    public required IReadOnlyList<SegmentOverlap> Overlaps { get; init; }

    /// <summary>A missing pair shares fewer viewers than this; null when nothing is known of it.</summary>
    public int? OverlapFloor { get; init; }
}
