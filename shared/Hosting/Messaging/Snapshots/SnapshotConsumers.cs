using AdPlatform.Contracts.Platform.V1;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Hosting.Messaging.Snapshots;

/// <summary>At the owner: sends its state to the queues of the service that asks. Others that hear the request have no such source.</summary>
internal sealed class SnapshotRequestedConsumer<TDb>(TDb db, IEnumerable<SnapshotSource> sources, TimeProvider clock) : IConsumer<SnapshotRequested>
    where TDb : ServiceDb
{
    public async Task Consume(ConsumeContext<SnapshotRequested> context)
    {
        var (request, now) = (context.Message, clock.GetUtcNow());
        foreach (var source in sources.Where(source => source.Db == typeof(TDb) && source.MessageType == request.MessageType))
        {
            var messages = 0;
            await foreach (var message in source.Read(db, context.CancellationToken))
            {
                db.Send(message, QueueNames.Of(request.Service, message.GetType()), now);
                messages++;
            }

            db.Publish(new SnapshotSent { AccountId = SnapshotRequested.AllAccounts, MessageType = request.MessageType, Service = request.Service, Messages = messages }, now);
        }
    }
}

/// <summary>At the service that asked.</summary>
internal sealed partial class SnapshotSentConsumer<TDb>(TDb db, ServiceDatabase<TDb> database, TimeProvider clock, ILogger<SnapshotSentConsumer<TDb>> log) : IConsumer<SnapshotSent>
    where TDb : ServiceDb
{
    public async Task Consume(ConsumeContext<SnapshotSent> context)
    {
        var sent = context.Message;
        if (sent.Service != database.Name) return;
        var row = await db.Snapshots.SingleOrDefaultAsync(row => row.MessageType == sent.MessageType, context.CancellationToken);
        if (row is null) return;
        row.CompletedAt = clock.GetUtcNow();
        LogSent(log, database.Name, sent.Messages, sent.MessageType);
    }

    [LoggerMessage(LogLevel.Information, "{Service} has joined with {Messages} messages of {Type}")]
    private static partial void LogSent(ILogger log, string service, int messages, string type);
}
