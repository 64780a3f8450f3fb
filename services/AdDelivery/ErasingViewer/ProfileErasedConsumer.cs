using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting.Storage;
using MassTransit;

namespace AdPlatform.AdDelivery.ErasingViewer;

/// <summary>Drops the viewer: cap slots go, events and counts stay without the hash. Decisions and explanations never name a viewer.</summary>
internal sealed class ProfileErasedConsumer(DeliveryDb db, ICapCounter caps) : IConsumer<ProfileErased>
{
    public async Task Consume(ConsumeContext<ProfileErased> context)
    {
        var erased = context.Message;
        await db.BeginWriteAsync(context.CancellationToken);
        foreach (var hash in erased.ViewerHashes)
        {
            // So that no event written after the commit, by whatever instance, brings the hash back.
            await db.ExecuteAsync(
                """
                INSERT INTO erased_viewers (publisher_id, viewer_hash, erased_at) VALUES (@p0, @p1, @p2)
                ON CONFLICT (publisher_id, viewer_hash) DO UPDATE SET erased_at = excluded.erased_at WHERE excluded.erased_at > erased_viewers.erased_at
                """,
                context.CancellationToken, erased.AccountId, hash, erased.ErasedAt);
            await db.ExecuteAsync("DELETE FROM cap_uses WHERE publisher_id = @p0 AND viewer_hash = @p1", context.CancellationToken, erased.AccountId, hash);
            await db.ExecuteAsync("UPDATE events SET viewer_hash = NULL WHERE publisher_id = @p0 AND viewer_hash = @p1", context.CancellationToken, erased.AccountId, hash);
        }
        await caps.ForgetAsync([.. erased.ViewerHashes]);
    }
}
