using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AdPlatform.Hosting.Messaging;

public static class PlatformBus
{
    /// <summary>Builds the one bus of this process: embedded, in memory between outbox and inbox, which hold what must survive.</summary>
    public static void AddPlatformBus(this IHostApplicationBuilder builder, Action<ServiceBus> consumers)
    {
        ArgumentNullException.ThrowIfNull(consumers);
        var bus = new ServiceBus();
        var services = builder.Services.Select(s => s.ImplementationInstance).OfType<ServiceOnBus>().ToArray();
        foreach (var service in services) bus.Name(service.Db, service.Service);
        foreach (var service in services) service.Consumers(bus);
        consumers(bus);

        builder.Services.AddSingleton(new Subscriptions(bus.Consumptions));
        builder.Services.AddSingleton<Deliveries>();
        builder.Services.AddSingleton<ConsumerRetry>();
        builder.Services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            foreach (var consumption in bus.Consumptions) consumption.Register(x);
            x.UsingInMemory((context, transport) =>
            {
                transport.ConfigureJsonSerializerOptions(options =>
                {
                    options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
                    return options;
                });
                foreach (var consumption in bus.Consumptions)
                {
                    transport.ReceiveEndpoint(consumption.Queue, endpoint =>
                    {
                        endpoint.ConcurrentMessageLimit = consumption.Concurrency;
                        endpoint.PrefetchCount = consumption.Concurrency;
                        consumption.Configure(endpoint, context);
                    });
                }
            });
        });
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);

        // After the bus: hosted services start in order, and an outbox needs a started bus.
        foreach (var service in services)
            builder.Services.AddSingleton(typeof(IHostedService), service.Dispatcher);
    }
}
