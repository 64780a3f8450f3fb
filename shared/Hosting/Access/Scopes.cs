namespace AdPlatform.Hosting.Access;

/// <summary>What a key may do within its account.</summary>
public static class Scopes
{
    public const string Campaigns = "campaigns";
    public const string Plans = "plans";
    public const string Creatives = "creatives";

    /// <summary>Read approved creatives and their assets only.</summary>
    public const string CreativesFetch = "creatives:fetch";

    public const string Profiles = "profiles";
    public const string Segments = "segments";
    public const string Inventory = "inventory";
    public const string EventsWrite = "events:write";
    public const string Decisions = "decisions";
    public const string Reports = "reports";

    /// <summary>Everything in the account, keys and accounts included.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } =
        [Campaigns, Plans, Creatives, CreativesFetch, Profiles, Segments, Inventory, EventsWrite, Decisions, Reports, Admin];
}
