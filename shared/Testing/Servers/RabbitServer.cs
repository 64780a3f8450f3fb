using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace AdPlatform.Testing.Servers;

/// <summary>RabbitMQ with its own node name, cookie and port mapper, so that several run beside each other and beside an installed one.</summary>
public sealed class RabbitServer : PrivateServer
{
    private const string User = "adplatform";
    private const string Password = "secret";

    /// <summary>So many are there from the start, and so many are added together: the tool takes a second or two whatever it is asked for.</summary>
    private const int HostsAtOnce = 8;

    private readonly int distributionPort = FreePorts.Next();
    private readonly int mapperPort = FreePorts.Next();
    private readonly ConcurrentDictionary<int, Lazy<Task>> hosts = [];
    private int virtualHosts;

    private RabbitServer()
        : base("rabbit")
    {
    }

    public override string ConnectionString => ConnectionTo("adplatform");

    public static async Task<RabbitServer> StartAsync()
    {
        var server = await AwayAsync();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Not started yet: nobody listens on its port until <see cref="PrivateServer.StartAgainAsync"/>.</summary>
    public static async Task<RabbitServer> AwayAsync()
    {
        _ = ServerPrograms.RabbitMq;
        var server = new RabbitServer();
        await server.ConfigureAsync();
        return server;
    }

    /// <summary>rabbitmqctl, e.g. <c>list_queues name arguments</c>. Takes seconds: it is an emulator of its own.</summary>
    public Task<string> ControlAsync(params string[] arguments) =>
        Command.RunAsync(Folder, Settings, [Path.Combine(Path.GetDirectoryName(ServerPrograms.RabbitMq)!, "rabbitmqctl"), "-q", .. arguments]);

    /// <summary>An empty one, where queues have the same names as elsewhere and are others.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateVirtualHostAsync()
    {
        var number = Interlocked.Increment(ref virtualHosts);
        if (number > HostsAtOnce) await hosts.GetOrAdd((number - 1) / HostsAtOnce, block => new Lazy<Task>(() => CreateVirtualHostsAsync(block * HostsAtOnce))).Value;
        return ConnectionTo($"test{number}");
    }

    private async Task CreateVirtualHostsAsync(int after)
    {
        // It answers clients a moment before its own tool finds it running.
        await ControlAsync("await_startup");
        await ControlAsync("eval", $"""
            [begin
               Name = list_to_binary("test" ++ integer_to_list(I)),
               rabbit_vhost:add(Name, <<"tests">>),
               rabbit_auth_backend_internal:set_permissions(<<"{User}">>, Name, <<".*">>, <<".*">>, <<".*">>, <<"tests">>)
             end || I <- lists:seq({after + 1}, {after + HostsAtOnce})].
            """);
    }

    /// <summary>The port mapper is started here and not by the emulator, so that it is no daemon: it ends with the server.</summary>
    private protected override Process Launch()
    {
        using var mapper = Command.Background(Folder, FileIn("epmd.log"), Settings, "epmd", "-address", "127.0.0.1", "-port", $"{mapperPort}");
        return Command.Background(Folder, LogFile, Settings, ServerPrograms.RabbitMq);
    }

    private protected override async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        (await Greeting.ExchangeAsync(Port, "AMQP\0\0\u0009\u0001"u8.ToArray(), cancellationToken)) is [1, ..];

    private string ConnectionTo(string virtualHost) => $"amqp://{User}:{Password}@127.0.0.1:{Port}/{virtualHost}";

    private async Task ConfigureAsync()
    {
        foreach (var name in (string[])["mnesia", "log", "home"]) Directory.CreateDirectory(FileIn(name));
        await File.WriteAllTextAsync(FileIn("home/.erlang.cookie"), RandomNumberGenerator.GetHexString(32));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(FileIn("home/.erlang.cookie"), UnixFileMode.UserRead);
        await File.WriteAllTextAsync(FileIn("environment.conf"), "");
        await File.WriteAllTextAsync(FileIn("plugins"), "[].");
        var names = Enumerable.Range(1, HostsAtOnce).Select(number => $"test{number}").Prepend("adplatform").ToArray();
        await File.WriteAllTextAsync(FileIn("definitions.json"), JsonSerializer.Serialize(new
        {
            users = new[] { new { name = User, password = Password, tags = "administrator" } },
            vhosts = names.Select(name => new { name }),
            permissions = names.Select(vhost => new { user = User, vhost, configure = ".*", write = ".*", read = ".*" }),
        }));
        await File.WriteAllTextAsync(FileIn("rabbitmq.conf"), $"""
            listeners.tcp.default = 127.0.0.1:{Port}
            load_definitions = {FileIn("definitions.json")}
            disk_free_limit.absolute = 50MB
            vm_memory_high_watermark.absolute = 2GB
            raft.wal_max_size_bytes = 67108864
            log.file.level = warning

            """);
    }

    /// <summary>
    /// Loads the broker's modules in one go before it boots. By itself it loads the same ones one after the other while it starts, which takes a third more
    /// of its ten seconds of processor time.
    /// </summary>
    private static string Boot => $$"""-noinput -eval code:ensure_modules_loaded([list_to_atom(filename:basename(F,".beam"))||F<-filelib:wildcard("{{Plugins}}/{rabbit-,rabbit_common,ra-,osiris,rabbitmq_prelaunch}*/ebin/*.beam")]). -s rabbit boot""";

    private static string Plugins => Path.GetFullPath("../../plugins", File.ResolveLinkTarget(ServerPrograms.RabbitMq, true)?.FullName ?? ServerPrograms.RabbitMq);

    /// <summary>The spin waits of the emulator are off: they eat the processor that the tests need.</summary>
    private Dictionary<string, string> Settings => new()
    {
        ["HOME"] = FileIn("home"),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = $"{mapperPort}",
        ["RABBITMQ_NODENAME"] = $"adplatform{Port}@localhost",
        ["RABBITMQ_USE_LONGNAME"] = "false",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = $"{Port}",
        ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
        ["RABBITMQ_MNESIA_BASE"] = FileIn("mnesia"),
        ["RABBITMQ_LOG_BASE"] = FileIn("log"),
        ["RABBITMQ_LOGS"] = FileIn("log/rabbit.log"),
        ["RABBITMQ_PID_FILE"] = FileIn("rabbit.pid"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = FileIn("plugins"),
        ["RABBITMQ_CONFIG_FILE"] = FileIn("rabbitmq.conf"),
        ["RABBITMQ_CONF_ENV_FILE"] = FileIn("environment.conf"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = $"-kernel inet_dist_use_interface {{127,0,0,1}} +sbwt none +sbwtdcpu none +sbwtdio none {Boot}",
        // The start script boots the node alone; the broker is in the arguments above.
        ["RABBITMQ_NODE_ONLY"] = "1",
        ["RABBITMQ_CTL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none",
        // Lets the start script become the emulator instead of waiting beside it.
        ["RUNNING_UNDER_SYSTEMD"] = "1",
    };
}
