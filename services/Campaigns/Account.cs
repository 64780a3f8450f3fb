using AdPlatform.Contracts.Campaigns.V1;

namespace AdPlatform.Campaigns;

internal sealed class Account
{
    public required string AccountId { get; init; }
    public required AccountKind Kind { get; init; }
    public required string Name { get; init; }

    /// <summary>The publisher on whose platform the account acts; its own id for a publisher.</summary>
    public required string PublisherId { get; init; }

    /// <summary>The first publisher of an installation opens the others.</summary>
    public bool Operator { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A key as its owner sees it. The secret is nowhere.</summary>
internal sealed class IssuedKey
{
    public required Guid KeyId { get; init; }
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required string Name { get; init; }

    /// <summary>Separated by spaces.</summary>
    public required string Scopes { get; init; }

    /// <summary>Key that issued it; null for the first.</summary>
    public Guid? IssuedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
}
