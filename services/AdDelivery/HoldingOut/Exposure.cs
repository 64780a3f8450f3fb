using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Writing;

namespace AdPlatform.AdDelivery.HoldingOut;

/// <summary>A viewer was given a campaign's creative, or would have been.</summary>
internal sealed record Exposure(Guid CampaignId, string ViewerHash, string PublisherId, string AdvertiserId, bool IsGhost, DateTimeOffset At)
{
    public static Exposure Of(LiveLine line, string viewerHash, DecisionInputs inputs, bool isGhost) =>
        new(line.Campaign.Document.CampaignId, viewerHash, inputs.PublisherId, line.Campaign.Document.AdvertiserId, isGhost, inputs.At);
}

/// <param name="undone">The answer was not given.</param>
internal sealed class ExposureWrite(Exposure exposure, bool undone) : Write(isAwaited: false)
{
    public override async Task ApplyAsync(Batch batch)
    {
        var (shown, ghosts) = exposure.IsGhost ? (0L, 1L) : (1L, 0L);
        if (!undone)
        {
            await batch.ExecuteAsync(
                """
                INSERT INTO exposures (campaign_id, viewer_hash, publisher_id, advertiser_id, exposed, ghosts, first_at)
                SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6 WHERE NOT EXISTS (SELECT 1 FROM erased_viewers WHERE publisher_id = @p2 AND viewer_hash = @p1 AND erased_at >= @p6)
                ON CONFLICT (campaign_id, viewer_hash) DO UPDATE SET exposed = exposures.exposed + excluded.exposed, ghosts = exposures.ghosts + excluded.ghosts
                """,
                exposure.CampaignId, exposure.ViewerHash, exposure.PublisherId, exposure.AdvertiserId, shown, ghosts, exposure.At);
            return;
        }
        await batch.ExecuteAsync(
            "UPDATE exposures SET exposed = exposed - @p0, ghosts = ghosts - @p1 WHERE campaign_id = @p2 AND viewer_hash = @p3", shown, ghosts, exposure.CampaignId, exposure.ViewerHash);
        await batch.ExecuteAsync(
            "DELETE FROM exposures WHERE campaign_id = @p0 AND viewer_hash = @p1 AND exposed <= 0 AND ghosts <= 0", exposure.CampaignId, exposure.ViewerHash);
    }
}
