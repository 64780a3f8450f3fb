using AdPlatform.AdDelivery.Learning;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Hosting;

namespace AdPlatform.AdDelivery.ReadingDelivery;

/// <summary>Pure: what the model says about creatives, angles and segments, each averaged over where it was shown.</summary>
internal static class Summarising
{
    private const double Central95 = 1.96;

    public static LearnedTold Learned(ServingCampaign campaign, Learned learned, ReadoutTold uniform)
    {
        if (campaign.Creatives.Count == 0) return new(learned.Prior.ClickRate, [], [], [], uniform);
        var (_, cells, model) = Allocating.Fit(campaign, learned.Seen, learned.Prior);
        return new(
            learned.Prior.ClickRate,
            [.. cells.GroupBy(c => c.Creative.CreativeId).Select(g => Effect(Ids.Format("crv", g.Key), Detail(g.First().Creative), g))],
            [.. cells.GroupBy(c => c.Creative.Form.Angle).Select(g => Effect(g.Key, null, g))],
            [.. cells.GroupBy(c => c.Context).Select(g => Effect(g.Key == Contexts.None ? g.Key : Ids.Format("seg", Guid.Parse(g.Key)), null, g))],
            uniform);

        EffectTold Effect(string name, string? detail, IEnumerable<(ServingCreative Creative, string Context, Cell Cell)> group)
        {
            // One more of each, so that what was never shown has an average too.
            var weighted = group.Select(c => (c.Cell, Weight: c.Cell.Seen.Impressions + 1.0)).ToList();
            var total = weighted.Sum(c => c.Weight);
            var (mean, deviation) = model.LogOdds(weighted.SelectMany(c => c.Cell.Features.Select(f => (f, c.Weight / total))));
            var seen = weighted.Aggregate(default(Response), (sum, c) => sum + c.Cell.Seen);
            return new(name, detail, seen.Impressions, seen.Clicks, Rate(mean), Rate(mean - (Central95 * deviation)), Rate(mean + (Central95 * deviation)));
        }
    }

    public static IReadOnlyList<TableTold> Tables(ServingCampaign campaign, CampaignAllocation? first, CampaignAllocation? now)
    {
        if (now is null) return [];
        var angles = campaign.Creatives.ToDictionary(c => c.CreativeId, c => c.Form.Angle);
        var before = (first?.Tables ?? [])
            .SelectMany(t => t.Shares.Select(s => (Key: (t.Format, t.Locale, t.Context, s.CreativeId), s.Share)))
            .ToDictionary(s => s.Key, s => s.Share);
        return
        [
            .. now.Tables.Select(t => new TableTold(
                t.Format, t.Locale, t.Context == Contexts.None ? t.Context : Ids.Format("seg", Guid.Parse(t.Context)),
                [
                    .. t.Shares.Select(s => new ShareTold(
                        Ids.Format("crv", s.CreativeId), angles.GetValueOrDefault(s.CreativeId, ""),
                        before.GetValueOrDefault((t.Format, t.Locale, t.Context, s.CreativeId)), s.Share)),
                ])),
        ];
    }

    private static string Detail(ServingCreative creative) => $"{creative.Form.Format} {creative.Form.Locale} {creative.Form.Angle}";

    private static double Rate(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
