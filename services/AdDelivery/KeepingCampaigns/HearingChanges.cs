using System.Buffers.Binary;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;

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

    /// <summary>
    /// Serving takes the subject over within a moment of the commit. The first mark is a random number: an instance that still composes from before the
    /// subject was taken over and marked again must not take this mark for the one that it read.
    /// </summary>
    public static Task MarkChangedAsync(this DeliveryDb db, string subject, CancellationToken cancellationToken) => db.ExecuteAsync(
        "INSERT INTO changes (subject, marks) VALUES (@p0, @p1) ON CONFLICT (subject) DO UPDATE SET marks = changes.marks + 1", cancellationToken, subject, FirstMark());

    private static long FirstMark() => BinaryPrimitives.ReadInt64LittleEndian(Ids.New(DateTimeOffset.UnixEpoch).ToByteArray().AsSpan(8)) & (long.MaxValue >> 1);
}
