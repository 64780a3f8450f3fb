namespace AdPlatform.Contracts.Campaigns.V1;

/// <summary>A step refused or could not be done; the reason says which and why, for the advertiser.</summary>
public sealed record CampaignFailed : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required string Step { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset FailedAt { get; init; }
}
