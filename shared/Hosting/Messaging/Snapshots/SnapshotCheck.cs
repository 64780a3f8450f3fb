using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AdPlatform.Hosting.Messaging.Snapshots;

/// <summary>Until its snapshots have come a service works with less than there is: degraded, and it says what is missing.</summary>
internal sealed class SnapshotCheck<TDb>(TDb db) : IHealthCheck
    where TDb : ServiceDb
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var missing = await db.Snapshots.AsNoTracking().Where(row => row.CompletedAt == null).Select(row => row.MessageType).ToListAsync(cancellationToken);
            return missing.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"waits for the state of {string.Join(", ", missing)}");
        }
        catch (Exception cause) when (StoreFaults.IsAway(cause))
        {
            // The database's own check says so.
            return HealthCheckResult.Healthy();
        }
    }
}
