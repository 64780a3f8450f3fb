using System.Text.Json;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>desktop, mobile, tablet, tv or console; null when the event does not tell.</summary>
internal static class ReadingDevice
{
    private static readonly string[] Tv =
        ["smart-tv", "smarttv", "appletv", "googletv", "android tv", "roku", "bravia", "tizen", "web0s", "webos", "hbbtv", "crkey", "aftt", "aftb", "viera", " tv"];

    private static readonly string[] Console = ["playstation", "xbox", "nintendo"];
    private static readonly string[] Tablet = ["ipad", "tablet", "kindle", "silk/"];
    private static readonly string[] Mobile = ["iphone", "ipod", "mobi", "android", "windows phone"];
    private static readonly string[] Desktop = ["windows nt", "macintosh", "x11", "cros", "linux"];

    /// <summary>context.device.type (also what Segment's mobile libraries send: ios, android), otherwise context.userAgent.</summary>
    public static string? Of(JsonElement context)
    {
        if (context.Member("device").Text("type") is { } type)
        {
            switch (type.ToLowerInvariant())
            {
                case "desktop" or "mobile" or "tablet" or "tv" or "console": return type.ToLowerInvariant();
                case "ios" or "android" or "phone" or "smartphone": return "mobile";
                case "ctv" or "connected_tv" or "smart_tv" or "settop": return "tv";
                case "pc" or "laptop" or "web": return "desktop";
            }
        }
        return context.Text("userAgent") is { } agent ? OfUserAgent(agent) : null;
    }

    private static string? OfUserAgent(string agent)
    {
        // Order matters: a television also says android or linux, a tablet also says mobile.
        if (Names(agent, Tv)) return "tv";
        if (Names(agent, Console)) return "console";
        if (Names(agent, Tablet)) return "tablet";
        if (Names(agent, Mobile)) return "mobile";
        return Names(agent, Desktop) ? "desktop" : null;
    }

    private static bool Names(string agent, string[] parts) => parts.Any(part => agent.Contains(part, StringComparison.OrdinalIgnoreCase));
}
