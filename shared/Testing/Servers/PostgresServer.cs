using System.Diagnostics;

namespace AdPlatform.Testing.Servers;

/// <summary>PostgreSQL with a database <c>adplatform</c>. It refuses to run as root: then it runs as the user postgres.</summary>
public sealed class PostgresServer : PrivateServer
{
    private const string User = "adplatform";
    private const string Password = "secret";
    private readonly bool durable;

    private PostgresServer(bool durable)
        : base("postgres") => this.durable = durable;

    public override string ConnectionString => ConnectionTo("adplatform");

    /// <summary>SIGINT is its fast shutdown; SIGTERM waits for the clients to leave.</summary>
    private protected override int StopSignal => ProcessesIn.Interrupt;

    private static string[] AsItsUser => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];

    /// <param name="durable">False does not wait for the disk: it survives SIGKILL, because the kernel has every write, but not a power cut.</param>
    public static async Task<PostgresServer> StartAsync(bool durable = true)
    {
        _ = ServerPrograms.Postgres;
        var server = new PostgresServer(durable);
        await server.InitialiseAsync();
        await server.StartAgainAsync();
        await server.CreateDatabaseAsync("adplatform");
        return server;
    }

    /// <summary>One more, empty.</summary>
    /// <param name="name">Lower case letters, digits and underscores.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await Psql.RunAsync(ConnectionTo("postgres"), $"CREATE DATABASE {name}");
        return ConnectionTo(name);
    }

    private protected override Process Launch() => Command.Background(
        FileIn("data"), LogFile, Home,
        [.. AsItsUser, ServerPrograms.Postgres, "-D", FileIn("data"), "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={Folder}",
            "-c", "max_connections=300", "-c", "max_prepared_transactions=0", "-c", $"fsync={(durable ? "on" : "off")}", "-c", $"full_page_writes={(durable ? "on" : "off")}"]);

    private protected override async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        (await Command.TryAsync(Folder, Home, Path.Combine(Programs, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{Port}", "-t", "2")).Code == 0;

    private Dictionary<string, string> Home => new() { ["HOME"] = Folder, ["LC_ALL"] = "C.UTF-8" };

    private static string Programs => Path.GetDirectoryName(ServerPrograms.Postgres)!;

    private string ConnectionTo(string database) => $"Host=127.0.0.1;Port={Port};Username={User};Password={Password};Database={database}";

    private async Task InitialiseAsync()
    {
        await File.WriteAllTextAsync(FileIn("password"), Password);
        await File.WriteAllTextAsync(LogFile, "");
        if (Environment.IsPrivilegedProcess) await Command.RunAsync("/", Home, "chown", "-R", "postgres:postgres", Folder);
        await Command.RunAsync(Folder, Home,
            [.. AsItsUser, Path.Combine(Programs, "initdb"), "-D", FileIn("data"), "-U", User, $"--pwfile={FileIn("password")}", "-A", "scram-sha-256", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync", "--no-instructions"]);
    }
}
