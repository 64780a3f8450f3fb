using System.CommandLine;
using Size = AdPlatform.Standalone.Demo.DemoSize;

namespace AdPlatform.Standalone;

/// <param name="Data">Folder of databases and secrets, absolute; null is the default of the mode.</param>
/// <param name="Port">Null: 5080, or in a demo the next free one.</param>
/// <param name="Urls">Overrides <paramref name="Port"/>; semicolons between.</param>
internal sealed record StandaloneSettings(string? Data, int? Port, string? Urls, bool Demo, bool Fresh, bool Exit, Size Size);

/// <summary>All services of the platform in one process, embedded: nothing else has to be installed or running.</summary>
internal static class StandaloneCommand
{
    public static RootCommand Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of databases and secrets. Default: adplatform (with --demo: adplatform-demo) in the user's data folder." };
        var port = new Option<int?>("--port") { Description = $"Port on 127.0.0.1. Default: {Platform.DefaultPort}; a demo takes the next free one." };
        var urls = new Option<string>("--urls") { Description = "Addresses to listen on instead, e.g. http://0.0.0.0:8080." };
        var demo = new Option<bool>("--demo") { Description = "The main job on sample data: viewers, brief, creatives, plan, simulated traffic. Killed and started again, it goes on." };
        var fresh = new Option<bool>("--fresh") { Description = "With --demo: forget the earlier demo in the data folder and begin anew." };
        var exit = new Option<bool>("--exit") { Description = "With --demo: end when the demo is done." };
        var viewers = new Option<int?>("--viewers") { Description = $"With --demo: how many viewers are generated, {Size.LeastViewers} to {Size.MostViewers}. Default: {Size.MostViewers}." };
        var minutes = new Option<int?>("--minutes") { Description = $"With --demo: simulated minutes of traffic, 1 to {Size.MostMinutes}. Default: {Size.MostMinutes}." };
        var command = new RootCommand("AdPlatform, all services in one process.") { data, port, urls, demo, fresh, exit, viewers, minutes };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(demo) && (result.GetValue(fresh) || result.GetValue(exit) || result.GetValue(viewers) is not null || result.GetValue(minutes) is not null))
                result.AddError("--fresh, --exit, --viewers and --minutes need --demo.");
            if (result.GetValue(port) is < 1 or > 65535) result.AddError("--port must be 1 to 65535.");
            if (result.GetValue(viewers) is < Size.LeastViewers or > Size.MostViewers) result.AddError($"--viewers must be {Size.LeastViewers} to {Size.MostViewers}.");
            if (result.GetValue(minutes) is < 1 or > Size.MostMinutes) result.AddError($"--minutes must be 1 to {Size.MostMinutes}.");
        });
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new StandaloneSettings(
                arguments.GetValue(data) is { } folder ? Path.GetFullPath(folder) : null,
                arguments.GetValue(port), arguments.GetValue(urls), arguments.GetValue(demo), arguments.GetValue(fresh), arguments.GetValue(exit),
                new Size(arguments.GetValue(viewers) ?? Size.MostViewers, arguments.GetValue(minutes) ?? Size.MostMinutes)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(StandaloneSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return settings.Demo ? await Demo.DemoProcess.RunAsync(settings, cancellationToken) : await ServeAsync(settings, cancellationToken);
        }
        catch (Exception error) when (Explained(error, settings) is { } explanation)
        {
            return await RefuseAsync(explanation);
        }
    }

    private static async Task<int> ServeAsync(StandaloneSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Urls is null && !Platform.IsFree(settings.Port ?? Platform.DefaultPort)) return await RefuseAsync(Taken(settings));
        await using var app = Platform.Build(
            settings.Data, settings.Urls ?? Platform.Loopback(settings.Port ?? Platform.DefaultPort), builder => builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning));
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"AdPlatform listens on {string.Join(", ", app.Urls)}; data in {Platform.DataOf(app)}. Ctrl+C stops it.".AsMemory(), cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>What a user can do something about, in one sentence; anything else is a bug and shows its stack.</summary>
    private static string? Explained(Exception error, StandaloneSettings settings) => error switch
    {
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => Taken(settings),
        InvalidOperationException { Source: "AdPlatform.Hosting" or "AdPlatform.Campaigns" } refused => refused.Message,
        Microsoft.Extensions.Options.OptionsValidationException wrong => $"Configuration: {string.Join(" ", wrong.Failures)}",
        UnauthorizedAccessException denied => denied.Message,
        _ => null,
    };

    internal static string Taken(StandaloneSettings settings) =>
        $"{settings.Urls ?? $"Port {settings.Port ?? Platform.DefaultPort}"} is in use. Stop what listens there, or choose another port with --port.";

    internal static async Task<int> RefuseAsync(string explanation)
    {
        await Console.Error.WriteLineAsync(explanation.AsMemory(), CancellationToken.None);
        return 2;
    }
}
