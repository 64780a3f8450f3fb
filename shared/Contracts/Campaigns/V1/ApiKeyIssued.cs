namespace AdPlatform.Contracts.Campaigns.V1;

/// <summary>A key may be used from now on: each service keeps a copy and checks keys alone.</summary>
public sealed record ApiKeyIssued : IAccountMessage
{
    public required string AccountId { get; init; }
    public required AccountKind AccountKind { get; init; }

    /// <summary>The publisher on whose platform the account acts; its own id for a publisher.</summary>
    public required string PublisherId { get; init; }

    public required Guid KeyId { get; init; }

    /// <summary>SHA-256 of the whole key, lower-case hex. The key itself is shown once and stored nowhere.</summary>
    public required string KeyHash { get; init; }

    /// <summary>See Hosting's Scopes.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

public enum AccountKind { Publisher, Advertiser, Agency }
