namespace AdPlatform.Contracts.CreativeGeneration.V1;

/// <summary>Nothing that the brief allows could be written; the brief's field at fault and the reason.</summary>
public sealed record CreativeGenerationFailed : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required string Field { get; init; }
    public required string Reason { get; init; }
}
