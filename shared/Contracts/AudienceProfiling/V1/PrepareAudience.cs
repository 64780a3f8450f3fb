using AdPlatform.Contracts.Briefs;

namespace AdPlatform.Contracts.AudienceProfiling.V1;

/// <summary>Resolve a campaign's targeting against the publisher's segments.</summary>
public sealed record PrepareAudience : IAccountCommand
{
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required Targeting Targeting { get; init; }
    public required IReadOnlyList<string> Geographies { get; init; }
}
