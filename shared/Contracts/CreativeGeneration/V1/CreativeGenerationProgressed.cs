namespace AdPlatform.Contracts.CreativeGeneration.V1;

/// <summary>How far a generation is; for people, so losing one harms nobody.</summary>
public sealed record CreativeGenerationProgressed : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }

    /// <summary>facts, writing, gating, rendering; filming, in frames, where films are rendered.</summary>
    public required string Stage { get; init; }

    public required int Done { get; init; }
    public required int Total { get; init; }
}
