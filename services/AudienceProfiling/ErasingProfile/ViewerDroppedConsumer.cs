using AdPlatform.Contracts.AdDelivery.V1;
using MassTransit;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>Delivery has dropped a viewer: its lines come onto the receipt.</summary>
internal sealed class ViewerDroppedConsumer(ProfilingDb db, Receipts receipts) : IConsumer<ViewerDropped>
{
    public async Task Consume(ConsumeContext<ViewerDropped> context)
    {
        await db.BeginWriteAsync(context.CancellationToken);
        await receipts.DroppedAsync(context.Message.AccountId, context.Message.ErasureId, context.Message.Stores, context.CancellationToken);
    }
}
