using AdPlatform.Contracts.Briefs;

namespace AdPlatform.Contracts.Campaigns.V1;

/// <summary>A brief was accepted and is stored.</summary>
public sealed record CampaignSubmitted : IAccountMessage
{
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required CampaignBrief Brief { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
}
