using System.Diagnostics;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Journeys.Tests.Platforms;

/// <summary>Nothing but one process and its data folder. It listens on the same port after a restart.</summary>
internal sealed class EmbeddedPlatform : IPlatformUnderTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IReadOnlyDictionary<string, string> more;
    private readonly OwnFolder folder = new("embedded");
    private readonly int port = FreePorts.Next();
    private readonly List<string> earlier = [];
    private ServiceProcess? process;

    private EmbeddedPlatform(IReadOnlyDictionary<string, string> more) => this.more = more;

    public Uri Address => new($"http://127.0.0.1:{port}");

    public string Key { get; } = ApiKey.NewSecret();

    public bool IsOneProcess => true;

    public string Output => string.Join('\n', earlier.Append(process?.Output));

    /// <param name="more">Environment, besides the settings that all journeys have.</param>
    public static async Task<IPlatformUnderTest> StartAsync(IReadOnlyDictionary<string, string> more)
    {
        var platform = new EmbeddedPlatform(more);
        await platform.StartAgainAsync("");
        return platform;
    }

    public Task KillAsync(string service) => EndAsync(p => p.KillAsync());

    public async Task<(int Code, TimeSpan Took)> TerminateAsync(string service)
    {
        var (watch, code) = (Stopwatch.StartNew(), -1);
        await EndAsync(async p =>
        {
            p.Terminate();
            code = await p.ExitAsync(Patience);
        });
        return (code, watch.Elapsed);
    }

    public async Task StartAgainAsync(string service)
    {
        if (process is not null) return;
        var data = folder.File("data");
        var environment = PlatformSettings.More.Concat(more).Append(new("ADPLATFORM_BOOTSTRAP_KEY", Key)).ToDictionary();
        process = ServiceProcess.Start("AdPlatform.Standalone", data, port, environment, "--data", data, "--port", $"{port}");
        await process.ReadyAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(p => p.KillAsync());
        await folder.DisposeAsync();
    }

    private async Task EndAsync(Func<ServiceProcess, Task> end)
    {
        if (process is null) return;
        await end(process);
        earlier.Add(process.Output);
        await process.DisposeAsync();
        process = null;
    }
}
