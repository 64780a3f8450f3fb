using AdPlatform.Contracts.CreativeGeneration.V1;

namespace AdPlatform.CreativeGeneration.RefreshingCreatives;

/// <summary>One creative in one learning context.</summary>
/// <param name="Segment">The segment of the context; null for contextual decisions.</param>
/// <param name="Days">In order.</param>
internal sealed record Shown(Guid CreativeId, string Format, string Locale, Guid? Segment, IReadOnlyList<Response> Days)
{
    public Response Total { get; } = Days.Aggregate(default(Response), (a, b) => a + b);
}

/// <param name="Winners">Respond better than the rest of the campaign.</param>
internal sealed record Wear(IReadOnlyList<RefreshReason> Reasons, IReadOnlyList<Guid> Winners);

/// <summary>
/// Which creatives are worn out, which segments are weak, which variants used up. Pure. The level of a test is the campaign's, over all its tests and looks:
/// look k of a campaign has 1 / (k (k + 1)) of it, which adds up to 1, divided by the tests of the look (Bonferroni).
/// </summary>
/// <remarks>A fall that all of a campaign shares (the season) looks like fatigue: then new words cost little, and the opposite error would hide real wear of creatives that started together.</remarks>
internal static class Wearing
{
    /// <summary>So that a message stays far below its limit.</summary>
    private const int MostReasons = 200;

    /// <summary>Days with exposure before a trend is one.</summary>
    private const int LeastDays = 3;

    /// <param name="look">From 1.</param>
    public static Wear Decide(IReadOnlyList<Shown> shown, int look, RefreshOptions options)
    {
        bool Enough(Response r) => r.Impressions >= options.LeastImpressions;
        bool Clicked(Response a, Response b) => (a + b).Clicks >= options.LeastClicks;
        bool Trend(IReadOnlyList<Response> days, Response total) => Enough(total) && total.Clicks >= options.LeastClicks && days.Count(d => d.Impressions > 0) >= LeastDays;

        var all = shown.Aggregate(default(Response), (a, s) => a + s.Total);
        var cells = shown.Where(s => Trend(s.Days, s.Total)).ToList();
        var segments = shown.Where(s => s.Segment is not null).GroupBy(s => s.Segment).Select(g => (Id: g.Key, Total: g.Aggregate(default(Response), (a, s) => a + s.Total)))
            .Where(s => Enough(s.Total) && Enough(all - s.Total) && Clicked(s.Total, all - s.Total)).ToList();
        var creatives = shown.GroupBy(s => s.CreativeId).Select(g => (Id: g.Key, Total: g.Aggregate(default(Response), (a, s) => a + s.Total)))
            .Where(c => Enough(c.Total) && Enough(all - c.Total) && Clicked(c.Total, all - c.Total)).ToList();
        var level = options.Error / (look * (look + 1.0)) / Math.Max(1, cells.Count + segments.Count + creatives.Count);

        List<RefreshReason> reasons = [];
        foreach (var cell in cells)
        {
            var (first, last) = Thirds(cell);
            var p = Significance.Falling(cell.Days);
            if (p < level && last.Rate <= first.Rate * (1 - options.LeastFall))
                reasons.Add(new(RefreshKind.Fatigue, cell.CreativeId, cell.Segment, cell.Format, cell.Locale, cell.Total.Impressions, cell.Total.Clicks, last.Rate, first.Rate, p));
        }
        foreach (var (id, total) in segments)
        {
            var rest = all - total;
            var p = Significance.Lower(total, rest);
            if (p < level && total.Rate <= rest.Rate * (1 - options.LeastFall)) reasons.Add(new(RefreshKind.WeakSegment, null, id, null, null, total.Impressions, total.Clicks, total.Rate, rest.Rate, p));
        }
        // Used up: at least two variants that were shown enough, and each of them is tired wherever it was.
        var tired = reasons.Where(r => r.Kind == RefreshKind.Fatigue).ToLookup(r => r.CreativeId!.Value);
        foreach (var variants in cells.GroupBy(c => (c.Format, c.Locale)).Where(g => g.Select(c => c.CreativeId).Distinct().Count() > 1 && g.All(c => tired[c.CreativeId].Any(r => r.SegmentId == c.Segment))).ToList())
        {
            var total = variants.Aggregate(default(Response), (a, s) => a + s.Total);
            var (first, last) = variants.Select(Thirds).Aggregate((a, b) => (a.First + b.First, a.Last + b.Last));
            reasons.Add(new(RefreshKind.ExhaustedVariants, null, null, variants.Key.Format, variants.Key.Locale, total.Impressions, total.Clicks, last.Rate, first.Rate,
                variants.Max(v => tired[v.CreativeId].First(r => r.SegmentId == v.Segment).PValue)));
        }
        return new([.. reasons.OrderBy(r => r.PValue).Take(MostReasons)], [.. creatives.Where(c => Significance.Lower(all - c.Total, c.Total) < level).OrderByDescending(c => c.Total.Rate).Select(c => c.Id)]);
    }

    /// <summary>The first and the last third of exposure, in whole days: rather more than a third.</summary>
    private static (Response First, Response Last) Thirds(Shown cell)
    {
        Response first = default, last = default;
        foreach (var day in cell.Days) if (first.Impressions * 3 < cell.Total.Impressions) first += day;
        foreach (var day in cell.Days.Reverse()) if (last.Impressions * 3 < cell.Total.Impressions) last += day;
        return (first, last);
    }
}
