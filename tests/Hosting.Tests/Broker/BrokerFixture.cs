using AdPlatform.Testing.Servers;

[assembly: AssemblyFixture(typeof(AdPlatform.Hosting.Tests.Broker.BrokerFixture))]

namespace AdPlatform.Hosting.Tests.Broker;

/// <summary>One RabbitMQ for all tests that leave it alone, started when the first one asks; each test has a virtual host and a database of its own.</summary>
public sealed class BrokerFixture : IAsyncDisposable
{
    private readonly Lazy<Task<RabbitServer>> server = new(() => Task.Run(RabbitServer.StartAsync));

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated) await (await server.Value).DisposeAsync();
    }

    /// <summary>rabbitmqctl.</summary>
    public async Task<string> ControlAsync(params string[] arguments) => await (await server.Value).ControlAsync(arguments);

    public async Task<string> CreateVirtualHostAsync() => await (await server.Value).CreateVirtualHostAsync();

    public async Task<IReadOnlyDictionary<string, string?>> SettingsAsync() => Settings(await CreateVirtualHostAsync(), await TestServers.PostgresDatabaseAsync());

    /// <param name="host">Its virtual host, known when the task has ended.</param>
    public Task<IReadOnlyDictionary<string, string?>> SettingsAsync(out Func<string> host)
    {
        IReadOnlyDictionary<string, string?>? settings = null;
        host = () => settings!["AdPlatform:RabbitMq"]!.Split('/')[^1];
        return ReadAsync();

        async Task<IReadOnlyDictionary<string, string?>> ReadAsync() => settings = await SettingsAsync();
    }

    public static IReadOnlyDictionary<string, string?> Settings(string rabbitMq, string postgres) => new Dictionary<string, string?>
    {
        ["AdPlatform:RabbitMq"] = rabbitMq,
        ["AdPlatform:Postgres"] = postgres,
    };
}
