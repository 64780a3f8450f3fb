using AdPlatform.Hosting.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Hosting.Storage;

/// <summary>Before anything else of the service starts: migrate, then learn the keys that were issued earlier.</summary>
internal sealed class DatabaseStart<TDb>(IServiceScopeFactory scopes, ServiceDatabase<TDb> database, KeyRing keys, TimeProvider clock) : IHostedLifecycleService
    where TDb : ServiceDb
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await Migrator.ApplyAsync(db, database, clock, cancellationToken);
        foreach (var row in await db.ApiKeys.AsNoTracking().Where(row => row.RevokedAt == null).ToListAsync(cancellationToken))
            keys.Add(row.ToKey());
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
