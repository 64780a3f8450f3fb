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

    /// <summary>Set when an earlier version is written anew; null for a campaign's first creatives.</summary>
    public RefreshOrder? Refresh { get; init; }
}

/// <summary>The earlier version's creatives move into the new one as they are, and what is written beside them says what none of them said.</summary>
/// <param name="Of">The earlier version.</param>
/// <param name="Leave">Creatives that stay behind: they are tired.</param>
public sealed record RefreshOrder(int Of, IReadOnlyList<Guid> Leave);
