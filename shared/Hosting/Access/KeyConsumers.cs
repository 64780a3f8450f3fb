using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Hosting.Access;

/// <summary>Each service keeps its own copy of the keys, so that it checks alone.</summary>
internal sealed class ApiKeyIssuedConsumer<TDb>(TDb db, KeyRing keys) : IConsumer<ApiKeyIssued>
    where TDb : ServiceDb
{
    public async Task Consume(ConsumeContext<ApiKeyIssued> context)
    {
        var issued = context.Message;
        var row = await db.ApiKeys.FindAsync([issued.KeyId], context.CancellationToken);
        if (row is null)
        {
            row = KeySnapshot.Keep(db, issued);
        }

        if (row.RevokedAt is null) keys.Add(row.ToKey());
        db.BumpAfterCommit(KeyRing.Version);
    }
}

internal sealed class ApiKeyRevokedConsumer<TDb>(TDb db, KeyRing keys) : IConsumer<ApiKeyRevoked>
    where TDb : ServiceDb
{
    public async Task Consume(ConsumeContext<ApiKeyRevoked> context)
    {
        var row = await db.ApiKeys.SingleOrDefaultAsync(row => row.KeyId == context.Message.KeyId, context.CancellationToken)
            // Ahead of its issue: retried, then visible among the errors.
            ?? throw new InvalidOperationException($"Key {context.Message.KeyId} is not known here yet.");
        row.RevokedAt = context.Message.RevokedAt;
        keys.Revoke(row.KeyId);
        db.BumpAfterCommit(KeyRing.Version);
    }
}
