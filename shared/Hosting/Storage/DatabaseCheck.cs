using System.Data.Common;
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
            // PostgreSQL has many writers: a long one must not make the service look away.
            if (db.Provider == StorageProvider.Postgres) await db.Database.BeginTransactionAsync(cancellationToken);
            else await db.BeginWriteAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("UPDATE schema_migrations SET number = number WHERE number = 1", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception cause) when (cause is DbException || StoreFaults.IsAway(cause))
        {
            return HealthCheckResult.Unhealthy((cause.InnerException as DbException ?? cause).Message);
        }
    }
}
