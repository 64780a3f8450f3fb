using AdPlatform.Contracts;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Messaging;

/// <summary>A consumer whose transaction costs much and whose messages cost little: it is given all that waits at once.</summary>
public interface IBatchConsumer<in TMessage>
    where TMessage : class, IAccountMessage
{
    /// <summary>In the open write transaction, which the caller commits: all of the messages or none. In the order of each queue.</summary>
    Task ConsumeAsync(IReadOnlyList<TMessage> messages, CancellationToken cancellationToken);
}

/// <summary>Such a consumer, for the outbox that holds its messages in the same database.</summary>
internal sealed record BatchConsumption(Type Db, Type Message, string Queue, Func<IServiceProvider, IReadOnlyList<object>, CancellationToken, Task> ConsumeAsync);

/// <summary>One message for a batch consumer: where a group has failed, each is tried alone, so that one that cannot be taken keeps no other back.</summary>
internal sealed class AloneConsumer<TConsumer, TMessage, TDb>(IServiceProvider services) : IConsumer<TMessage>
    where TConsumer : class, IBatchConsumer<TMessage>
    where TMessage : class, IAccountMessage
    where TDb : ServiceDb
{
    public async Task Consume(ConsumeContext<TMessage> context)
    {
        await services.GetRequiredService<TDb>().BeginWriteAsync(context.CancellationToken);
        await ActivatorUtilities.CreateInstance<TConsumer>(services).ConsumeAsync([context.Message], context.CancellationToken);
    }
}
