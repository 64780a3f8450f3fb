namespace AdPlatform.Contracts.AudienceProfiling.V1;

/// <summary>No segment fits, or one that was named does not exist: <c>Field</c> says which part of the brief is at fault.</summary>
public sealed record AudienceRejected : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required string Field { get; init; }
    public required string Reason { get; init; }
}
