using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>Two viewers turn out to be one person: both histories are kept.</summary>
internal static class MergingViewers
{
    /// <summary>Adds everything of <paramref name="other"/>, which is not used afterwards. Segments are evaluated anew, with the earlier entry time.</summary>
    public static void Take(this ViewerProfile into, ViewerProfile other, TimeSpan halfLife)
    {
        foreach (var id in other.Ids) into.Link(id);
        if (other.FirstSeen < into.FirstSeen) into.FirstSeen = other.FirstSeen;
        if (other.LastSeen > into.LastSeen) into.LastSeen = other.LastSeen;
        foreach (var (name, trait) in other.Traits)
            into.Traits[name] = into.Traits.TryGetValue(name, out var mine) ? Trait.Of(mine, trait) : trait;
        foreach (var (purpose, consent) in other.Consent)
            into.Consent[purpose] = into.Consent.TryGetValue(purpose, out var mine) ? PurposeConsent.Of(mine, consent) : consent;
        if (other.HistoryConsent is { } theirs) into.HistoryConsent = into.HistoryConsent is { } ours ? PurposeConsent.Of(ours, theirs) : theirs;
        Add(into.Genres, other.Genres, halfLife);
        Add(into.Categories, other.Categories, halfLife);
        foreach (var (name, history) in other.Events)
        {
            if (into.Events.TryGetValue(name, out var mine)) mine.Merge(history);
            else into.Events[name] = history;
        }
        foreach (var (device, count) in other.Devices) into.Devices[device] = into.Devices.GetValueOrDefault(device) + count;
        for (var i = 0; i < into.Dayparts.Length; i++) into.Dayparts[i] += other.Dayparts[i];
        into.Device = Latest.Of(into.Device, other.Device);
        into.Country = Latest.Of(into.Country, other.Country);
        into.Language = Latest.Of(into.Language, other.Language);
        into.Exposure = Sum(into.Exposure, other.Exposure);
        into.Segments = [.. into.Segments.Concat(other.Segments).GroupBy(s => s.SegmentId).Select(g => g.MinBy(s => s.EnteredAt))];
    }

    private static void Add(Dictionary<string, DecayedScore> into, Dictionary<string, DecayedScore> other, TimeSpan halfLife)
    {
        foreach (var (name, score) in other)
            into[name] = into.TryGetValue(name, out var mine) ? mine.Plus(score, halfLife) : score;
    }

    private static ExposureSummary Sum(ExposureSummary a, ExposureSummary b) => new()
    {
        Impressions = a.Impressions + b.Impressions,
        Clicks = a.Clicks + b.Clicks,
        Completions = a.Completions + b.Completions,
        LastImpressionAt = Later(a.LastImpressionAt, b.LastImpressionAt),
        LastClickAt = Later(a.LastClickAt, b.LastClickAt),
    };

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
