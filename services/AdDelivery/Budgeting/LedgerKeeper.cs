using AdPlatform.AdDelivery.Storage;
using AdPlatform.AdDelivery.Writing;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Budgeting;

/// <summary>Rebuilds money from the database at start; then hands back what expired.</summary>
/// <remarks>At start the leases of the process before are left alone until they can be reclaimed: tokens that it gave out may still be billed to them.</remarks>
internal sealed class LedgerKeeper(
    IServiceScopeFactory scopes, BudgetBook book, DeliveryWriter writer, IOptions<AdDeliveryOptions> options, TimeProvider clock)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    /// <summary>An impression that came in time may still wait for its commit.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        await ReadSpendAsync(db, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Stopping in order: leases without open decisions go back at once, the others when they can be reclaimed.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await ReturnAsync(DateTimeOffset.MaxValue, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = clock.GetUtcNow();
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = clock.GetUtcNow();
            book.ReleaseExpired(now - Grace);
            await ReturnAsync(now, stoppingToken);
            await HearOfOthersAsync(stoppingToken);
            if (now - swept < SweepEvery) continue;
            swept = now;
            await writer.EnqueueAsync(new SweepWrite(now, options.Value), stoppingToken);
        }
    }

    /// <summary>Pacing counts what all instances have billed.</summary>
    private async Task HearOfOthersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
            if (db.Provider == StorageProvider.Postgres) await ReadSpendAsync(db, cancellationToken);
        }
        catch (Exception cause) when (StoreFaults.IsAway(cause))
        {
            // Our own figures go on; the next tick reads again.
        }
    }

    private async Task ReadSpendAsync(DeliveryDb db, CancellationToken cancellationToken)
    {
        foreach (var (line, campaign, billed) in await db.QueryAsync(
            "SELECT line_id, campaign_id, billed_micros FROM spend", row => (row.Id(0), row.Id(1), row.GetInt64(2)), cancellationToken))
            book.Of(line, campaign).Billed(billed);
    }

    private async Task ReturnAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var finished = book.Accounts.SelectMany(account => account.TakeFinished(now)).Select(lease => lease.LeaseId).ToList();
        // A return that gets lost is made up for when the lease is reclaimed.
        if (finished.Count > 0) await writer.EnqueueAsync(new LeaseReturnWrite(finished), cancellationToken);
    }
}
