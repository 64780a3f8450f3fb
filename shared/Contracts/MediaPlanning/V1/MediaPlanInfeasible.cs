namespace AdPlatform.Contracts.MediaPlanning.V1;

/// <summary>No plan satisfies the constraints; names them and the smallest relaxation.</summary>
public sealed record MediaPlanInfeasible : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required IReadOnlyList<string> Constraints { get; init; }
    public required string Relaxation { get; init; }
}
