using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.Contracts.CreativeGeneration.V1;

/// <summary>Write, gate, score and render creatives for every segment, format and locale. Idempotent by campaign id and version.</summary>
public sealed record GenerateCreatives : IAccountCommand
{
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required CampaignBrief Brief { get; init; }
    public required IReadOnlyList<AudienceSegment> Segments { get; init; }
}
