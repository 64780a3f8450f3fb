using System.Runtime.CompilerServices;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Hosting.Access;

public static class KeySnapshot
{
    /// <summary>
    /// For the owner of the keys, in the transaction that issues one: a snapshot that is read between that commit and the owner's own hearing of it
    /// would lack the key, and who asked would never hear of it again.
    /// </summary>
    public static void Issued(ServiceDb db, ApiKeyIssued issued) => Keep(db, issued);

    /// <inheritdoc cref="Issued"/>
    public static async Task RevokedAsync(ServiceDb db, Guid keyId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.ApiKeys.SingleOrDefaultAsync(row => row.KeyId == keyId, cancellationToken) is { } row) row.RevokedAt = at;
    }

    internal static ApiKeyRow Keep(ServiceDb db, ApiKeyIssued issued)
    {
        var row = new ApiKeyRow
        {
            KeyId = issued.KeyId,
            KeyHash = issued.KeyHash,
            AccountId = issued.AccountId,
            AccountKind = issued.AccountKind,
            PublisherId = issued.PublisherId,
            Scopes = string.Join(' ', issued.Scopes),
            ExpiresAt = issued.ExpiresAt,
        };
        db.ApiKeys.Add(row);
        return row;
    }

    /// <summary>The living keys as they were issued. A revoked one is not told: who never heard of it never lets it in.</summary>
    public static async IAsyncEnumerable<IAccountMessage> ReadAsync(ServiceDb db, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        await foreach (var row in db.ApiKeys.AsNoTracking().Where(row => row.RevokedAt == null).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return new ApiKeyIssued
            {
                AccountId = row.AccountId,
                AccountKind = row.AccountKind,
                PublisherId = row.PublisherId,
                KeyId = row.KeyId,
                KeyHash = row.KeyHash,
                Scopes = row.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                ExpiresAt = row.ExpiresAt,
            };
        }
    }
}
