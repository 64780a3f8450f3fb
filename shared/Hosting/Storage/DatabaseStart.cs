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
                await ReadKeysAsync(db, cancellationToken);
                database.Versions?.Watch($"{database.Name}:{KeyRing.Version}", ReadKeysAsync);
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

    private async Task ReadKeysAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await ReadKeysAsync(scope.ServiceProvider.GetRequiredService<TDb>(), cancellationToken);
    }

    /// <summary>Of what another instance has heard as well.</summary>
    private async Task ReadKeysAsync(TDb db, CancellationToken cancellationToken)
    {
        foreach (var row in await db.ApiKeys.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (row.RevokedAt is null) keys.Add(row.ToKey());
            else keys.Revoke(row.KeyId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database of {Service} cannot be reached yet: {Reason}")]
    private static partial void LogWaiting(ILogger log, string service, string reason);
}
