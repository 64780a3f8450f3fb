using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.RefreshingCreatives;

/// <summary>A tired creative is served until its place is taken: once what a refresh wrote for the same segment, format and language is approved, it goes.</summary>
internal static class Retiring
{
    public const string By = "refresh";

    /// <summary>Decides about the tired ones that the newly approved replace, and says so like any other decision.</summary>
    public static async Task RetireAsync(this CreativesDb db, IReadOnlyCollection<Creative> approved, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var campaign in approved.GroupBy(c => (c.AccountId, c.CampaignId)))
        {
            var newest = campaign.Max(c => c.CampaignVersion);
            var ordered = await db.Refreshes.AsNoTracking()
                .Where(r => r.AccountId == campaign.Key.AccountId && r.CampaignId == campaign.Key.CampaignId && r.OrderedVersion <= newest).Select(r => r.Reasons).ToListAsync(cancellation);
            var tired = ordered.SelectMany(r => JsonSerializer.Deserialize<List<RefreshReason>>(r, PlatformJson.Bus)!).Select(r => r.CreativeId).OfType<Guid>().Distinct().ToList();
            if (tired.Count == 0) continue;
            var served = await db.Creatives.Where(c => c.AccountId == campaign.Key.AccountId && tired.Contains(c.CreativeId) && c.Status == Creative.Approved && c.CampaignVersion < newest).ToListAsync(cancellation);
            foreach (var old in served)
                if (campaign.FirstOrDefault(c => Replaces(c, old)) is { } next)
                    db.Decide(old, ReviewDecision.Rejected, By, $"Tired; {Ids.Format("crv", next.CreativeId)} of version {next.CampaignVersion} takes its place.", now, By);
        }
    }

    private static bool Replaces(Creative next, Creative old) =>
        next.CampaignVersion > old.CampaignVersion && next.SegmentId == old.SegmentId && next.Format == old.Format && next.Locale == old.Locale;
}
