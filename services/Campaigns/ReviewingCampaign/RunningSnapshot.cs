using System.Runtime.CompilerServices;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Campaigns.V1;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.ReviewingCampaign;

/// <summary>Every campaign that may serve, as it was activated last; a paused one is followed by its pause.</summary>
internal static class RunningSnapshot
{
    public static async IAsyncEnumerable<IAccountMessage> ReadAsync(CampaignsDb db, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = await db.Campaigns.AsNoTracking().Where(row => row.State == CampaignState.Active || row.State == CampaignState.Paused).ToListAsync(cancellationToken);
        foreach (var campaign in running)
        {
            var approved = await db.Creatives.Where(row => row.CampaignId == campaign.CampaignId && row.Approved).Select(row => row.CreativeId).ToListAsync(cancellationToken);
            var paused = campaign.State == CampaignState.Paused;
            // A pause took the version after the activation's.
            yield return ApproveCampaign.Activated(campaign, approved, campaign.ChangedAt) with { CampaignVersion = campaign.Version - (paused ? 1 : 0) };
            if (paused)
                yield return new CampaignPaused { AccountId = campaign.AccountId, CampaignId = campaign.CampaignId, CampaignVersion = campaign.Version, PausedAt = campaign.ChangedAt };
        }
    }
}
