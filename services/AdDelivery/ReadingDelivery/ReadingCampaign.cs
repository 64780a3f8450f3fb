using AdPlatform.AdDelivery.HoldingOut;
using AdPlatform.AdDelivery.Learning;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Hosting.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.ReadingDelivery;

internal static class ReadingCampaign
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/delivery/campaigns/{campaignId}", ReadAsync)
        .RequireScope(Scopes.Reports)
        .WithName("readCampaignDelivery").WithSummary("What a campaign delivered, and what was learned.");

    /// <returns>404 until the campaign was activated, and for anyone but its advertiser and its publisher.</returns>
    private static async Task<Results<Ok<CampaignDelivery>, ProblemHttpResult>> ReadAsync(
        string campaignId, Caller caller, DeliveryDb db, IOptions<AdDeliveryOptions> options, CancellationToken cancellationToken)
    {
        if (!Ids.TryParse("cmp", campaignId, out var id)) return Problems.NotFound("campaign");
        var campaign = await db.ComposeAsync(id, cancellationToken);
        var owns = caller.Kind == AccountKind.Publisher ? campaign?.PublisherId == caller.AccountId : campaign?.AdvertiserId == caller.AccountId;
        if (campaign is null || !owns) return Problems.NotFound("campaign");

        var currency = campaign.Budget.Currency;
        var spend = (await db.QueryAsync(
            "SELECT line_id, billed_micros, billed_impressions, unbilled_impressions, clicks FROM spend WHERE campaign_id = @p0",
            row => new Spent(row.Id(0), new(row.GetInt64(1), currency), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)), cancellationToken, id))
            .ToDictionary(s => s.LineId);
        var uniform = await db.QueryAsync(
            "SELECT CAST(coalesce(sum(impressions), 0) AS BIGINT), CAST(coalesce(sum(clicks), 0) AS BIGINT) FROM responses WHERE campaign_id = @p0 AND uniform = @p1",
            row => new ReadoutTold(row.GetInt64(0), row.GetInt64(1)), cancellationToken, id, true);
        var allocations = await db.QueryAsync(
            """
            SELECT document FROM allocation_documents WHERE campaign_id = @p0 AND snapshot_version IN (
                (SELECT max(snapshot_version) FROM allocation_documents WHERE campaign_id = @p0 AND impressions = 0),
                (SELECT max(snapshot_version) FROM allocation_documents WHERE campaign_id = @p0))
            ORDER BY snapshot_version
            """,
            row => ServingStore.Read<CampaignAllocation>(row.GetString(0)), cancellationToken, id);
        var learned = await db.LearnedAsync(campaign, options.Value, cancellationToken);
        return TypedResults.Ok(new CampaignDelivery(
            campaignId, campaign.Status.ToString().ToLowerInvariant(), campaign.Budget,
            new(spend.Values.Sum(s => s.Billed.Micros), currency), spend.Values.Sum(s => s.Impressions + s.Unbilled), spend.Values.Sum(s => s.Unbilled),
            spend.Values.Sum(s => s.Clicks),
            [.. campaign.Lines.Select(line => Told(line, spend.GetValueOrDefault(line.LineId) ?? new(line.LineId, Money.Zero(currency), 0, 0, 0)))],
            Summarising.Learned(campaign, learned, uniform[0]),
            Summarising.Tables(campaign, allocations.FirstOrDefault(), allocations.LastOrDefault()),
            await db.IncrementalityAsync(id, campaign.Holdout, cancellationToken)));
    }

    private static LineDelivery Told(Contracts.MediaPlanning.V1.PlanLine line, Spent spent) => new(
        Ids.Format("lin", line.LineId), line.Title, line.Format, line.Geography, line.Budget, spent.Billed, spent.Impressions + spent.Unbilled, spent.Unbilled, spent.Clicks);

    private sealed record Spent(Guid LineId, Money Billed, long Impressions, long Unbilled, long Clicks);
}
