using AdPlatform.Hosting.Storage;

namespace AdPlatform.Testing.Servers;

/// <summary>
/// Connection strings of servers that the tests of a process share, started when the first one asks; a test that breaks its server starts one of its own.
/// <c>ADPLATFORM_TEST_RABBITMQ</c>, <c>ADPLATFORM_TEST_REDIS</c> and <c>ADPLATFORM_TEST_POSTGRES</c> (a user that may create databases) name servers that run already.
/// </summary>
public static class TestServers
{
    private static readonly Lazy<Task<RabbitServer>> Rabbit = new(() => Task.Run(RabbitServer.StartAsync));
    private static readonly Lazy<Task<RedisServer>> OneRedis = new(() => Task.Run(RedisServer.StartAsync));
    private static readonly Lazy<Task<PostgresServer>> OnePostgres = new(() => Task.Run(() => PostgresServer.StartAsync(durable: false)));
    private static int databases;
    private static int redisDatabases;

    public static Task<string> RabbitMqAsync() => OfAsync("RABBITMQ", Rabbit);

    public static Task<string> RedisAsync() => OfAsync("REDIS", OneRedis);

    /// <summary>The database <c>adplatform</c>, or the one that was named.</summary>
    public static Task<string> PostgresAsync() => OfAsync("POSTGRES", OnePostgres);

    /// <summary>An empty virtual host of the shared RabbitMQ (costs seconds); of a named one the host that was named.</summary>
    public static async Task<string> RabbitVirtualHostAsync() => Named("RABBITMQ") ?? await (await Rabbit.Value).CreateVirtualHostAsync();

    /// <summary>A database number of its own at the shared Redis (of a named server the one that was named). Channels are not part of it.</summary>
    public static async Task<string> RedisDatabaseAsync() => Named("REDIS") ?? $"{await RedisAsync()},defaultDatabase={Interlocked.Increment(ref redisDatabases)}";

    /// <summary>A new, empty database of the shared PostgreSQL.</summary>
    public static async Task<string> PostgresDatabaseAsync()
    {
        var connection = await PostgresAsync();
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        await Psql.RunAsync(connection, $"DROP DATABASE IF EXISTS {name}");
        await Psql.RunAsync(connection, $"CREATE DATABASE {name}");
        return new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connection, ["Database"] = name }.ConnectionString;
    }

    /// <summary>Settings of an app on a new, empty store of the kind.</summary>
    public static async Task<Dictionary<string, string?>> StoreAsync(StorageProvider provider) =>
        provider == StorageProvider.Postgres ? new() { ["AdPlatform:Postgres"] = await PostgresDatabaseAsync() } : [];

    private static async Task<string> OfAsync<T>(string name, Lazy<Task<T>> server)
        where T : PrivateServer => Named(name) ?? (await server.Value).ConnectionString;

    private static string? Named(string server) => Environment.GetEnvironmentVariable($"ADPLATFORM_TEST_{server}") is { Length: > 0 } given ? given : null;
}
