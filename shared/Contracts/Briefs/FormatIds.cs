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

    /// <summary>Linear video in a stream, pixels; delivered by VAST. Shows a film of the advertiser's library, else one that is rendered from the creative's texts, where the platform has ffmpeg.</summary>
    public const string Video1920x1080 = "video-1920x1080";

    /// <summary>Text assets for responsive search: 3 to 15 headlines of 30, 2 to 4 descriptions of 90 characters. Exported, not served.</summary>
    public const string ResponsiveSearch = "responsive-search";

    /// <summary>IAB display sizes, pixels: leaderboard, wide skyscraper, mobile banner, billboard.</summary>
    public const string Display728x90 = "display-728x90";
    public const string Display160x600 = "display-160x600";
    public const string Display320x50 = "display-320x50";
    public const string Display970x250 = "display-970x250";

    /// <summary>Streaming formats of the IAB Tech Lab's CTV ad portfolio. Its placement subtypes are an AdCOM draft.</summary>
    public const string Pause600x600 = "pause-600x600";
    public const string OverlayCorner = "overlay-corner-480x270";
    public const string OverlayLowerThird = "overlay-lower-third-1920x324";
    public const string Squeezeback = "squeezeback-1920x1080";
    public const string Screensaver = "screensaver-1920x1080";
    public const string Menu = "menu-1920x480";

    /// <summary>Text assets of Google's Performance Max and responsive display, and of Meta. Exported, not served.</summary>
    public const string PerformanceMax = "performance-max";
    public const string ResponsiveDisplay = "responsive-display";
    public const string Meta = "meta";

    public static IReadOnlyList<string> All { get; } =
    [
        Display300x250, Native, Pause1920x1080, ResponsiveSearch, Display728x90, Display160x600, Display320x50, Display970x250, Pause600x600,
        OverlayCorner, OverlayLowerThird, Squeezeback, Screensaver, Menu, PerformanceMax, ResponsiveDisplay, Meta,
    ];

    /// <summary>The ones that show a film: the advertiser's, or one that is rendered.</summary>
    public static IReadOnlyList<string> Filmed { get; } = [Video1920x1080];

    /// <summary>What a brief may ask for.</summary>
    public static IReadOnlyList<string> InBriefs { get; } = [.. All, .. Filmed];

    /// <summary>The drawn ones that a placement can show.</summary>
    public static IReadOnlyList<string> Served { get; } = [Display300x250, Native, Pause1920x1080];

    /// <summary>What delivery can answer with, and what inventory is planned and bought for: the served ones and video.</summary>
    public static IReadOnlyList<string> Deliverable { get; } = [.. Served, Video1920x1080];
}
