using System.Text.Json;
using AdPlatform.AdDelivery.Experimenting;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using Microsoft.EntityFrameworkCore;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>Puts campaigns together from rows, and snapshots from the documents that were kept.</summary>
internal static class ServingStore
{
    private const string LatestDocuments = """
        SELECT d.document, a.document FROM serving_documents d
        LEFT JOIN allocation_documents a ON a.campaign_id = d.campaign_id AND a.snapshot_version =
            (SELECT max(snapshot_version) FROM allocation_documents WHERE campaign_id = d.campaign_id AND snapshot_version <= @p1)
        WHERE d.publisher_id = @p0 AND d.snapshot_version =
            (SELECT max(snapshot_version) FROM serving_documents WHERE campaign_id = d.campaign_id AND snapshot_version <= @p1)
        """;

    /// <summary>Null until the campaign was activated once.</summary>
    public static async Task<ServingCampaign?> ComposeAsync(this DeliveryDb db, Guid campaignId, CancellationToken cancellationToken)
    {
        var row = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.CampaignId == campaignId, cancellationToken);
        var state = await db.CampaignStates.AsNoTracking().SingleOrDefaultAsync(c => c.CampaignId == campaignId, cancellationToken);
        if (row is null || state is null) return null;
        var lines = await db.Lines.AsNoTracking().Where(l => l.CampaignId == campaignId && l.PlanVersion == row.PlanVersion).ToListAsync(cancellationToken);
        var creatives = await db.Creatives.AsNoTracking()
            .Where(c => c.CampaignId == campaignId && c.PublisherId == row.PublisherId && c.AdvertiserId == row.AdvertiserId && c.Document != null)
            .ToListAsync(cancellationToken);
        var (booked, released) = await db.BookingsAsync(campaignId, cancellationToken);
        var bookings = booked.ToDictionary(booking => booking.Line.LineId);
        var planned = lines.Where(l => !released.Contains(l.LineId)).Select(l => Read<PlanLine>(l.Document))
            .Select(line => bookings.TryGetValue(line.LineId, out var booking) ? Bookings.Merge(line, booking.Line) : line).ToList();
        var known = planned.Select(line => line.LineId).ToHashSet();
        return new ServingCampaign
        {
            PublisherId = row.PublisherId,
            AdvertiserId = row.AdvertiserId,
            CampaignId = campaignId,
            CampaignVersion = row.CampaignVersion,
            Status = state.Status,
            PlanVersion = row.PlanVersion,
            Objective = row.Objective,
            Budget = new Money(row.BudgetMicros, row.Currency),
            Flight = new(row.FlightStart, row.FlightEnd),
            Zone = row.Zone,
            Cap = row.CapPerDay is null && row.CapPerFlight is null && row.CapPerMinute is null && row.CapPerHour is null
                ? null : new(row.CapPerDay, row.CapPerFlight) { PerMinute = row.CapPerMinute, PerHour = row.CapPerHour },
            CreativeCap = row.CreativeCap is null ? null : Read<FrequencyCap>(row.CreativeCap),
            AdvertiserCap = row.AdvertiserCap is null ? null : Read<FrequencyCap>(row.AdvertiserCap),
            Holdout = row.Holdout,
            Political = row.Political,
            AdvertiserDomain = row.AdvertiserDomain,
            AdvertiserCategory = row.AdvertiserCategory,
            Lines = [.. planned.Concat(booked.Where(b => !known.Contains(b.Line.LineId)).Select(b => Bookings.PlanLineOf(b.Line))).OrderBy(l => l.LineId)],
            Bookings = booked,
            DrawsEvenly = await db.DrawsEvenlyAsync(campaignId, cancellationToken),
            Creatives =
            [
                // Whatever is approved serves, also what was approved after the activation or reaches us after it.
                .. creatives.OrderBy(c => c.CreativeId)
                    .Select(c => new ServingCreative(c.CreativeId, c.Version, Read<ServingForm>(c.Document!)))
                    // Others are exported: no placement shows them, so nothing is to be learned of them either.
                    .Where(c => FormatIds.Deliverable.Contains(c.Form.Format)),
            ],
        };
    }

    /// <summary>The publisher's snapshot as it was at <paramref name="version"/>.</summary>
    public static async Task<PublisherSnapshot> SnapshotAsync(this DeliveryDb db, string publisherId, long version, CancellationToken cancellationToken) => new(
        publisherId, version,
        await db.QueryAsync(
            LatestDocuments,
            row => new LiveCampaign(Read<ServingCampaign>(row.GetString(0)), row.IsDBNull(1) ? null : Read<CampaignAllocation>(row.GetString(1))),
            cancellationToken, publisherId, version));

    /// <summary><paramref name="current"/> with what was composed and fitted since, by whichever instance.</summary>
    public static async Task<PublisherSnapshot> SnapshotAfterAsync(this DeliveryDb db, PublisherSnapshot current, long version, CancellationToken cancellationToken)
    {
        if (current.Version == 0) return await db.SnapshotAsync(current.PublisherId, version, cancellationToken);
        var documents = await SinceAsync<ServingCampaign>("serving_documents");
        var allocations = await SinceAsync<CampaignAllocation>("allocation_documents");
        var campaigns = current.Campaigns.ToDictionary(c => c.Document.CampaignId);
        foreach (var campaignId in documents.Keys.Union(allocations.Keys.Where(campaigns.ContainsKey)).ToList())
        {
            var known = campaigns.GetValueOrDefault(campaignId);
            campaigns[campaignId] = new(documents.GetValueOrDefault(campaignId) ?? known!.Document, allocations.GetValueOrDefault(campaignId) ?? known?.Allocation);
        }
        return new(current.PublisherId, version, campaigns.Values);

        async Task<Dictionary<Guid, T>> SinceAsync<T>(string table)
        {
            var latest = new Dictionary<Guid, T>();
            foreach (var (campaign, json) in await db.QueryAsync(
                $"SELECT campaign_id, document FROM {table} WHERE publisher_id = @p0 AND snapshot_version > @p1 AND snapshot_version <= @p2 ORDER BY snapshot_version",
                row => (row.Id(0), row.GetString(1)), cancellationToken, current.PublisherId, current.Version, version))
                latest[campaign] = Read<T>(json);
            return latest;
        }
    }

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, PlatformJson.Bus) ?? throw new JsonException("A stored document is null.");
}
