using System.Text.Json;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Experimenting;

/// <param name="StoppedAt">Null while it runs.</param>
internal sealed record StoredExperiment(Guid Id, Guid CampaignId, string PublisherId, string AdvertiserId, Experiment Experiment, DateTimeOffset StartedAt, DateTimeOffset? StoppedAt);

internal static class ExperimentStore
{
    public static async Task<bool> DrawsEvenlyAsync(this DeliveryDb db, Guid campaignId, CancellationToken cancellationToken) => (await db.QueryAsync(
        "SELECT 1 FROM experiments WHERE campaign_id = @p0 AND fixed = @p1 AND stopped_at IS NULL", row => row.GetInt32(0), cancellationToken, campaignId, true)).Count > 0;

    public static Task OpenExperimentAsync(this DeliveryDb db, StoredExperiment stored, CancellationToken cancellationToken) => db.ExecuteAsync(
        "INSERT INTO experiments (experiment_id, campaign_id, publisher_id, advertiser_id, document, fixed, started_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
        cancellationToken, stored.Id, stored.CampaignId, stored.PublisherId, stored.AdvertiserId, JsonSerializer.Serialize(stored.Experiment, PlatformJson.Bus), stored.Experiment.Fixed, stored.StartedAt);

    public static async Task<StoredExperiment?> ExperimentAsync(this DeliveryDb db, Guid id, CancellationToken cancellationToken) => (await db.QueryAsync(
        "SELECT experiment_id, campaign_id, publisher_id, advertiser_id, document, started_at, stopped_at FROM experiments WHERE experiment_id = @p0",
        row => new StoredExperiment(
            row.Id(0), row.Id(1), row.GetString(2), row.GetString(3), ServingStore.Read<Experiment>(row.GetString(4)), row.At(5), row.IsDBNull(6) ? null : row.At(6)), cancellationToken, id)).SingleOrDefault();

    /// <summary>Of the uniform slice while it ran, by creative, context and kind.</summary>
    public static Task<List<(Guid Creative, string Context, DeliveryKind Kind, long Count)>> CountsAsync(this DeliveryDb db, StoredExperiment stored, CancellationToken cancellationToken) => db.QueryAsync(
        """
        SELECT creative_id, context, kind, CAST(count(*) AS BIGINT) FROM events
        WHERE campaign_id = @p0 AND uniform = @p1 AND at >= @p2 AND at < @p3 GROUP BY creative_id, context, kind
        """,
        row => (row.Id(0), row.GetString(1), Enum.Parse<DeliveryKind>(row.GetString(2), ignoreCase: true), row.GetInt64(3)),
        cancellationToken, stored.CampaignId, true, stored.StartedAt, stored.StoppedAt ?? stored.StartedAt.AddYears(10));
}
