using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AdPlatform.Hosting.Caching;

/// <summary>Without Redis everything accepted is still durable: the process stays ready, and says what it is without.</summary>
internal sealed class RedisCheck(RedisConnection connection) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !connection.IsUsable ? HealthCheckResult.Degraded("Redis does not answer: decisions are contextual, capped campaigns wait")
        : connection.Incarnation switch
        {
            null => HealthCheckResult.Degraded("Redis is being asked who it is"),
            { Loading: true } => HealthCheckResult.Degraded("Redis reads its data from the disk"),
            { Evicts: true } => HealthCheckResult.Degraded("Redis may drop keys when its memory is full: set maxmemory-policy to noeviction"),
            _ => HealthCheckResult.Healthy(),
        });
}
