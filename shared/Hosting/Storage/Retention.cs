using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting.Storage;

/// <summary>Each hour, in slices so that no writer waits long: inbox rows and idempotency keys go after 7 days.</summary>
internal sealed partial class Retention<TDb>(IServiceScopeFactory scopes, ServiceDatabase<TDb> database, TimeProvider clock, ILogger<Retention<TDb>> log) : BackgroundService
    where TDb : ServiceDb
{
    private const int Slice = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(scopes, clock.GetUtcNow() - Kept, stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The store is away: the next hour deletes more.
                LogMissed(log, cause, database.Name);
            }
        }
    }

    internal static async Task SweepAsync(IServiceScopeFactory scopes, DateTimeOffset before, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            await db.BeginWriteAsync(cancellationToken);
            var micros = UnixMicroseconds.From(before);
            deleted = await db.Database.ExecuteSqlAsync(
                $"DELETE FROM inbox WHERE (message_id, consumer) IN (SELECT message_id, consumer FROM inbox WHERE consumed_at < {micros} LIMIT {Slice})", cancellationToken);
            deleted += await db.Database.ExecuteSqlAsync(
                $"DELETE FROM idempotency_keys WHERE (account_id, key) IN (SELECT account_id, key FROM idempotency_keys WHERE created_at < {micros} LIMIT {Slice})", cancellationToken);
            await db.CommitAsync(cancellationToken);
        }
        while (deleted >= Slice);
    }

    [LoggerMessage(LogLevel.Warning, "Old inbox rows of {Service} could not be deleted")]
    private static partial void LogMissed(ILogger log, Exception cause, string service);
}
