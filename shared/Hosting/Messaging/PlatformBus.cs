using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Hosting.Messaging;

public static class PlatformBus
{
    /// <summary>
    /// Builds the one bus of this process: on RabbitMQ with <c>AdPlatform:RabbitMq</c>, or else in memory. Either way it stands between outbox
    /// and inbox, which hold what must survive.
    /// </summary>
    public static void AddPlatformBus(this IHostApplicationBuilder builder, Action<ServiceBus> consumers)
    {
        ArgumentNullException.ThrowIfNull(consumers);
        var bus = new ServiceBus();
        var services = builder.Services.Select(s => s.ImplementationInstance).OfType<ServiceOnBus>().ToArray();
        foreach (var service in services) bus.Name(service.Db, service.Service);
        foreach (var service in services) service.Consumers(bus);
        consumers(bus);

        var broker = builder.Configuration["AdPlatform:RabbitMq"] is { Length: > 0 } address ? RabbitMqTransport.AddressOf(address) : null;
        var partitions = new Partitions(broker is null ? 1 : builder.Configuration.GetValue("AdPlatform:Partitions", RabbitMqTransport.DefaultPartitions));
        builder.Services.AddSingleton(new Subscriptions(bus.Consumptions));
        builder.Services.AddSingleton(new BusMode(IsBroker: broker is not null));
        builder.Services.AddSingleton(partitions);
        foreach (var source in bus.Sources) builder.Services.AddSingleton(source);
        foreach (var wanted in bus.Wanted) builder.Services.AddSingleton(wanted);
        foreach (var batch in bus.Batches) builder.Services.AddSingleton(batch);
        builder.Services.AddSingleton<Deliveries>();
        builder.Services.AddSingleton<ConsumerRetry>();
        builder.Services.AddSingleton<OutboxSender>();
        builder.Services.AddSingleton<PassingMessages>();
        builder.Services.AddSingleton(services => new ConfirmedMessages(
            services.GetRequiredService<IBusControl>(), services.GetRequiredService<BusMode>(), services.GetRequiredService<OutboxSender>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            foreach (var consumption in bus.Consumptions) consumption.Register(x);
            if (broker is null) x.UsingInMemory((context, transport) => Configure(transport, context, bus));
            else x.UsingRabbitMq((context, transport) => RabbitMqTransport.Configure(transport, context, bus, broker, partitions));
            // Without the bus what is accepted waits in the outbox: that degrades, it does not refuse.
            x.ConfigureHealthCheckOptions(options => options.MinimalFailureStatus = HealthStatus.Degraded);
        });
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options =>
        {
            options.WaitUntilStarted = true;
            // Consumers finish what they have begun, inside the 30 s of a drain.
            options.ConsumerStopTimeout = TimeSpan.FromSeconds(20);
            options.StopTimeout = TimeSpan.FromSeconds(25);
        });
        if (broker is not null)
        {
            // Nobody waits for a broker: until it is there, requests are accepted into the outbox.
            builder.Services.RemoveMassTransitHostedService();
            builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<BrokerBus>(services, broker));
            builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<KeepingDeadLetters>(services, broker));
        }

        // After the bus: hosted services start in order, and an outbox needs a started bus.
        foreach (var service in services)
            builder.Services.AddSingleton(typeof(IHostedService), broker is null ? service.Dispatcher : service.Relay);
    }

    internal static void UsePlatformJson(IBusFactoryConfigurator transport) => transport.ConfigureJsonSerializerOptions(options =>
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    });

    private static void Configure(IInMemoryBusFactoryConfigurator transport, IBusRegistrationContext context, ServiceBus bus)
    {
        UsePlatformJson(transport);
        foreach (var consumption in bus.Consumptions)
        {
            transport.ReceiveEndpoint(consumption.Queue, endpoint =>
            {
                endpoint.ConcurrentMessageLimit = consumption.Concurrency;
                endpoint.PrefetchCount = consumption.Concurrency;
                consumption.Configure(endpoint, context);
            });
        }
    }
}
