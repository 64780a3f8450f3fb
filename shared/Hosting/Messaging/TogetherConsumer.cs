using AdPlatform.Contracts;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting.Messaging;

/// <summary>The edge of a batch consumer: messages that its queues deliver at the same time share a transaction, inbox rows included; alone when that fails.</summary>
internal sealed class TogetherConsumer<TConsumer, TMessage, TDb>(
    Together<TConsumer, TMessage, TDb> together, DurableConsumer<AloneConsumer<TConsumer, TMessage, TDb>, TMessage, TDb> alone) : IConsumer<TMessage>
    where TConsumer : class, IBatchConsumer<TMessage>
    where TMessage : class, IAccountMessage
    where TDb : ServiceDb
{
    public async Task Consume(ConsumeContext<TMessage> context)
    {
        if (!await together.IsTakenAsync(context)) await alone.Consume(context);
    }
}

/// <summary>One queue delivers one message at a time, so each queue's order is kept.</summary>
internal sealed partial class Together<TConsumer, TMessage, TDb>
    where TConsumer : class, IBatchConsumer<TMessage>
    where TMessage : class, IAccountMessage
    where TDb : ServiceDb
{
    /// <summary>Messages of one transaction: a partition's each.</summary>
    private const int Most = 64;

    private readonly IServiceScopeFactory scopes;
    private readonly Deliveries deliveries;
    private readonly TimeProvider clock;
    private readonly ILogger<Together<TConsumer, TMessage, TDb>> log;
    private readonly string queue;
    private readonly Convoy<(Guid Id, TMessage Message)> convoy;

    public Together(IServiceScopeFactory scopes, ServiceDatabase<TDb> database, Deliveries deliveries, TimeProvider clock, ILogger<Together<TConsumer, TMessage, TDb>> log)
    {
        (this.scopes, this.deliveries, this.clock, this.log) = (scopes, deliveries, clock, log);
        queue = QueueNames.Of(database.Name, typeof(TMessage));
        convoy = new(Most, _ => 1, TakeAsync);
    }

    /// <returns>False when the group could not be taken: nothing of it was.</returns>
    public async Task<bool> IsTakenAsync(ConsumeContext<TMessage> context)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("A message of the platform has an id.");
        try
        {
            await convoy.JoinAsync((messageId, context.Message));
            deliveries.Committed(messageId, queue);
            return true;
        }
        catch (Exception cause)
        {
            LogAlone(log, cause.Message, queue);
            return false;
        }
    }

    private async Task TakeAsync(IReadOnlyList<(Guid Id, TMessage Message)> group)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await db.BeginWriteAsync(CancellationToken.None);
        var ids = group.Select(one => one.Id).ToArray();
        var seen = await db.Inbox.Where(row => ids.Contains(row.MessageId) && row.Consumer == queue).Select(row => row.MessageId).ToListAsync(CancellationToken.None);
        var fresh = group.Where(one => !seen.Contains(one.Id)).DistinctBy(one => one.Id).ToArray();
        db.Inbox.AddRange(fresh.Select(one => new InboxRow { MessageId = one.Id, Consumer = queue, ConsumedAt = clock.GetUtcNow() }));
        if (fresh.Length > 0) await ActivatorUtilities.CreateInstance<TConsumer>(scope.ServiceProvider).ConsumeAsync(Array.ConvertAll(fresh, one => one.Message), CancellationToken.None);
        await db.CommitAsync(CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "{Queue} takes its messages one by one, for together they could not be taken: {Reason}")]
    private static partial void LogAlone(ILogger log, string reason, string queue);
}
