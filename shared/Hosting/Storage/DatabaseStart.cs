using AdPlatform.Hosting.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting.Storage;

/// <summary>Before anything else of the service starts: migrate, then learn the keys that were issued earlier.</summary>
internal sealed partial class DatabaseStart<TDb>(
    IServiceScopeFactory scopes, ServiceDatabase<TDb> database, KeyRing keys, TimeProvider clock, ILogger<DatabaseStart<TDb>> log) : IHostedLifecycleService
    where TDb : ServiceDb
{
    /// <summary>Servers and services may be started in any order; after that, whoever restarts us shall know.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<TDb>();
                await Migrator.ApplyAsync(db, database, clock, cancellationToken);
                foreach (var row in await db.ApiKeys.AsNoTracking().Where(row => row.RevokedAt == null).ToListAsync(cancellationToken))
                    keys.Add(row.ToKey());
                return;
            }
            catch (Exception cause) when (database.Provider == StorageProvider.Postgres && StoreFaults.IsAway(cause) && clock.GetElapsedTime(begun) < Patience)
            {
                LogWaiting(log, database.Name, (cause.InnerException ?? cause).Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The database of {Service} cannot be reached yet: {Reason}")]
    private static partial void LogWaiting(ILogger log, string service, string reason);
}
