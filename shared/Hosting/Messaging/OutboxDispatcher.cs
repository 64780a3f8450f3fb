using System.Collections.Concurrent;
using System.Threading.Channels;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// The outbox in front of the embedded bus: sends its rows in their order, deletes the ones that are done, and sends the others again. At start all rows are sent.
/// What a batch consumer of the same database takes does not go over the bus: consuming and deleting are one transaction.
/// </summary>
internal sealed partial class OutboxDispatcher<TDb>(
    IServiceScopeFactory scopes, ServiceDatabase<TDb> database, Subscriptions subscriptions, IEnumerable<BatchConsumption> batches, Deliveries deliveries, OutboxSender sender,
    TimeProvider clock, ILogger<OutboxDispatcher<TDb>> log) : BackgroundService
    where TDb : ServiceDb
{
    /// <summary>Messages of one service in flight; more wait in the table, so that memory stays bounded.</summary>
    private const int InFlight = 256;

    /// <summary>Characters of messages that one transaction consumes: more would keep other writers waiting.</summary>
    private const int Together = 4_000_000;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    /// <summary>By wire name.</summary>
    private readonly Dictionary<string, BatchConsumption> together = batches
        .Where(batch => batch.Db == typeof(TDb) && subscriptions.QueuesOf(batch.Message) is [var only] && only == batch.Queue).ToDictionary(batch => batch.Message.FullName!, StringComparer.Ordinal);

    private readonly Channel<OutboxRow> waiting = Channel.CreateUnbounded<OutboxRow>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim room = new(InFlight, InFlight);
    private readonly Channel<long> done = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Rows in flight, waiting to be sent again, or done and not deleted yet. Outlives a pause of the store: what is in flight is not sent twice.</summary>
    private readonly ConcurrentDictionary<long, bool> taken = new();

    public override void Dispose()
    {
        room.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        UntilStoppedAsync(SendAsync, stoppingToken), UntilStoppedAsync(ConsumeTogetherAsync, stoppingToken), UntilStoppedAsync(DeleteDoneAsync, stoppingToken));

    private async Task UntilStoppedAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause)
            {
                // The store is away: at most one attempt a second, for as long as it takes.
                LogAway(log, cause, database.Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            OutboxRow[] fresh;
            await using (var scope = scopes.CreateAsyncScope())
            {
                // Not "after the last one": with many writers a lower number may be committed after a higher one. Bodies are read once.
                var (db, known) = (scope.ServiceProvider.GetRequiredService<TDb>(), taken.Count);
                var all = await db.Outbox.OrderBy(row => row.Sequence).Select(row => row.Sequence).Take(InFlight + known).ToArrayAsync(cancellationToken);
                var wanted = all.Where(sequence => !taken.ContainsKey(sequence)).ToArray();
                fresh = wanted.Length == 0 ? [] : await db.Outbox.AsNoTracking().Where(row => wanted.Contains(row.Sequence)).OrderBy(row => row.Sequence).ToArrayAsync(cancellationToken);
            }

            foreach (var row in fresh)
            {
                await room.WaitAsync(cancellationToken);
                taken[row.Sequence] = true;
                if (row.Destination is null && together.ContainsKey(row.MessageType)) waiting.Writer.TryWrite(row);
                else await SendAsync(row, cancellationToken);
            }

            if (fresh.Length < InFlight) await database.WaitForOutboxAsync(TimeSpan.FromSeconds(5), cancellationToken);
        }
    }

    private async Task ConsumeTogetherAsync(CancellationToken cancellationToken)
    {
        while (await waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            var (rows, characters) = (new List<OutboxRow>(), 0);
            while (waiting.Reader.TryPeek(out var next) && (rows.Count == 0 || (characters + next.Body.Length <= Together && next.MessageType == rows[0].MessageType)))
            {
                rows.Add(next);
                characters += next.Body.Length;
                waiting.Reader.TryRead(out _);
            }

            try
            {
                await ConsumeAsync(together[rows[0].MessageType], rows);
            }
            catch (Exception cause)
            {
                // One of them cannot be taken, or the store is away: over the bus each is tried alone.
                LogAlone(log, cause.Message, rows[0].MessageType);
                foreach (var row in rows) await SendAsync(row, cancellationToken);
            }
        }
    }

    private async Task ConsumeAsync(BatchConsumption batch, List<OutboxRow> rows)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, sequences) = (scope.ServiceProvider.GetRequiredService<TDb>(), rows.ConvertAll(row => row.Sequence));
        await db.BeginWriteAsync(CancellationToken.None);
        using (OutboxSender.Trace(rows[0], batch.Message))
            await batch.ConsumeAsync(scope.ServiceProvider, rows.ConvertAll(row => row.Read()), CancellationToken.None);
        await db.Outbox.Where(row => sequences.Contains(row.Sequence)).ExecuteDeleteAsync(CancellationToken.None);
        await db.CommitAsync(CancellationToken.None);
        foreach (var sequence in sequences) taken.TryRemove(sequence, out _);
        room.Release(sequences.Count);
    }

    /// <summary>In the room that the row has.</summary>
    private async Task SendAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            var message = row.Read();
            deliveries.Begin(
                row.MessageId, row.Destination is { } queue ? [queue] : subscriptions.QueuesOf(message.GetType()), committed => Finish(row, committed, cancellationToken));
            await sender.SendAsync(row, message, cancellationToken);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // It stays in the table, visible there and in the log, and is tried again; the ones behind it go on.
            LogNotSent(log, cause, row.MessageType, row.MessageId);
            if (!deliveries.Failed(row.MessageId)) Finish(row, committed: false, cancellationToken);
        }
    }

    private void Finish(OutboxRow row, bool committed, CancellationToken cancellationToken)
    {
        room.Release();
        if (committed) done.Writer.TryWrite(row.Sequence);
        else _ = SendAgainAsync(row, cancellationToken);
    }

    private async Task SendAgainAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        await Task.Delay(Again, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellationToken.IsCancellationRequested) return;
        await room.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SendAsync(row, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DeleteDoneAsync(CancellationToken cancellationToken)
    {
        while (await done.Reader.WaitToReadAsync(cancellationToken))
        {
            var sequences = new List<long>();
            while (sequences.Count < InFlight && done.Reader.TryRead(out var sequence)) sequences.Add(sequence);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<TDb>();
                await db.BeginWriteAsync(cancellationToken);
                await db.Outbox.Where(row => sequences.Contains(row.Sequence)).ExecuteDeleteAsync(cancellationToken);
                await db.CommitAsync(cancellationToken);
                foreach (var sequence in sequences) taken.TryRemove(sequence, out _);
            }
            catch
            {
                foreach (var sequence in sequences) done.Writer.TryWrite(sequence);
                throw;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Type} {MessageId} could not be sent from the outbox")]
    private static partial void LogNotSent(ILogger log, Exception cause, string type, Guid messageId);

    [LoggerMessage(LogLevel.Warning, "Rows of {Type} are consumed one by one, for together they could not be: {Reason}")]
    private static partial void LogAlone(ILogger log, string reason, string type);

    [LoggerMessage(LogLevel.Warning, "The outbox of {Service} is waiting for its store")]
    private static partial void LogAway(ILogger log, Exception cause, string service);
}
