using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AdPlatform.Hosting.Storage;

/// <summary>Ready means: can accept durably. So the check writes, in a transaction that is rolled back.</summary>
internal sealed class DatabaseCheck<TDb>(TDb db) : IHealthCheck
    where TDb : ServiceDb
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await db.BeginWriteAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("UPDATE schema_migrations SET number = number WHERE number = 1", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (System.Data.Common.DbException cause)
        {
            return HealthCheckResult.Unhealthy(cause.Message);
        }
    }
}
