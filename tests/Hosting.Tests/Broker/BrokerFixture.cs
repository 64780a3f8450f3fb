using AdPlatform.Testing.Servers;

namespace AdPlatform.Hosting.Tests.Broker;

/// <summary>One RabbitMQ for a class; each test has a virtual host and a database of its own.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    public RabbitServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RabbitServer.StartAsync();

    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;

    public async Task<IReadOnlyDictionary<string, string?>> SettingsAsync() => Settings(await Server.CreateVirtualHostAsync(), await TestServers.PostgresDatabaseAsync());

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
