using System.Runtime.CompilerServices;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Hosting.Access;

public static class KeySnapshot
{
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
