namespace AdPlatform.Contracts.Campaigns.V1;

/// <summary>The key is dead; it holds everywhere within a second.</summary>
public sealed record ApiKeyRevoked : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid KeyId { get; init; }
    public required DateTimeOffset RevokedAt { get; init; }
}
