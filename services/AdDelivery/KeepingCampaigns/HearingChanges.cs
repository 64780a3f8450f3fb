using AdPlatform.AdDelivery.Storage;

namespace AdPlatform.AdDelivery.KeepingCampaigns;

/// <summary>What every consumer about a campaign does inside its write transaction.</summary>
internal static class HearingChanges
{
    public static async Task HearAsync(this DeliveryDb db, Guid campaignId, CampaignState heard, CancellationToken cancellationToken)
    {
        await db.MarkChangedAsync($"campaign:{campaignId:D}", cancellationToken);
        var row = await db.CampaignStates.FindAsync([campaignId], cancellationToken);
        if (row is null)
        {
            db.CampaignStates.Add(new() { CampaignId = campaignId, Status = heard.Status, Version = heard.Version, At = heard.At });
            return;
        }
        var holds = CampaignState.After(new(row.Status, row.Version, row.At), heard);
        (row.Status, row.Version, row.At) = (holds.Status, holds.Version, holds.At);
    }

    /// <summary>Serving takes the subject over within a moment of the commit.</summary>
    public static Task MarkChangedAsync(this DeliveryDb db, string subject, CancellationToken cancellationToken) => db.ExecuteAsync(
        "INSERT INTO changes (subject, marks) VALUES (@p0, 1) ON CONFLICT (subject) DO UPDATE SET marks = marks + 1", cancellationToken, subject);
}
