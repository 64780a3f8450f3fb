using System.Diagnostics;
using AdPlatform.Contracts;
using MassTransit;

namespace AdPlatform.Hosting.Messaging;

/// <summary>Hands an outbox row to the bus, in the trace of what caused it.</summary>
internal sealed class OutboxSender(IBus bus, Partitions partitions)
{
    /// <summary>Tag of an outbox row's span: command or <see cref="EventKind"/>.</summary>
    public const string KindTag = "adplatform.message.kind";

    public const string EventKind = "event";

    private static readonly ActivitySource Source = new("AdPlatform.Messaging");

    /// <summary>Ends when the transport has taken the message: on a broker, when it has confirmed it.</summary>
    /// <exception cref="MessageReturnedException">No queue is there for it.</exception>
    public async Task SendAsync(OutboxRow row, object message, CancellationToken cancellationToken)
    {
        using var activity = Trace(row, message.GetType());
        try
        {
            await HandOverAsync(row, message, cancellationToken);
        }
        catch (MessageReturnedException) when (activity?.GetTagItem(KindTag) is EventKind)
        {
            activity.SetTag("adplatform.unheard", true);
            throw;
        }
        catch (Exception cause)
        {
            activity?.SetStatus(ActivityStatusCode.Error, cause.Message);
            throw;
        }
    }

    public static Activity? Trace(OutboxRow row, Type message)
    {
        var activity = Source.StartActivity($"outbox {message.Name}", ActivityKind.Internal, row.TraceParent);
        activity?.SetTag("adplatform.account", row.AccountId);
        activity?.SetTag(KindTag, message.IsAssignableTo(typeof(IAccountCommand)) || row.Destination is not null ? "command" : EventKind);
        return activity;
    }

    private async Task HandOverAsync(OutboxRow row, object message, CancellationToken cancellationToken)
    {
        if (row.Destination is { } queue)
        {
            // Every queue has an exchange of its name; to address the queue itself would declare it, with other arguments than its owner's.
            var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
            await endpoint.Send(message, message.GetType(), Pipe.Execute<SendContext>(context => Describe(context, row)), cancellationToken);
        }
        else
        {
            await bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context =>
            {
                Describe(context, row);
                context.Mandatory = true;
            }), cancellationToken);
        }
    }

    private void Describe(SendContext context, OutboxRow row)
    {
        context.MessageId = row.MessageId;
        context.Headers.Set("account", row.AccountId);
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit)) rabbit.Mandatory = true;
        // The number of partitions may have become smaller since the row was written.
        if (row.Partition is { } partition) context.TrySetRoutingKey(RoutingKey(partition % partitions.Count));
    }

    public static string RoutingKey(int partition) => $"partition-{partition}";
}
