using System.Globalization;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Standalone.Demo;

/// <summary>Spend by the advertiser's report and by delivery, which must agree; then what the traffic taught.</summary>
internal static class ShowingResults
{
    public static async Task RunAsync(
        PlatformClient publisher, PlatformClient advertiser, string campaignId, TimeProvider clock, DemoScreen screen, CancellationToken cancellationToken)
    {
        // Results travel to the report as events: the two agree within moments after the last impression.
        var (delivery, report) = await Waiting.UntilAsync("delivery and report agree", clock,
            async () => (
                (await publisher.GetAsync($"/v1/delivery/campaigns/{campaignId}", cancellationToken)).Read<DeliveryAnswer>(),
                (await advertiser.GetAsync($"/v1/campaigns/{campaignId}/report", cancellationToken)).GetProperty("total")),
            pair => pair.Item1.Impressions == pair.Item2.GetProperty("impressions").GetInt64() && pair.Item1.Clicks == pair.Item2.GetProperty("clicks").GetInt64(),
            cancellationToken);
        screen.Line($"{delivery.Impressions:N0} impressions, {delivery.Clicks:N0} clicks, {Amount.Of(delivery.Spend)} spent by delivery's ledger; the advertiser's report says {Amount.Of(report.GetProperty("spend"))}");
        screen.Line($"Click rate by angle, posterior mean and central 95% (before the traffic: {Percent(delivery.Learned.PriorRate)} for all)");
        screen.Table(["angle", "impressions", "clicks", "rate", "95%"], delivery.Learned.Angles.OrderByDescending(a => a.Rate).Select(Row));
        if (delivery.Allocation.MaxBy(table => table.Creatives.Select(c => Math.Abs(c.Now - c.Before)).DefaultIfEmpty().Max()) is not { } moved) return;
        screen.Line($"Where the allocation moved most: {moved.Format}, {moved.Locale}, {await SegmentAsync(publisher, moved.Context, cancellationToken)}");
        screen.Table(["creative", "angle", "share before", "share now"], moved.Creatives.OrderByDescending(c => c.Now).Take(6).Select(c => new[] { c.CreativeId, c.Angle, Percent(c.Before), Percent(c.Now) }));
    }

    private static async Task<string> SegmentAsync(PlatformClient publisher, string context, CancellationToken cancellationToken) => context == "none"
        ? "viewers without a segment"
        : $"viewers in \"{(await publisher.GetAsync($"/v1/segments/{context}", cancellationToken)).GetProperty("name").GetString()}\"";

    private static string[] Row(EffectAnswer effect) =>
        [effect.Name, $"{effect.Impressions}", $"{effect.Clicks}", Percent(effect.Rate), $"{Percent(effect.Low)} to {Percent(effect.High)}"];

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
