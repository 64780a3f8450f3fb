namespace AdPlatform.Contracts.Campaigns.V1;

/// <summary>The flight is over or the campaign was cancelled: it never serves again.</summary>
public sealed record CampaignEnded : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
    public string? Reason { get; init; }
}
