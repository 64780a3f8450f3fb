namespace AdPlatform.Contracts.Campaigns.V1;

/// <summary>Serving stops until the campaign is activated again.</summary>
public sealed record CampaignPaused : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required DateTimeOffset PausedAt { get; init; }
    public string? Reason { get; init; }
}
