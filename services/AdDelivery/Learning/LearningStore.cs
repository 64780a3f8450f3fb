using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Learning;

/// <summary>What a fit reads.</summary>
/// <param name="Seen">By creative and context, both slices together.</param>
internal sealed record Learned(IReadOnlyDictionary<(Guid Creative, string Context), Response> Seen, Prior Prior);

internal static class LearningStore
{
    /// <summary>Campaigns that have new records since their last fit: at least <paramref name="atLeast"/>, and a tenth of what they had.</summary>
    /// <returns>Records counted, by campaign.</returns>
    public static async Task<Dictionary<Guid, long>> DueForFitAsync(this DeliveryDb db, int atLeast, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync(
            "SELECT campaign_id, records FROM learning_progress WHERE records - fitted_records >= @p0 AND records - fitted_records >= fitted_records / 10",
            row => (row.Id(0), row.GetInt64(1)), cancellationToken, atLeast);
        return rows.ToDictionary(row => row.Item1, row => row.Item2);
    }

    public static async Task<Learned> LearnedAsync(this DeliveryDb db, ServingCampaign campaign, AdDeliveryOptions options, CancellationToken cancellationToken)
    {
        var seen = await db.QueryAsync(
            "SELECT creative_id, context, CAST(sum(impressions) AS BIGINT), CAST(sum(clicks) AS BIGINT) FROM responses WHERE campaign_id = @p0 GROUP BY creative_id, context",
            row => (Key: (row.Id(0), row.GetString(1)), Response: new Response(row.GetInt64(2), row.GetInt64(3))), cancellationToken, campaign.CampaignId);
        var others = await db.QueryAsync(
            """
            SELECT advertiser_id = @p1, CAST(sum(impressions) AS BIGINT), CAST(sum(clicks) AS BIGINT) FROM responses
            WHERE publisher_id = @p0 AND campaign_id <> @p2 GROUP BY advertiser_id = @p1
            """,
            row => (Own: row.GetBoolean(0), Response: new Response(row.GetInt64(1), row.GetInt64(2))),
            cancellationToken, campaign.PublisherId, campaign.AdvertiserId, campaign.CampaignId);
        var everyone = others.Aggregate(default(Response), (sum, other) => sum + other.Response);
        var advertiser = others.FirstOrDefault(other => other.Own).Response;
        return new(
            seen.ToDictionary(row => row.Key, row => row.Response),
            Prior.From(advertiser, everyone, options.ExpectedClickRate, options.PriorImpressions));
    }
}
