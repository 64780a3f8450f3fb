namespace AdPlatform.Journeys.Tests.Platforms;

internal static class PlatformSettings
{
    /// <summary>As the demo's operator has it, in the form of environment variables, and with leave for what a few test viewers do in a minute.</summary>
    public static IReadOnlyDictionary<string, string> More { get; } =
        AdPlatform.Standalone.Demo.DemoSettings.All.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!)
            .Append(new("AdPlatform__AdDelivery__MaxRequestsPerMinute", "100000"))
            // Films as short, small and few as they may be.
            .Append(new("AdPlatform__CreativeMotion__Seconds", "6")).Append(new("AdPlatform__CreativeMotion__FramesPerSecond", "10")).Append(new("AdPlatform__CreativeMotion__Height", "360"))
            .Append(new("AdPlatform__CreativeMotion__FilmsPerCampaign", "2")).ToDictionary();

    /// <summary>Of tests that promise no time: on a busy machine a profile that comes late would leave lines unserved, and the viewers would have to ask much more often.</summary>
    public static IReadOnlyDictionary<string, string> Patient { get; } =
        new Dictionary<string, string> { ["AdPlatform__AdDelivery__ProfileBudget"] = "00:00:00.500", ["AdPlatform__AdDelivery__CapBudget"] = "00:00:00.500" };
}
