using System.Diagnostics;
using AdPlatform.Testing.Servers;

namespace AdPlatform.Testing.Services;

/// <summary>The five services, each in a process of its own, behind one address. Their programs must lie beside the test's: its project references them.</summary>
public sealed class ServicesUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly OwnFolder folder = new("services");
    private readonly Dictionary<string, int> ports = ServiceRoutes.Services.ToDictionary(service => service, _ => FreePorts.Next());
    private readonly Dictionary<string, ServiceProcess> running = [];
    private readonly List<string> earlier = [];
    private Gateway gateway = null!;

    private ServicesUnderTest(ServiceSettings settings) => Settings = settings;

    public ServiceSettings Settings { get; }

    /// <summary>Of the gateway: what a client of the whole platform sees.</summary>
    public Uri Address => gateway.Address;

    public static async Task<ServicesUnderTest> StartAsync(ServiceSettings settings)
    {
        var services = new ServicesUnderTest(settings);
        try
        {
            services.gateway = await Gateway.StartAsync(path => ServiceRoutes.ServiceOf(path) is { } service ? AddressOf(services.ports[service]) : null);
            foreach (var service in ServiceRoutes.Services) services.Launch(service);
            foreach (var service in ServiceRoutes.Services) await services.Of(service).ReadyAsync(Patience);
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <param name="service">One of <see cref="ServiceRoutes.Services"/> that runs.</param>
    public ServiceProcess Of(string service)
    {
        lock (running) return running[service];
    }

    public Task KillAsync(string service) => EndAsync(service, process => process.KillAsync());

    /// <summary>SIGTERM, and waits until it has ended.</summary>
    /// <returns>Its exit code and how long it took.</returns>
    public async Task<(int Code, TimeSpan Took)> TerminateAsync(string service)
    {
        var watch = Stopwatch.StartNew();
        var code = -1;
        await EndAsync(service, async process =>
        {
            process.Terminate();
            code = await process.ExitAsync(Patience);
        });
        return (code, watch.Elapsed);
    }

    public async Task StartAgainAsync(string service)
    {
        Launch(service);
        await Of(service).ReadyAsync(Patience);
    }

    /// <summary>What all of them wrote, also those that are gone: warnings and errors, for a test that failed.</summary>
    public string Output()
    {
        lock (running) return string.Join('\n', earlier.Concat(running.Select(service => $"==== {service.Key}\n{service.Value.Output}")));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running.Values) await process.DisposeAsync();
        if (gateway is not null) await gateway.DisposeAsync();
        await folder.DisposeAsync();
    }

    private static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}");

    private void Launch(string service)
    {
        var port = ports[service];
        var environment = Settings.EnvironmentOf(AddressOf(port), gateway.Address);
        environment.TryAdd("AdPlatform__Data", folder.File(service));
        lock (running) running.Add(service, ServiceProcess.Start($"AdPlatform.{service}", folder.File(service), port, environment));
    }

    private async Task EndAsync(string service, Func<ServiceProcess, Task> end)
    {
        var process = Of(service);
        await end(process);
        lock (running)
        {
            running.Remove(service);
            earlier.Add($"==== {service}, ended\n{process.Output}");
        }

        await process.DisposeAsync();
    }
}
