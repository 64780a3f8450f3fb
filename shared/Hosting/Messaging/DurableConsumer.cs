using System.Text.Json;
using AdPlatform.Contracts;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// The edge of a consumer: skips what its inbox has seen, runs the consumer in a scope of its own, commits its rows, its inbox row and its
/// outbox rows together, tries again, and at last keeps the message in the error table with the reason.
/// </summary>
internal sealed partial class DurableConsumer<TConsumer, TMessage, TDb>(
    IServiceScopeFactory scopes, ServiceDatabase<TDb> database, Deliveries deliveries, ConsumerRetry retry, BusMode mode, TimeProvider clock,
    ILogger<DurableConsumer<TConsumer, TMessage, TDb>> log) : IConsumer<TMessage>
    where TConsumer : class, IConsumer<TMessage>
    where TMessage : class, IAccountMessage
    where TDb : ServiceDb
{
    /// <summary>Well below the half hour after which RabbitMQ takes an unacknowledged message back.</summary>
    private static readonly TimeSpan AwayPatience = TimeSpan.FromMinutes(10);

    private string Queue { get; } = QueueNames.Of(database.Name, typeof(TMessage));

    public async Task Consume(ConsumeContext<TMessage> context)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("A message of the platform has an id.");
        try
        {
            await TakeAsync(context, messageId);
            deliveries.Committed(messageId, Queue);
        }
        catch (Exception cause)
        {
            // Neither consumed nor kept (the store is down, or we are stopping): it stays in the outbox or in the queue, and comes again.
            LogNotTaken(log, cause, typeof(TMessage).Name, messageId, Queue);
            deliveries.Failed(messageId);
            throw;
        }
    }

    private async Task TakeAsync(ConsumeContext<TMessage> context, Guid messageId)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            try
            {
                try
                {
                    await retry.Pipeline.ExecuteAsync(async cancellationToken => await AttemptAsync(context, messageId, cancellationToken), context.CancellationToken);
                }
                catch (Exception cause) when (cause is not OperationCanceledException && !StoreIsAway(cause))
                {
                    await KeepAsync(context, messageId, cause);
                }

                return;
            }
            catch (Exception cause) when (StoreIsAway(cause) && clock.GetElapsedTime(begun) < AwayPatience)
            {
                // Giving it back would use up its deliveries, and others would meet the same store: hold it and wait.
                LogAway(log, cause.Message, Queue);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, context.CancellationToken);
            }
        }
    }

    /// <summary>On the embedded bus the outbox sends again; a time-out that is not the database's is the consumer's own failure.</summary>
    private bool StoreIsAway(Exception cause) => mode.IsBroker && cause is not TimeoutException && StoreFaults.IsAway(cause);

    private async Task AttemptAsync(ConsumeContext<TMessage> context, Guid messageId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        if (await db.Inbox.AnyAsync(row => row.MessageId == messageId && row.Consumer == Queue, cancellationToken)) return;
        db.Inbox.Add(new InboxRow { MessageId = messageId, Consumer = Queue, ConsumedAt = clock.GetUtcNow() });
        await ActivatorUtilities.CreateInstance<TConsumer>(scope.ServiceProvider).Consume(context);
        await db.CommitAsync(cancellationToken);
    }

    private async Task KeepAsync(ConsumeContext<TMessage> context, Guid messageId, Exception cause)
    {
        LogRefused(log, cause, typeof(TMessage).Name, messageId, Queue);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        if (!await db.Errors.AnyAsync(row => row.MessageId == messageId && row.Consumer == Queue, context.CancellationToken))
        {
            db.Errors.Add(new ErrorRow
            {
                MessageId = messageId,
                Consumer = Queue,
                MessageType = typeof(TMessage).FullName!,
                AccountId = context.Message.AccountId,
                Body = JsonSerializer.Serialize(context.Message, PlatformJson.Bus),
                Reason = $"{cause.GetType().Name}: {cause.Message}",
                Detail = cause.ToString(),
                FailedAt = clock.GetUtcNow(),
            });
            await db.CommitAsync(context.CancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Message} {MessageId} could not be consumed by {Queue}; it is kept in message_errors")]
    private static partial void LogRefused(ILogger log, Exception cause, string message, Guid messageId, string queue);

    [LoggerMessage(LogLevel.Warning, "{Queue} waits for its store: {Reason}")]
    private static partial void LogAway(ILogger log, string reason, string queue);

    [LoggerMessage(LogLevel.Warning, "{Message} {MessageId} was not taken by {Queue}; it will be sent again")]
    private static partial void LogNotTaken(ILogger log, Exception cause, string message, Guid messageId, string queue);
}
