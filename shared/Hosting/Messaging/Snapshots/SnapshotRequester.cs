using AdPlatform.Contracts.Platform.V1;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Hosting.Messaging.Snapshots;

/// <summary>
/// On a broker, at the first start on a database: asks for the state that was told before our queues were there. Once: request and answer are as
/// durable as every message. Embedded, all services have been there from the start.
/// </summary>
internal sealed class SnapshotRequester<TDb>(IServiceScopeFactory scopes, IEnumerable<WantedSnapshot> wanted, ServiceDatabase<TDb> database, BusMode mode, TimeProvider clock) : IHostedService
    where TDb : ServiceDb
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!mode.IsBroker) return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        // Alone over all instances: a snapshot that is asked for twice would only cost.
        await db.BeginWriteAsync(cancellationToken);
        var known = await db.Snapshots.Select(row => row.MessageType).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var messageType in wanted.Where(w => w.Db == typeof(TDb)).Select(w => w.MessageType).Distinct().Except(known))
        {
            db.Snapshots.Add(new SnapshotRow { MessageType = messageType, RequestedAt = now });
            db.Publish(new SnapshotRequested { AccountId = SnapshotRequested.AllAccounts, MessageType = messageType, Service = database.Name }, now);
        }

        await db.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
