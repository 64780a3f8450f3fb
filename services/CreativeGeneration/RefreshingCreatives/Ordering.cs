using System.Text.Json;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.RefreshingCreatives;

/// <summary>A refresh becomes the campaign's next version: what is not tired moves into it as it is, and what is written anew says what was not said.</summary>
internal static class Ordering
{
    /// <summary>The newest version, with the first one's brief and segments: a refresh narrows them, so the newest may have less.</summary>
    public static async Task<(Generation Newest, Generation First)?> VersionsAsync(this CreativesDb db, string account, Guid campaign, CancellationToken cancellation)
    {
        var all = await db.Generations.AsNoTracking().Where(g => g.AccountId == account && g.CampaignId == campaign).OrderBy(g => g.CampaignVersion).ToListAsync(cancellation);
        return all.Count == 0 ? null : (all[^1], all[0]);
    }

    /// <summary>True while a version that was ordered is not written.</summary>
    public static Task<bool> RunsAsync(this CreativesDb db, Generation newest, CancellationToken cancellation) =>
        db.Refreshes.AnyAsync(r => r.AccountId == newest.AccountId && r.CampaignId == newest.CampaignId && r.OrderedVersion > newest.CampaignVersion, cancellation);

    /// <summary>Marks the refresh as ordered and sends the command; in the transaction that the caller's edge commits.</summary>
    public static void Order(CreativesDb db, Refresh refresh, Generation newest, Generation first, string by, DateTimeOffset now)
    {
        (refresh.OrderedVersion, refresh.OrderedBy, refresh.OrderedAt) = (newest.CampaignVersion + 1, by, now);
        db.Publish(Command(newest, first, JsonSerializer.Deserialize<List<RefreshReason>>(refresh.Reasons, PlatformJson.Bus)!), now);
    }

    /// <summary>Pure. Only the formats and segments that the reasons name are written anew; all, where one of them names none.</summary>
    public static GenerateCreatives Command(Generation newest, Generation first, IReadOnlyList<RefreshReason> reasons)
    {
        var brief = JsonSerializer.Deserialize<CampaignBrief>(first.Brief!, PlatformJson.Bus)!;
        var segments = JsonSerializer.Deserialize<List<AudienceSegment>>(first.Segments!, PlatformJson.Bus)!;
        var formats = reasons.Count == 0 || reasons.Any(r => r.Format is null) ? brief.Formats : [.. brief.Formats.Where(f => reasons.Any(r => r.Format == f))];
        List<AudienceSegment> named = reasons.Any(r => r.SegmentId is null) ? [] : [.. segments.Where(s => reasons.Any(r => r.SegmentId == s.SegmentId))];
        return new()
        {
            AccountId = newest.AccountId,
            PublisherId = newest.PublisherId,
            CampaignId = newest.CampaignId,
            CampaignVersion = newest.CampaignVersion + 1,
            Brief = brief with { Formats = formats },
            Segments = named.Count == 0 ? segments : named,
            Refresh = new(newest.CampaignVersion, [.. reasons.Select(r => r.CreativeId).OfType<Guid>().Distinct()]),
        };
    }
}
