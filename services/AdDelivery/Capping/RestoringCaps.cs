using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>At the start, before the first decision: the counts in this process as they were committed.</summary>
internal sealed class RestoringCaps(IServiceScopeFactory scopes, CapCounter caps) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        foreach (var (viewer, slot) in await db.QueryAsync($"SELECT {StoredSlots.Columns} FROM cap_uses", StoredSlots.Read, cancellationToken)) caps.Restore(viewer, slot);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
