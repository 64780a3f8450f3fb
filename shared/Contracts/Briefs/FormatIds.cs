namespace AdPlatform.Contracts.Briefs;

/// <summary>The formats that a brief may ask for and an ad server may request. Limits and sources are in CreativeGeneration's catalogue.</summary>
public static class FormatIds
{
    /// <summary>IAB medium rectangle, pixels.</summary>
    public const string Display300x250 = "display-300x250";

    /// <summary>OpenRTB Native 1.2: title, description, sponsored, ctatext, price, main image.</summary>
    public const string Native = "native";

    /// <summary>Full-screen static creative shown while a stream is paused, pixels.</summary>
    public const string Pause1920x1080 = "pause-1920x1080";

    /// <summary>Linear video of supplied media in a stream, pixels; delivered by VAST. Not in briefs yet.</summary>
    public const string Video1920x1080 = "video-1920x1080";

    /// <summary>Text assets for responsive search: 3 to 15 headlines of 30, 2 to 4 descriptions of 90 characters. Exported, not served.</summary>
    public const string ResponsiveSearch = "responsive-search";

    public static IReadOnlyList<string> All { get; } = [Display300x250, Native, Pause1920x1080, ResponsiveSearch];

    /// <summary>The ones that a placement can show: inventory is planned and bought for these.</summary>
    public static IReadOnlyList<string> Served { get; } = [Display300x250, Native, Pause1920x1080];

    /// <summary>What delivery can answer with: served ones and video.</summary>
    public static IReadOnlyList<string> Deliverable { get; } = [.. Served, Video1920x1080];
}
