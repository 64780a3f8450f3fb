using AdPlatform.Cli.Connecting;
using AdPlatform.Hosting.Access;

namespace AdPlatform.Standalone.Demo;

/// <summary>Server and driver in one process. The driver uses nothing but the server's public API and the demo's clock.</summary>
internal static class DemoProcess
{
    /// <summary>By convention 128 and SIGINT's number.</summary>
    private const int Interrupted = 130;

    /// <summary>Ports from the default one on that a demo looks at.</summary>
    private const int Ports = 100;

    public static async Task<int> RunAsync(StandaloneSettings settings, CancellationToken cancellationToken)
    {
        var data = settings.Data ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "adplatform-demo");
        if (settings is { Urls: null, Port: { } asked } && !Platform.IsFree(asked)) return await StandaloneCommand.RefuseAsync(StandaloneCommand.Taken(settings));
        if (settings.Fresh) Forget(data);
#pragma warning disable RS0030 // The composition root names the system clock.
        var clock = DemoClock.In(data, TimeProvider.System);
#pragma warning restore RS0030
        var urls = settings.Urls ?? Platform.Loopback(settings.Port ?? FreePort());
        var key = FirstKey(data);
        await using var app = Platform.Build(data, urls, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Configuration["ADPLATFORM_BOOTSTRAP_KEY"] = key;
            foreach (var (name, value) in DemoSettings.All) builder.Configuration[name] ??= value;
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        });
        await app.StartAsync(cancellationToken);
        try
        {
            var address = new Uri(app.Urls.First());
            var screen = DemoScreen.Create(clock);
            screen.Heading($"AdPlatform demo: one process on {address.ToString().TrimEnd('/')}, data in {data}");
            using var publisher = PlatformClient.To(address, key, clock);
            await new DemoRun(publisher, clock, screen, settings.Size).RunAsync(cancellationToken);
            if (settings.Exit) return 0;
            screen.Farewell(address, key);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped. The same command goes on from here.".AsMemory(), CancellationToken.None);
            return Interrupted;
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>The admin key of the demo's publisher: made once and kept beside the data, since the driver is a client like any other.</summary>
    private static string FirstKey(string data)
    {
        var path = Path.Combine(data, "demo-driver.key");
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new StreamWriter(path + ".new", options)) file.Write(ApiKey.NewSecret());
            File.Move(path + ".new", path);
        }

        return File.ReadAllText(path);
    }

    /// <summary>Only what a demo made is deleted, never a folder that holds anything else.</summary>
    private static void Forget(string data)
    {
        if (!Directory.Exists(data) || !Directory.EnumerateFileSystemEntries(data).Any()) return;
        if (!File.Exists(Path.Combine(data, "demo-clock.json")))
            throw new UnauthorizedAccessException($"--fresh deletes only an earlier demo, and {data} holds none. Choose another folder with --data.");
        Directory.Delete(data, recursive: true);
    }

    private static int FreePort() => Enumerable.Range(Platform.DefaultPort, Ports).FirstOrDefault(Platform.IsFree, Platform.DefaultPort);
}
