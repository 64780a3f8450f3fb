using AdPlatform.Contracts;
using AdPlatform.Hosting.Messaging.Snapshots;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AdPlatform.Hosting.Messaging;

/// <summary>Where services say which messages they consume, before the one bus of the process is built.</summary>
public sealed class ServiceBus
{
    private readonly Dictionary<Type, string> services = [];

    internal List<Consumption> Consumptions { get; } = [];

    internal List<SnapshotSource> Sources { get; } = [];

    internal List<WantedSnapshot> Wanted { get; } = [];

    internal List<BatchConsumption> Batches { get; } = [];

    /// <summary>A consumer with a queue of its own, <c>{service}-{message}</c>, behind the service's inbox.</summary>
    /// <param name="concurrency">Messages at once, 1..64.</param>
    /// <param name="sequential">One at a time over all instances (of each partition, for an <see cref="IPartitionedMessage"/>), in the order of the sender's outbox; where several instances of the sender empty it side by side, nearly.</param>
    /// <param name="snapshot">The service builds its state from these messages: when it joins late it asks their owner for what was told before.</param>
    public void AddConsumer<TConsumer, TMessage, TDb>(int concurrency = 4, bool sequential = false, bool snapshot = false)
        where TConsumer : class, IConsumer<TMessage>
        where TMessage : class, IAccountMessage
        where TDb : ServiceDb
    {
        var service = services[typeof(TDb)];
        if (snapshot) Wanted.Add(new WantedSnapshot(typeof(TDb), typeof(TMessage).FullName!));
        Consumptions.Add(new Consumption(
            typeof(TMessage), service, QueueNames.Of(service, typeof(TMessage)), sequential ? 1 : concurrency, sequential,
            x => x.AddConsumer<DurableConsumer<TConsumer, TMessage, TDb>>(),
            (endpoint, context) => endpoint.ConfigureConsumer<DurableConsumer<TConsumer, TMessage, TDb>>(context),
            (endpoint, key) => endpoint.Bind<TMessage>(binding => (binding.ExchangeType, binding.RoutingKey) = (RabbitMQ.Client.ExchangeType.Direct, key))));
    }

    /// <summary>A sequential consumer (see <see cref="AddConsumer"/>) that takes all that waits in one transaction.</summary>
    public void AddBatchConsumer<TConsumer, TMessage, TDb>()
        where TConsumer : class, IBatchConsumer<TMessage>
        where TMessage : class, IAccountMessage
        where TDb : ServiceDb
    {
        var (service, queue) = (services[typeof(TDb)], QueueNames.Of(services[typeof(TDb)], typeof(TMessage)));
        Batches.Add(new BatchConsumption(typeof(TDb), typeof(TMessage), queue, (scope, messages, cancellationToken) =>
            ActivatorUtilities.CreateInstance<TConsumer>(scope).ConsumeAsync([.. messages.Cast<TMessage>()], cancellationToken)));
        Consumptions.Add(new Consumption(
            typeof(TMessage), service, queue, 1, true,
            x =>
            {
                x.AddConsumer<TogetherConsumer<TConsumer, TMessage, TDb>>();
                x.TryAddSingleton<Together<TConsumer, TMessage, TDb>>();
                x.TryAddTransient<DurableConsumer<AloneConsumer<TConsumer, TMessage, TDb>, TMessage, TDb>>();
            },
            (endpoint, context) => endpoint.ConfigureConsumer<TogetherConsumer<TConsumer, TMessage, TDb>>(context),
            (endpoint, key) => endpoint.Bind<TMessage>(binding => (binding.ExchangeType, binding.RoutingKey) = (RabbitMQ.Client.ExchangeType.Direct, key))));
    }

    /// <summary>For services that join late: the present state of what <typeparamref name="TMessage"/> tells, read from its owner's database, as such messages and others that belong to them.</summary>
    public void AddSnapshot<TMessage, TDb>(Func<TDb, CancellationToken, IAsyncEnumerable<IAccountMessage>> read)
        where TMessage : class, IAccountMessage
        where TDb : ServiceDb => Sources.Add(new SnapshotSource(typeof(TDb), typeof(TMessage).FullName!, (db, cancellationToken) => read((TDb)db, cancellationToken)));

    internal void Name(Type db, string service) => services[db] = service;
}

/// <param name="Sequential">One consumer at a time over all instances.</param>
internal sealed record Consumption(
    Type Message, string Service, string Queue, int Concurrency, bool Sequential,
    Action<IBusRegistrationConfigurator> Register,
    Action<IReceiveEndpointConfigurator, IBusRegistrationContext> Configure,
    Action<IRabbitMqReceiveEndpointConfigurator, string> BindPartition);

/// <summary>What a service with a database brings to the bus by itself: its copy of the keys, and its outbox.</summary>
/// <param name="Dispatcher">Empties the outbox on the embedded bus.</param>
/// <param name="Relay">Empties it into a broker.</param>
internal sealed record ServiceOnBus(string Service, Action<ServiceBus> Consumers, Type Dispatcher, Type Relay, Type Db);

internal static class QueueNames
{
    public static string Of(string service, Type message) => $"{service}-{KebabCaseEndpointNameFormatter.Instance.SanitizeName(message.Name)}";

    public static string OfPartition(string queue, int partition) => $"{queue}-{partition}";

    /// <summary>Exchange and queue of what the broker gave up on for a service.</summary>
    public static string DeadLetters(string service) => $"{service}-dead-letters";
}
