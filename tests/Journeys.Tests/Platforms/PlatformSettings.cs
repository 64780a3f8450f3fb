namespace AdPlatform.Journeys.Tests.Platforms;

internal static class PlatformSettings
{
    /// <summary>As the demo's operator has it, in the form of environment variables, and with leave for what a few test viewers do in a minute.</summary>
    public static IReadOnlyDictionary<string, string> More { get; } =
        AdPlatform.Standalone.Demo.DemoSettings.All.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!)
            .Append(new("AdPlatform__AdDelivery__MaxRequestsPerMinute", "100000")).ToDictionary();
}
