using AdPlatform.Contracts;
using AdPlatform.Hosting.Storage;
using MassTransit;

namespace AdPlatform.Hosting.Messaging;

/// <summary>Where services say which messages they consume, before the one bus of the process is built.</summary>
public sealed class ServiceBus
{
    private readonly Dictionary<Type, string> services = [];

    internal List<Consumption> Consumptions { get; } = [];

    /// <summary>A consumer with a queue of its own, <c>{service}-{message}</c>, behind the service's inbox.</summary>
    /// <param name="concurrency">Messages at once, 1..64.</param>
    /// <param name="sequential">One at a time, in the order of publishing.</param>
    public void AddConsumer<TConsumer, TMessage, TDb>(int concurrency = 4, bool sequential = false)
        where TConsumer : class, IConsumer<TMessage>
        where TMessage : class, IAccountMessage
        where TDb : ServiceDb
    {
        var queue = $"{services[typeof(TDb)]}-{KebabCaseEndpointNameFormatter.Instance.SanitizeName(typeof(TMessage).Name)}";
        Consumptions.Add(new Consumption(
            typeof(TMessage), queue, sequential ? 1 : concurrency,
            x => x.AddConsumer<DurableConsumer<TConsumer, TMessage, TDb>>(),
            (endpoint, context) => endpoint.ConfigureConsumer<DurableConsumer<TConsumer, TMessage, TDb>>(context)));
    }

    internal void Name(Type db, string service) => services[db] = service;
}

internal sealed record Consumption(
    Type Message, string Queue, int Concurrency,
    Action<IBusRegistrationConfigurator> Register,
    Action<IReceiveEndpointConfigurator, IBusRegistrationContext> Configure);

/// <summary>What a service with a database brings to the bus by itself: its copy of the keys, and its outbox.</summary>
internal sealed record ServiceOnBus(string Service, Action<ServiceBus> Consumers, Type Dispatcher, Type Db);
