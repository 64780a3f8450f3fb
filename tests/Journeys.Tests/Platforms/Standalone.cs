using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Journeys.Tests.Platforms;

/// <summary>The one-process host, as a user starts it.</summary>
internal static class Standalone
{
    public static ServiceProcess Start(string data, params string[] arguments) => StartWith(new Dictionary<string, string>(), data, arguments);

    public static ServiceProcess StartWith(IReadOnlyDictionary<string, string> environment, string data, params string[] arguments)
    {
        var port = FreePorts.Next();
        return ServiceProcess.Start("AdPlatform.Standalone", data, port, environment, ["--data", data, "--port", $"{port}", .. arguments]);
    }
}
