using System.Text.Json;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.Hosting;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>Logs a decision with what replays it and, for a capped campaign, holds the viewer's slot.</summary>
/// <param name="cap">Null when nothing is capped.</param>
internal sealed class DecisionWrite(DecisionInputs inputs, Decision decision, CapUse? cap, DateTimeOffset capUntil) : Write(isAwaited: cap is not null)
{
    public override Task ApplyAsync(Batch batch)
    {
        var chosen = decision.Chosen;
        var logged = batch.ExecuteAsync(
            """
            INSERT INTO decisions (decision_id, publisher_id, at, snapshot_version, inputs, line_id, creative_id, propensity)
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
            """,
            inputs.DecisionId, inputs.PublisherId, inputs.At, inputs.SnapshotVersion, JsonSerializer.Serialize(inputs, PlatformJson.Bus),
            chosen?.Line.Plan.LineId, chosen?.Creative.CreativeId, chosen?.Propensity);
        if (chosen is null) return logged;
        var campaign = chosen.Line.Campaign.Document;
        batch.Count(inputs.PublisherId, chosen);
        if (cap is null) return logged;
        List<Task> asked = [logged];
        foreach (var viewer in cap.ViewerHashes)
        {
            asked.Add(batch.ExecuteAsync(
                """
                INSERT INTO cap_uses (decision_id, viewer_hash, campaign_id, publisher_id, day, until, creative_id, advertiser_id, useful_until)
                VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)
                """,
                inputs.DecisionId, viewer, campaign.CampaignId, campaign.PublisherId, cap.Day, capUntil, cap.CreativeId, cap.AdvertiserId, cap.UsefulUntil));
        }
        return Task.WhenAll(asked);
    }
}
