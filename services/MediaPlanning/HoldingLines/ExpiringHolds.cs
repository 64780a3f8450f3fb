using AdPlatform.Contracts.MediaPlanning.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.MediaPlanning.HoldingLines;

/// <summary>Holds that ran out are for sale again: at each sweep, and before anybody takes anything.</summary>
internal sealed partial class ExpiringHolds(IServiceScopeFactory scopes, IOptions<PlanningOptions> options, TimeProvider clock, ILogger<ExpiringHolds> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HoldSweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<PlanningDb>();
                await db.BeginWriteAsync(stoppingToken);
                await ExpireAsync(db, clock.GetUtcNow(), stoppingToken);
                await db.CommitAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The store is away: the next sweep expires more, and whoever takes meanwhile expires first.
                LogMissed(log, cause);
            }
        }
    }

    /// <summary>In the open write transaction; its commit publishes.</summary>
    public static async Task ExpireAsync(PlanningDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = await db.TakenLines.AsNoTracking().Where(l => l.State == TakenState.Held && l.ExpiresAt <= now).ToListAsync(cancellationToken);
        foreach (var plan in due.GroupBy(l => l.PlanId))
        {
            TakenLine[] lines = [.. plan];
            await TakingAvails.GiveBackAsync(db, lines, TakenState.Expired, cancellationToken);
            var version = await db.Plans.Where(p => p.PlanId == plan.Key).Select(p => p.PlanVersion).SingleAsync(cancellationToken);
            db.Publish(HoldPlan.Released(lines, version, ReleaseReason.Expired, now), now);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Holds that ran out could not be given back")]
    private static partial void LogMissed(ILogger log, Exception cause);
}
