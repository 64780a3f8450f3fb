using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>How a bought line meets a request.</summary>
/// <remarks>
/// A line for a title (<c>tt-velvet-harbour</c>) serves in requests whose <c>context.titleId</c> is that id, and in no other. A line for a line
/// group (a title id that starts with <c>group-</c>) serves in requests that carry one of the line's genres: their own
/// <c>context.genres</c>, or, when they name none, the genres that the publisher's catalogue has for their title. A group without genres is run of network.
/// </remarks>
internal static class LineMatch
{
    public const string GroupPrefix = "group-";

    public static bool IsGroup(string titleId) => titleId.StartsWith(GroupPrefix, StringComparison.Ordinal);

    public static bool Title(LiveLine line, RequestContext context)
    {
        if (!IsGroup(line.Plan.TitleId)) return line.Plan.TitleId == context.TitleId;
        if (line.Plan.Genres.Count == 0) return true;
        foreach (var genre in line.Plan.Genres)
            foreach (var asked in context.Genres)
                if (string.Equals(genre, asked, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    public static bool Daypart(LiveLine line, RequestContext context, DateTimeOffset now)
    {
        if (line.Plan.Daypart is not { } daypart) return true;
        var local = context.LocalTime ?? TimeZoneInfo.ConvertTime(now, line.Campaign.Zone);
        return daypart == DaypartOf(local.Hour);
    }

    /// <summary>Quarters of the day: night from 0, morning from 6, afternoon from 12, evening from 18.</summary>
    public static string DaypartOf(int hour) => hour switch { < 6 => "night", < 12 => "morning", < 18 => "afternoon", _ => "evening" };

    public static bool Blocked(ServingCampaign campaign, Blocks blocks)
    {
        if (campaign.AdvertiserCategory is { } category && blocks.Categories.Contains(category, StringComparer.OrdinalIgnoreCase)) return true;
        foreach (var domain in blocks.Domains)
            if (IsUnder(campaign.AdvertiserDomain, domain)) return true;
        return false;
    }

    public static bool IsUnder(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || (domain.Length > 0 && host[host.Length - domain.Length - 1] == '.'));
}
