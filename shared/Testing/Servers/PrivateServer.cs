using System.Diagnostics;

namespace AdPlatform.Testing.Servers;

/// <summary>A real server on free loopback ports with temporary data, which a test may kill, freeze and start again.</summary>
public abstract class PrivateServer : IAsyncDisposable
{
    /// <summary>Long, for a machine that builds beside the tests; RabbitMQ needs 5 to 22 s of it.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(120);

    private readonly OwnFolder folder;
    private Process? process;

    private protected PrivateServer(string name) => folder = new OwnFolder(name);

    /// <summary>As <c>AdPlatform__RabbitMq</c>, <c>AdPlatform__Redis</c> or <c>AdPlatform__Postgres</c> takes it.</summary>
    public abstract string ConnectionString { get; }

    public int Port { get; } = FreePorts.Next();

    public bool IsRunning => process is { HasExited: false };

    private protected string Folder => folder.Location;

    private protected string LogFile => folder.File("server.log");

    /// <summary>Which signal stops it in order.</summary>
    private protected virtual int StopSignal => ProcessesIn.Terminate;

    /// <summary>In order: what it holds is on disk.</summary>
    public async Task StopAsync()
    {
        if (IsRunning)
        {
            ProcessesIn.Signal(process!.Id, StopSignal);
            await process.WaitForExitAsync().WaitAsync(AtMost);
        }

        await KillAsync();
    }

    /// <summary>SIGKILL to every process of it; returns when all are gone and the port is closed.</summary>
    public async Task KillAsync()
    {
        await ProcessesIn.KillAsync(Folder);
        process?.Dispose();
        process = null;
    }

    /// <summary>On the same data and port; returns when it answers.</summary>
    public async Task StartAgainAsync()
    {
        if (IsRunning) throw new InvalidOperationException("It is running.");
        process = Launch();
        using var limit = new CancellationTokenSource(AtMost);
        while (!await AnswersAsync(limit.Token))
        {
            if (process.HasExited || limit.IsCancellationRequested)
                throw new InvalidOperationException($"{GetType().Name} on port {Port} {(process.HasExited ? "ended" : $"was not ready within {AtMost}")}. {LogTail()}");
            await Task.Delay(50);
        }
    }

    /// <summary>SIGSTOP: connections stay open and nothing answers.</summary>
    public void Freeze() => ProcessesIn.Freeze(Folder);

    public void Thaw() => ProcessesIn.Thaw(Folder);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await folder.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Its last lines, for a test that failed.</summary>
    public string LogTail() => File.Exists(LogFile) ? "Its log ends: " + string.Join('\n', File.ReadLines(LogFile).TakeLast(30)) : "It has no log.";

    /// <summary>All lines of all its logs.</summary>
    public IEnumerable<string> Logs() => Directory.EnumerateFiles(Folder, "*.log", SearchOption.AllDirectories).SelectMany(File.ReadLines);

    private protected string FileIn(string name) => folder.File(name);

    private protected abstract Process Launch();

    private protected abstract Task<bool> AnswersAsync(CancellationToken cancellationToken);
}
