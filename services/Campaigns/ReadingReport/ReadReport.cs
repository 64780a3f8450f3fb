using AdPlatform.Campaigns.ReadingCampaign;
using AdPlatform.Contracts;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.ReadingReport;

internal static class ReadReport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/campaigns/{campaignId}/report", HandleAsync)
        .RequireScope(Scopes.Campaigns).WithTags("Campaigns").WithSummary("What was delivered, by day and by creative");

    private static async Task<Results<Ok<ReportView>, ProblemHttpResult>> HandleAsync(string campaignId, Caller caller, CampaignsDb db, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaignId, caller, cancellationToken) is not { } campaign) return Problems.NotFound("campaign");
        var currency = campaign.Brief().Budget.Currency;
        var rows = await db.DeliveryDays.AsNoTracking().Where(row => row.CampaignId == campaign.CampaignId).ToListAsync(cancellationToken);
        var creatives = await db.Creatives.AsNoTracking().Where(row => row.CampaignId == campaign.CampaignId).ToDictionaryAsync(row => row.CreativeId, cancellationToken);
        return TypedResults.Ok(new ReportView(
            Delivered.Of(rows, currency),
            [.. rows.GroupBy(row => row.Day).OrderBy(day => day.Key).Select(day => new ReportDay(day.Key, Delivered.Of(day, currency)))],
            [.. rows.GroupBy(row => row.CreativeId).Select(group => new ReportCreative(
                Ids.Format("crv", group.Key), creatives.GetValueOrDefault(group.Key)?.Format, creatives.GetValueOrDefault(group.Key)?.Locale, creatives.GetValueOrDefault(group.Key)?.Angle,
                Delivered.Of(group, currency))).OrderByDescending(row => row.Delivered.Impressions)]));
    }
}

internal sealed record ReportView(Delivered Total, IReadOnlyList<ReportDay> Days, IReadOnlyList<ReportCreative> Creatives);

internal sealed record ReportDay(DateOnly Day, Delivered Delivered);

internal sealed record ReportCreative(string CreativeId, string? Format, string? Locale, string? Angle, Delivered Delivered);

/// <param name="ClickRate">Clicks per impression, 0..1; null without impressions.</param>
internal sealed record Delivered(long Impressions, long Clicks, long Completions, double? ClickRate, Money Spend)
{
    public static Delivered Of(IEnumerable<DeliveryDay> rows, string currency)
    {
        long impressions = 0, clicks = 0, completions = 0, spend = 0;
        foreach (var row in rows)
        {
            impressions += row.Impressions;
            clicks += row.Clicks;
            completions += row.Completions;
            spend += row.SpendMicros;
        }

        return new Delivered(impressions, clicks, completions, impressions > 0 ? (double)clicks / impressions : null, new Money(spend, currency));
    }
}
