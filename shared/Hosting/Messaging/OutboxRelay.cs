using System.Diagnostics.Metrics;
using AdPlatform.Contracts;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// The outbox in front of a broker: claims rows (on PostgreSQL with SKIP LOCKED, so that instances share the work), publishes them, and
/// deletes what the broker has confirmed. What a crash leaves is claimed by the next.
/// </summary>
internal sealed partial class OutboxRelay<TDb>(
    IServiceScopeFactory scopes, ServiceDatabase<TDb> database, OutboxSender sender, IBusControl bus, TimeProvider clock, ILogger<OutboxRelay<TDb>> log) : BackgroundService
    where TDb : ServiceDb
{
    /// <summary>Rows a claim: enough to keep confirms coming, few enough to keep a claim short.</summary>
    private const int AtOnce = 256;

    private const string Claim = "SELECT * FROM outbox WHERE retry_at IS NULL OR retry_at <= {0} ORDER BY sequence LIMIT {1} FOR UPDATE SKIP LOCKED";

    /// <summary>Rows of other instances, which may have died, and rows whose time has come are looked for so often.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>A broker that does not confirm within that is away.</summary>
    private static readonly TimeSpan Unconfirmed = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan WhenReturned = TimeSpan.FromSeconds(5);

    private static readonly Meter Meter = new("AdPlatform.Messaging");
    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("adplatform.outbox.sent", description: "Outbox rows by outcome: confirmed, unheard (an event that nobody subscribed to), returned (a command without a queue), failed");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Our queues are declared before we publish: an answer finds them.
                await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
                if (await RelayAsync(stoppingToken) < AtOnce) await database.WaitForOutboxAsync(LookAgain, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause)
            {
                // Store or broker is away: at most one attempt a second, for as long as it takes.
                LogAway(log, cause.Message, database.Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>Rows claimed.</returns>
    private async Task<int> RelayAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var now = clock.GetUtcNow();
        if (database.Provider == StorageProvider.Postgres) await db.Database.BeginTransactionAsync(stoppingToken);
        var claimed = await (database.Provider == StorageProvider.Postgres
                ? db.Outbox.FromSqlRaw(Claim, UnixMicroseconds.From(now), AtOnce)
                : db.Outbox.Where(row => row.RetryAt == null || row.RetryAt <= now).OrderBy(row => row.Sequence).Take(AtOnce))
            .AsNoTracking().ToListAsync(stoppingToken);
        if (claimed.Count == 0) return 0;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(Unconfirmed);
        var outcomes = (await Task.WhenAll(claimed.OrderBy(row => row.Sequence).GroupBy(OrderOf).Select(rows => SendInOrderAsync([.. rows], limit.Token)))).SelectMany(o => o).ToArray();
        if (database.Provider == StorageProvider.Sqlite) await db.BeginWriteAsync(CancellationToken.None);
        var done = outcomes.Where(o => o.Outcome == Outcome.Done).Select(o => o.Row.Sequence).ToArray();
        var later = outcomes.Where(o => o.Outcome == Outcome.Later).Select(o => o.Row.Sequence).ToArray();
        if (done.Length > 0) await db.Outbox.Where(row => done.Contains(row.Sequence)).ExecuteDeleteAsync(CancellationToken.None);
        if (later.Length > 0)
        {
            var again = now + WhenReturned;
            await db.Outbox.Where(row => later.Contains(row.Sequence)).ExecuteUpdateAsync(row => row.SetProperty(r => r.RetryAt, again), CancellationToken.None);
        }

        await db.CommitAsync(CancellationToken.None);
        if (outcomes.Any(o => o.Outcome == Outcome.Away)) throw new TimeoutException("The broker did not confirm.");
        return claimed.Count;
    }

    /// <summary>What is kept in order: messages of one kind of an account, or of a partition. All others are on their way together.</summary>
    private static (string Type, string Of, string? Destination) OrderOf(OutboxRow row) =>
        (row.MessageType, row.Partition is { } partition ? OutboxSender.RoutingKey(partition) : row.AccountId, row.Destination);

    private async Task<List<(OutboxRow Row, Outcome Outcome)>> SendInOrderAsync(OutboxRow[] rows, CancellationToken cancellationToken)
    {
        var outcomes = new List<(OutboxRow Row, Outcome Outcome)>(rows.Length);
        foreach (var row in rows)
        {
            // What is behind one that did not go waits with it.
            outcomes.Add(outcomes is [.., { Outcome: not Outcome.Done } last] ? (row, last.Outcome) : await SendAsync(row, cancellationToken));
        }

        return outcomes;
    }

    private async Task<(OutboxRow Row, Outcome Outcome)> SendAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            var message = row.Read();
            try
            {
                // The transport does not always notice the token: a confirm that a dead connection owes would be waited for without end.
                await sender.SendAsync(row, message, cancellationToken).WaitAsync(cancellationToken);
                Count("confirmed");
                return (row, Outcome.Done);
            }
            catch (MessageReturnedException) when (message is not IAccountCommand && row.Destination is null)
            {
                // An event that no service has ever subscribed to. Who joins later asks for a snapshot.
                Count("unheard");
                return (row, Outcome.Done);
            }
        }
        catch (MessageReturnedException)
        {
            Count("returned");
            return (row, Outcome.Later);
        }
        catch (Exception cause) when (cause is OperationCanceledException or ConnectionException or TransportException or RabbitMQ.Client.Exceptions.RabbitMQClientException or ObjectDisposedException
            || bus.CheckHealth().Status != BusHealthStatus.Healthy)
        {
            // A connection that dies under a publish shows itself in many ways: the message is not at fault.
            return (row, Outcome.Away);
        }
        catch (Exception cause)
        {
            // It stays in the table, visible there and in the log, and is tried again; the ones behind it go on.
            Count("failed");
            LogNotSent(log, cause, row.MessageType, row.MessageId);
            return (row, Outcome.Later);
        }

        void Count(string outcome) => Sent.Add(1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("service", database.Name));
    }

    private enum Outcome
    {
        Done,
        Later,
        Away,
    }

    [LoggerMessage(LogLevel.Error, "{Type} {MessageId} could not be sent from the outbox")]
    private static partial void LogNotSent(ILogger log, Exception cause, string type, Guid messageId);

    [LoggerMessage(LogLevel.Warning, "The outbox of {Service} waits: {Reason}")]
    private static partial void LogAway(ILogger log, string reason, string service);
}
