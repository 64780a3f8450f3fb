namespace AdPlatform.AudienceProfiling.PreparingAudience;

/// <summary>What was answered to one PrepareAudience: the message, in the JSON of the bus.</summary>
internal sealed class PreparedAudience
{
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public string? Prepared { get; init; }
    public string? Rejected { get; init; }
    public required DateTimeOffset AnsweredAt { get; init; }
}
