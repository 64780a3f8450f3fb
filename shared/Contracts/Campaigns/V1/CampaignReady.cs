namespace AdPlatform.Contracts.Campaigns.V1;

/// <summary>Audience, creatives and plan are there: the campaign waits for approval.</summary>
public sealed record CampaignReady : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required Guid PlanId { get; init; }
    public required int CreativeCount { get; init; }
    public required DateTimeOffset ReadyAt { get; init; }
}
