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
        foreach (var (campaign, viewer, decision, day, until) in await db.QueryAsync(
            "SELECT campaign_id, viewer_hash, decision_id, day, until FROM cap_uses",
            row => (row.Id(0), row.GetString(1), row.Id(2), row.Day(3), row.IsDBNull(4) ? (DateTimeOffset?)null : row.At(4)), cancellationToken))
            caps.Restore(campaign, viewer, decision, day, until);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
