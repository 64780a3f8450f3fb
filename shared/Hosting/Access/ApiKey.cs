using System.Security.Cryptography;
using System.Text;
using AdPlatform.Contracts.Campaigns.V1;

namespace AdPlatform.Hosting.Access;

/// <summary>A key as services know it: by its hash. <c>adp_</c> and 43 characters of base64url (256 random bits), so a plain SHA-256 is enough.</summary>
public sealed record ApiKey(
    Guid KeyId, string KeyHash, string AccountId, AccountKind AccountKind, string PublisherId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt)
{
    public const string Prefix = "adp_";

    public static string NewSecret() => Prefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>A service's own copy of the keys, kept by ApiKeyIssued and ApiKeyRevoked.</summary>
internal sealed class ApiKeyRow
{
    public required Guid KeyId { get; init; }
    public required string KeyHash { get; init; }
    public required string AccountId { get; init; }
    public required AccountKind AccountKind { get; init; }
    public required string PublisherId { get; init; }

    /// <summary>Separated by spaces.</summary>
    public required string Scopes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }

    public ApiKey ToKey() => new(KeyId, KeyHash, AccountId, AccountKind, PublisherId, Scopes.Split(' '), ExpiresAt);
}
