using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Of what a viewer's impressions are counted.</summary>
internal enum CapScope
{
    Campaign,
    Creative,

    /// <summary>All campaigns of the advertiser at this publisher.</summary>
    Advertiser,
}

/// <summary>Impressions count by the instant of their decision, whenever they come.</summary>
internal enum CapWindow
{
    /// <summary>The last 60 seconds.</summary>
    Minute,

    /// <summary>The last 60 minutes.</summary>
    Hour,

    /// <summary>Since midnight in the zone of the campaign that asks for it.</summary>
    Day,

    /// <summary>Since ever; of an advertiser, since the flight of the campaign that asks for it began.</summary>
    Flight,
}

/// <summary>One limit, as a campaign asks for it.</summary>
/// <param name="Most">Impressions of one viewer in one window.</param>
/// <param name="CampaignId">That asks for it: an advertiser's limit binds its other campaigns too, while the flight of this one runs.</param>
/// <param name="FlightEnd">First instant after the flight.</param>
internal sealed record CapRule(CapScope Scope, CapWindow Window, int Most, Guid CampaignId, TimeZoneInfo Zone, DateTimeOffset FlightStart, DateTimeOffset FlightEnd)
{
    /// <summary>Slots of limits by the minute and hour alone are of no use after this time, and a viewer may have very many.</summary>
    private static readonly TimeSpan ShortWindows = TimeSpan.FromHours(25);

    public static IEnumerable<CapRule> Of(FrequencyCap? cap, CapScope scope, Guid campaignId, TimeZoneInfo zone, DateTimeOffset flightStart, DateTimeOffset flightEnd)
    {
        if (cap is null) return [];
        (CapWindow Window, int? Most)[] windows = [(CapWindow.Minute, cap.PerMinute), (CapWindow.Hour, cap.PerHour), (CapWindow.Day, cap.PerDay), (CapWindow.Flight, cap.PerFlight)];
        return windows.Where(window => window.Most is not null).Select(window => new CapRule(scope, window.Window, window.Most!.Value, campaignId, zone, flightStart, flightEnd));
    }

    public bool Binds(Guid campaignId, DateTimeOffset now) => CampaignId == campaignId || (now >= FlightStart && now < FlightEnd);

    public CapLimit At(DateTimeOffset now) => new(Scope, Window switch
    {
        CapWindow.Minute => now.ToUnixTimeMilliseconds() - 59_999,
        CapWindow.Hour => now.ToUnixTimeMilliseconds() - 3_599_999,
        CapWindow.Day => FlightTimes.StartOf(FlightTimes.DayOf(now, Zone), Zone).ToUnixTimeMilliseconds(),
        _ => Scope == CapScope.Advertiser ? FlightStart.ToUnixTimeMilliseconds() : 0,
    }, Most);

    /// <summary>Until when an impression of this instant may matter to the limit; longer than the flight, which may be extended.</summary>
    public DateTimeOffset UsefulUntil(DateTimeOffset now) => Window is CapWindow.Minute or CapWindow.Hour ? now + ShortWindows : FlightEnd + CapUse.UsefulUnlessTold;

    public CapTold Told => new(Scope, Window, Most);
}

/// <param name="From">Milliseconds since 1970: impressions decided from then on count.</param>
internal readonly record struct CapLimit(CapScope Scope, long From, int Most);

/// <summary>A limit in a decision's inputs and explanation.</summary>
internal sealed record CapTold(CapScope Scope, CapWindow Window, int Most)
{
    /// <summary>E.g. "3 a day per advertiser".</summary>
    public string InWords => $"{Most} {(Window == CapWindow.Hour ? "an" : "a")} {Window.ToString().ToLowerInvariant()} per {Scope.ToString().ToLowerInvariant()}";
}
