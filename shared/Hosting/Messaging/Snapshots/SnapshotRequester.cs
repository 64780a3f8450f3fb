using AdPlatform.Contracts.Platform.V1;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting.Messaging.Snapshots;

/// <summary>
/// On a broker, at the first start on a database: asks for the state that was told before our queues were there, and again, ever more rarely, until
/// the owner has answered: a request that comes before the owner's queues is heard by nobody. Embedded, all services have been there from the start.
/// </summary>
internal sealed partial class SnapshotRequester<TDb>(
    IServiceScopeFactory scopes, IEnumerable<WantedSnapshot> wanted, ServiceDatabase<TDb> database, BusMode mode, TimeProvider clock, ILogger<SnapshotRequester<TDb>> log) : BackgroundService
    where TDb : ServiceDb
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!mode.IsBroker) return;
        await AskAsync(again: false, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            await Task.Delay(wait, clock, stoppingToken);
            try
            {
                if (await AskAsync(again: true, stoppingToken) == 0) return;
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The store is away: asked after the next wait.
                LogMissed(log, cause, database.Name);
            }
        }
    }

    /// <returns>How many have no answer yet.</returns>
    private async Task<int> AskAsync(bool again, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        // Alone over all instances: a snapshot that is asked for twice would only cost.
        await db.BeginWriteAsync(cancellationToken);
        var known = await db.Snapshots.ToDictionaryAsync(row => row.MessageType, cancellationToken);
        var now = clock.GetUtcNow();
        var missing = wanted.Where(w => w.Db == typeof(TDb)).Select(w => w.MessageType).Distinct().Where(type => !known.TryGetValue(type, out var row) || row.CompletedAt is null).ToList();
        foreach (var messageType in missing)
        {
            if (!known.TryGetValue(messageType, out var row)) db.Snapshots.Add(new SnapshotRow { MessageType = messageType, RequestedAt = now });
            else if (again) row.RequestedAt = now;
            else continue;
            db.Publish(new SnapshotRequested { AccountId = SnapshotRequested.AllAccounts, MessageType = messageType, Service = database.Name }, now);
        }

        await db.CommitAsync(cancellationToken);
        return missing.Count;
    }

    [LoggerMessage(LogLevel.Warning, "{Service} could not ask again for the state of others")]
    private static partial void LogMissed(ILogger log, Exception cause, string service);
}
