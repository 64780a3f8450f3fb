using AdPlatform.Cli.Connecting;

namespace AdPlatform.Standalone.Demo;

/// <summary>A named reviewer decides through the API: the weakest creative is sent back with a comment, the remaining ones are approved.</summary>
internal static class ReviewingCreatives
{
    private const string Reviewer = "Camille Verdier (demo reviewer)";
    private const int PageSize = 200;

    public static async Task RunAsync(PlatformClient advertiser, string campaignId, TimeProvider clock, DemoScreen screen, CancellationToken cancellationToken)
    {
        var creatives = await ListAsync(advertiser, campaignId, cancellationToken);
        screen.Line($"{creatives.Count} creatives in {creatives.Select(c => c.Format).Distinct().Count()} formats and {creatives.Select(c => c.Locale).Distinct().Count()} languages, for {creatives.Select(c => c.Segment?.Id).Distinct().Count()} audiences; every phrase cites a fact of the brief");
        screen.Table(["format", "locale", "creatives", "angles", "one of them says"], creatives.GroupBy(c => (c.Format, c.Locale)).OrderBy(g => g.Key).Select(group => new[]
        {
            group.Key.Format, group.Key.Locale, $"{group.Count()}", string.Join(", ", group.Select(c => c.Angle).Distinct().Order()), Words(group.MaxBy(c => c.Score)!),
        }));

        var weakest = creatives.OrderBy(c => c.Score).ThenBy(c => c.Id, StringComparer.Ordinal).First();
        await advertiser.PostAsync(
            $"/v1/creatives/{weakest.Id}/reviews",
            new { decision = "rejected", reviewer = Reviewer, comment = "The weakest wording of its group; the other variants say it better." },
            $"demo-reject-{weakest.Id}", cancellationToken);
        await advertiser.PostAsync("/v1/creatives/approve-remaining", new { campaignId, reviewer = Reviewer }, $"demo-approve-{campaignId}", cancellationToken);
        var page = (await advertiser.GetAsync($"/v1/creatives?campaignId={campaignId}&limit=1", cancellationToken)).Read<CreativesAnswer>();
        screen.Line($"{Reviewer}: {string.Join(", ", page.ByStatus.OrderBy(s => s.Key).Select(s => $"{s.Value} {s.Key}"))}");

        // The review reaches Campaigns as events; approving the campaign before that would leave creatives out.
        var approved = page.ByStatus.GetValueOrDefault("approved");
        await Waiting.UntilAsync("all reviews known to the campaign", clock,
            () => SubmittingBrief.ReadAsync(advertiser, campaignId, cancellationToken), campaign => campaign.ApprovedCreatives == approved, cancellationToken);
    }

    private static async Task<IReadOnlyList<CreativeAnswer>> ListAsync(PlatformClient advertiser, string campaignId, CancellationToken cancellationToken)
    {
        var all = new List<CreativeAnswer>();
        for (string? after = null; ;)
        {
            var page = (await advertiser.GetAsync($"/v1/creatives?campaignId={campaignId}&limit={PageSize}{(after is null ? "" : $"&after={after}")}", cancellationToken)).Read<CreativesAnswer>();
            all.AddRange(page.Items);
            if ((after = page.Next) is null) return all;
        }
    }

    private static string Words(CreativeAnswer creative) =>
        creative.Texts.GetValueOrDefault("headline") ?? creative.Texts.GetValueOrDefault("headline1") ?? creative.Texts.Values.FirstOrDefault() ?? "";
}
