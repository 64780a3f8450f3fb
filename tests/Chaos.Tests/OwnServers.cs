using AdPlatform.Journeys.Tests.Platforms;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Chaos.Tests;

/// <summary>The five services on servers of these tests' own, all of which they may kill and freeze: one platform for all of them, one test after the other.</summary>
public sealed class OwnServers : IAsyncLifetime
{
    internal RabbitServer Rabbit { get; private set; } = null!;

    internal RedisServer Redis { get; private set; } = null!;

    internal PostgresServer Postgres { get; private set; } = null!;

    internal World World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var postgres = PostgresServer.StartAsync();
        var redis = RedisServer.StartAsync();
        var rabbit = RabbitServer.StartAsync();
        await Task.WhenAll(rabbit, redis, postgres);
        (Rabbit, Redis, Postgres) = (await rabbit, await redis, await postgres);
        World = await World.MakeAsync(await ServicesPlatform.StartAsync(new ServiceSettings(Rabbit.ConnectionString, Redis.ConnectionString, Postgres.ConnectionString)));
    }

    /// <summary>SIGKILL, a second without it, and up again.</summary>
    /// <param name="target">A service, or Rabbit, Redis, Postgres.</param>
    internal async Task KillAndStartAgainAsync(string target)
    {
        PrivateServer? server = target switch { nameof(Rabbit) => Rabbit, nameof(Redis) => Redis, nameof(Postgres) => Postgres, _ => null };
        if (server is not null) await server.KillAsync();
        else await World.Platform.KillAsync(target);
        await Task.Delay(TimeSpan.FromSeconds(1));
        if (server is not null) await server.StartAgainAsync();
        else await World.Platform.StartAgainAsync(target);
    }

    /// <summary>Messages that wait in the outboxes of all services.</summary>
    internal async Task<int> OutboxRowsAsync() => int.Parse(
        await Psql.RunAsync(Postgres.ConnectionString, $"SELECT {string.Join(" + ", Schemas.Select(schema => $"(SELECT count(*) FROM {schema}.outbox)"))}"),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Messages that could not be consumed, over all services, with what stopped them.</summary>
    internal async Task<string> ErrorsAsync() =>
        await Psql.RunAsync(Postgres.ConnectionString, string.Join(" UNION ALL ", Schemas.Select(schema => $"SELECT consumer || ' at ' || failed_at || ': ' || detail FROM {schema}.message_errors")));

    /// <summary>By queue: what the broker gave up on.</summary>
    internal async Task<IReadOnlyList<string>> DeadLettersAsync() =>
        [.. (await Rabbit.ControlAsync("list_queues", "-p", "adplatform", "name", "messages", "--no-table-headers")).Split('\n').Where(line => line.Contains("-dead-letters", StringComparison.Ordinal) && !line.EndsWith("\t0", StringComparison.Ordinal))];

    /// <summary>One line each: name, type, durable, automatically deleted, arguments.</summary>
    internal async Task<(IReadOnlyList<string> Queues, IReadOnlyList<string> Exchanges)> TopologyAsync() => (
        Lines(await Rabbit.ControlAsync("list_queues", "-p", "adplatform", "name", "type", "durable", "auto_delete", "arguments", "--no-table-headers")),
        Lines(await Rabbit.ControlAsync("list_exchanges", "-p", "adplatform", "name", "type", "durable", "auto_delete", "arguments", "--no-table-headers")));

    public async ValueTask DisposeAsync()
    {
        if (World is not null) await World.DisposeAsync();
        foreach (var server in (PrivateServer?[])[Rabbit, Redis, Postgres])
            if (server is not null) await server.DisposeAsync();
    }

    private static string[] Lines(string list) => [.. list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("amq.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string[] Schemas => ["campaigns", "profiling", "creatives", "planning", "delivery"];
}
