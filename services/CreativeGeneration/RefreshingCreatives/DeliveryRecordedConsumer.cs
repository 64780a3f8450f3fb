using System.Globalization;
using System.Text.Json;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.ApprovingByRule;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.RefreshingCreatives;

/// <summary>Counts what creatives got and what came of it, each record once, and looks at a campaign whenever it has a quarter more than at the last look.</summary>
internal sealed class DeliveryRecordedConsumer(CreativesDb db, IOptions<RefreshOptions> options, TimeProvider clock) : IConsumer<DeliveryRecorded>
{
    private const double NextLook = 1.25;

    public async Task Consume(ConsumeContext<DeliveryRecorded> context)
    {
        var cancellation = context.CancellationToken;
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-options.Value.RecordDays);
        // Whoever did not allow that responses are learned from is not counted; nor is what may have been counted and forgotten.
        var counted = context.Message.Records.Where(r => r.Learnable && r.Kind is DeliveryKind.Impression or DeliveryKind.Click && Day(r) >= first).ToList();
        var ids = counted.Select(r => r.CreativeId).Distinct().ToList();
        var known = await db.Creatives.AsNoTracking().Where(c => ids.Contains(c.CreativeId)).Select(c => new { c.CreativeId, c.AccountId, c.CampaignId }).ToDictionaryAsync(c => c.CreativeId, cancellation);
        counted = [.. counted.Where(r => known.TryGetValue(r.CreativeId, out var creative) && creative.AccountId == r.AdvertiserId)];
        if (counted.Count == 0) return;
        await db.BeginWriteAsync(cancellation);
        var fresh = new bool[counted.Count];
        await db.CountedRecords.Where(r => r.Day < first).ExecuteDeleteAsync(cancellation);
        using (var batch = new SqlBatch(db))
            await batch.CompleteAsync(Task.WhenAll(counted.Select(async (record, i) => fresh[i] = await CountAsync(batch, record)).ToList()), cancellation);
        foreach (var campaign in counted.Where((r, i) => fresh[i] && r.Kind == DeliveryKind.Impression).GroupBy(r => known[r.CreativeId].CampaignId))
            await LookAsync(known[campaign.First().CreativeId].AccountId, campaign.Key, campaign.Count(), cancellation);
    }

    private static async Task<bool> CountAsync(SqlBatch batch, DeliveryRecord record)
    {
        if (await batch.ExecuteAsync("INSERT INTO counted_records (record_id, day) VALUES (@p0, @p1) ON CONFLICT (record_id) DO NOTHING", record.RecordId, Day(record)) == 0) return false;
        var (impression, click) = record.Kind == DeliveryKind.Impression ? (1L, 0L) : (0L, 1L);
        await batch.ExecuteAsync(
            """
            INSERT INTO exposures (creative_id, context, day, impressions, clicks) VALUES (@p0, @p1, @p2, @p3, @p4)
            ON CONFLICT (creative_id, context, day) DO UPDATE SET impressions = exposures.impressions + excluded.impressions, clicks = exposures.clicks + excluded.clicks
            """,
            record.CreativeId, record.Context, Day(record), impression, click);
        return true;
    }

    private static DateOnly Day(DeliveryRecord record) => DateOnly.FromDateTime(record.At.UtcDateTime);

    private async Task LookAsync(string account, Guid campaign, int impressions, CancellationToken cancellation)
    {
        var look = await db.Looks.FindAsync([campaign], cancellation);
        if (look is null) db.Looks.Add(look = new() { CampaignId = campaign, AccountId = account });
        look.Impressions += impressions;
        if (look.Impressions < Math.Max(options.Value.FirstLook, look.Seen * NextLook)) return;
        (look.Seen, look.Looks) = (look.Impressions, look.Looks + 1);
        if (await db.VersionsAsync(account, campaign, cancellation) is not ({ Brief: not null } newest, { Brief: not null } first)) return;

        var wear = Wearing.Decide(await ShownAsync(newest, cancellation), look.Looks, options.Value);
        var told = (await db.Refreshes.AsNoTracking().Where(r => r.AccountId == account && r.CampaignId == campaign && r.CampaignVersion == newest.CampaignVersion).Select(r => r.Reasons).ToListAsync(cancellation))
            .SelectMany(r => JsonSerializer.Deserialize<List<RefreshReason>>(r, PlatformJson.Bus)!).Select(Key).ToHashSet();
        var news = wear.Reasons.Where(r => !told.Contains(Key(r))).ToList();
        if (news.Count == 0) return;
        var now = clock.GetUtcNow();
        var refresh = new Refresh
        {
            RefreshId = Ids.New(now), AccountId = account, CampaignId = campaign, CampaignVersion = newest.CampaignVersion, CreatedAt = now,
            Reasons = JsonSerializer.Serialize(news, PlatformJson.Bus), Winners = JsonSerializer.Serialize(wear.Winners, PlatformJson.Bus),
        };
        db.Refreshes.Add(refresh);
        db.Publish(new CreativeRefreshSuggested
        {
            AccountId = account, PublisherId = newest.PublisherId, CampaignId = campaign, CampaignVersion = newest.CampaignVersion, SuggestionId = refresh.RefreshId,
            Reasons = news, Winners = wear.Winners, SuggestedAt = now,
        }, now);
        if (await db.ApprovalAsync(account, cancellation) is { Refresh: ApprovalMode.Rule } setting && !await db.RunsAsync(newest, cancellation))
            Ordering.Order(db, refresh, newest, first, $"rule, set by {setting.ChangedBy}", now);
    }

    private async Task<List<Shown>> ShownAsync(Generation newest, CancellationToken cancellation)
    {
        var rows = await (from creative in db.Creatives.AsNoTracking()
                          where creative.AccountId == newest.AccountId && creative.CampaignId == newest.CampaignId && creative.CampaignVersion == newest.CampaignVersion && creative.Status == Creative.Approved
                          join exposure in db.Exposures.AsNoTracking() on creative.CreativeId equals exposure.CreativeId
                          select new { creative.CreativeId, creative.Format, creative.Locale, exposure.Context, exposure.Day, exposure.Impressions, exposure.Clicks }).ToListAsync(cancellation);
        return [.. rows.GroupBy(r => (r.CreativeId, r.Format, r.Locale, r.Context)).Select(g => new Shown(
            g.Key.CreativeId, g.Key.Format, g.Key.Locale, Guid.TryParse(g.Key.Context, CultureInfo.InvariantCulture, out var segment) ? segment : null,
            [.. g.OrderBy(r => r.Day).Select(r => new Response(r.Impressions, r.Clicks))]))];
    }

    private static (RefreshKind, Guid?, Guid?, string?, string?) Key(RefreshReason r) => (r.Kind, r.CreativeId, r.SegmentId, r.Format, r.Locale);
}
