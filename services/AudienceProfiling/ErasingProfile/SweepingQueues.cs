using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Messaging;

namespace AdPlatform.AudienceProfiling.ErasingProfile;

/// <summary>
/// Sends a batch without events behind what waits in the outbox and in each queue of viewer events: whoever consumes it knows that nothing older is
/// left there. Erasures of a moment share one, however many there are. And takes the events of the erased out of messages that failed since.
/// </summary>
internal sealed partial class SweepingQueues(IServiceScopeFactory scopes, Partitions partitions, TimeProvider clock, ILogger<SweepingQueues> log) : BackgroundService
{
    /// <summary>Erasures that come within that share a sweep.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(100);

    /// <summary>Of erasures whose process died before it rang, and after a failure.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim bell = new(1, 1);
    private DateTimeOffset cleanedAt = DateTimeOffset.UnixEpoch;

    public void Ring()
    {
        try
        {
            if (bell.CurrentCount == 0) bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two rang at once: one ring is enough.
        }
    }

    public override void Dispose()
    {
        bell.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await bell.WaitAsync(LookAgain, stoppingToken);
            try
            {
                await Task.Delay(Together, clock, stoppingToken);
                await SendAsync(stoppingToken);
                await CleanFailedAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The store is away: the next look sends it.
                LogFailed(log, cause);
            }
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, receipts, now) = (scope.ServiceProvider.GetRequiredService<ProfilingDb>(), scope.ServiceProvider.GetRequiredService<Receipts>(), clock.GetUtcNow());
        var sweepId = Ids.New(now);
        await db.BeginWriteAsync(cancellationToken);
        foreach (var publisherId in (await receipts.TakeUnsweptAsync(sweepId, cancellationToken)).Distinct())
        {
            for (var partition = 0; partition < partitions.Count; partition++)
                db.Publish(new ProfileEventsAccepted { AccountId = publisherId, Partition = partition, Events = [], SweepId = sweepId }, now);
        }

        await db.CommitAsync(cancellationToken);
    }

    /// <summary>What failed since the last look; from the start on all that is there.</summary>
    private async Task CleanFailedAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var (db, rows) = (scope.ServiceProvider.GetRequiredService<ProfilingDb>(), scope.ServiceProvider.GetRequiredService<BatchRows>());
        await db.BeginWriteAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<QueuedEvents>().RemoveErasedAsync(rows, cleanedAt, cancellationToken);
        await db.CommitAsync(cancellationToken);
        // A failure may be committed a moment after its time.
        cleanedAt = now - LookAgain;
    }

    [LoggerMessage(LogLevel.Warning, "Queues could not be swept for erased viewers; trying again")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
