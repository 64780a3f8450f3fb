using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.RecordingEvents;

/// <summary>Looks each second how many accepted messages wait in the outbox: the door closes when they are too many, and opens again below nine tenths of that.</summary>
internal sealed partial class WatchingBacklog(
    IServiceScopeFactory scopes, SheddingLoad shedding, IOptions<ProfilingOptions> options, TimeProvider clock, ILogger<WatchingBacklog> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        do
        {
            try
            {
                shedding.Backlog = await CountAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The store is away: requests find that out by themselves.
                LogFailed(log, cause.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Up to the limit, which bounds what a look costs.</summary>
    private async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProfilingDb>();
        var (most, wasFull) = (options.Value.MaxWaitingMessages, shedding.Backlog >= options.Value.MaxWaitingMessages);
        var enough = wasFull ? (most * 9 / 10) + 1 : most;
        var waiting = (await db.QueryAsync("SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT @p0) AS waiting", row => row.GetInt32(0), cancellationToken, enough))[0];
        return waiting >= enough ? most : waiting;
    }

    [LoggerMessage(LogLevel.Debug, "The outbox could not be counted: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
