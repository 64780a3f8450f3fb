using AdPlatform.Contracts;
using MassTransit;
using RabbitMQ.Client;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// The topology on RabbitMQ 3.10 and 4.x: per contract a durable exchange; per service and message a quorum queue <c>{service}-{message}</c> with explicit
/// limits, which dead-letters into <c>{service}-dead-letters</c>. Publishing is mandatory and confirmed.
/// </summary>
internal static class RabbitMqTransport
{
    /// <summary>Queues of a partitioned message, 1..64; <c>AdPlatform:Partitions</c>.</summary>
    public const int DefaultPartitions = 8;

    /// <summary>Deliveries of a message before it is a dead letter. RabbitMQ 4 has this default, 3.10 none: so it is said.</summary>
    private const int DeliveryLimit = 20;

    /// <summary>Bytes a queue: beyond it the broker refuses, and messages wait in the outbox of their sender, on its disk.</summary>
    private const long MaxQueueBytes = 1L << 30;

    /// <summary>Dead letters stay until somebody looks, however often: never dropped for their number of deliveries.</summary>
    private const int DeadLetterDeliveries = 1_000_000;

    /// <summary>Messages that a consumer holds beyond those it works on: hides a round trip, and one more is not worth waiting longer.</summary>
    private const int PrefetchFactor = 4;

    private static readonly Type[] Contracts = [.. typeof(IAccountMessage).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IAccountMessage).IsAssignableFrom(t))];

    public static Uri AddressOf(string connection) =>
        Uri.TryCreate(connection, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"
            ? uri
            : throw new InvalidOperationException("AdPlatform__RabbitMq must be an address like amqp://user:password@host:5672/vhost.");

    public static void Configure(IRabbitMqBusFactoryConfigurator transport, IBusRegistrationContext context, ServiceBus bus, Uri broker, Partitions partitions)
    {
        var user = broker.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        transport.Host(new UriBuilder(broker) { UserName = "", Password = "" }.Uri, host =>
        {
            if (user is [{ Length: > 0 } name, var password])
            {
                host.Username(name);
                host.Password(password);
            }

            host.PublisherConfirmation = true;
            host.Heartbeat(TimeSpan.FromSeconds(10));
            host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
        });
        PlatformBus.UsePlatformJson(transport);
        // Only contracts have exchanges, not the interfaces that they implement.
        foreach (var shape in (Type[])[typeof(IAccountMessage), typeof(IAccountCommand), typeof(IPartitionedMessage)]) transport.Publish(shape, topology => topology.Exclude = true);
        foreach (var contract in Contracts.Where(t => typeof(IPartitionedMessage).IsAssignableFrom(t))) transport.Publish(contract, topology => topology.ExchangeType = ExchangeType.Direct);
        foreach (var consumption in bus.Consumptions)
        {
            if (typeof(IPartitionedMessage).IsAssignableFrom(consumption.Message))
            {
                for (var partition = 0; partition < partitions.Count; partition++) Partition(transport, context, consumption, partition);
            }
            else
            {
                transport.ReceiveEndpoint(consumption.Queue, endpoint => Configure(endpoint, context, consumption));
            }
        }
    }

    private static void Partition(IRabbitMqBusFactoryConfigurator transport, IBusRegistrationContext context, Consumption consumption, int partition) =>
        transport.ReceiveEndpoint(QueueNames.OfPartition(consumption.Queue, partition), endpoint =>
        {
            Configure(endpoint, context, consumption);
            endpoint.ConfigureConsumeTopology = false;
            consumption.BindPartition(endpoint, OutboxSender.RoutingKey(partition));
        });

    private static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, Consumption consumption)
    {
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
        endpoint.SetQueueArgument("x-overflow", "reject-publish");
        endpoint.SetQueueArgument("x-max-length-bytes", MaxQueueBytes);
        endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
        endpoint.BindDeadLetterQueue(QueueNames.DeadLetters(consumption.Service), QueueNames.DeadLetters(consumption.Service), queue =>
        {
            queue.SetQuorumQueue();
            queue.SetQueueArgument("x-delivery-limit", DeadLetterDeliveries);
        });
        endpoint.SingleActiveConsumer = consumption.Sequential;
        endpoint.ConcurrentMessageLimit = consumption.Concurrency;
        endpoint.PrefetchCount = consumption.Concurrency * PrefetchFactor;
        // What cannot be taken goes back to its queue, and after the limit to the dead letters: no error and skipped queues, no fault messages.
        endpoint.PublishFaults = false;
        endpoint.RethrowFaultedMessages();
        endpoint.ThrowOnSkippedMessages();
        consumption.Configure(endpoint, context);
    }
}
