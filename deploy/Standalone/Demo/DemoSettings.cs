namespace AdPlatform.Standalone.Demo;

/// <summary>How the demo's operator has set the platform up; everything else is as it is by default.</summary>
internal static class DemoSettings
{
    public static IReadOnlyDictionary<string, string?> All { get; } = new Dictionary<string, string?>
    {
        // The generated viewers are in France, Belgium and the United Kingdom: nothing is kept of a viewer who did not allow it.
        ["AdPlatform:AudienceProfiling:TcfPublishers:0"] = "*",
        // Response rates are about ten times the usual, so fewer impressions say as much.
        ["AdPlatform:AdDelivery:RefitImpressions"] = "100",
    };
}
