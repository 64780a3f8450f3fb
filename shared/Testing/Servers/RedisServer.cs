using System.Diagnostics;

namespace AdPlatform.Testing.Servers;

/// <summary>Redis without persistence: all in it can be rebuilt, so a kill loses it.</summary>
public sealed class RedisServer : PrivateServer
{
    private RedisServer()
        : base("redis")
    {
    }

    public override string ConnectionString => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync()
    {
        _ = ServerPrograms.Redis;
        var server = new RedisServer();
        await server.StartAgainAsync();
        return server;
    }

    private protected override Process Launch() => Command.Background(
        Folder, LogFile, new Dictionary<string, string>(), ServerPrograms.Redis,
        "--bind", "127.0.0.1", "--port", $"{Port}", "--dir", Folder, "--appendonly", "no", "--save", "", "--databases", "1024");

    private protected override async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        (await Greeting.ExchangeAsync(Port, "PING\r\n"u8.ToArray(), cancellationToken)).AsSpan().StartsWith("+PONG"u8);
}
