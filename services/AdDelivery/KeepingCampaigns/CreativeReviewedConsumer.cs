using System.Text.Json;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using MassTransit;

namespace AdPlatform.AdDelivery.KeepingCampaigns;

/// <summary>Keeps the serving form of approved creatives; it may come before or after the activation that names it.</summary>
internal sealed class CreativeReviewedConsumer(DeliveryDb db) : IConsumer<CreativeReviewed>
{
    public async Task Consume(ConsumeContext<CreativeReviewed> context)
    {
        var reviewed = context.Message;
        await db.BeginWriteAsync(context.CancellationToken);
        await db.MarkChangedAsync($"campaign:{reviewed.CampaignId:D}", context.CancellationToken);
        var row = await db.Creatives.FindAsync([reviewed.CreativeId], context.CancellationToken);
        if (row is null)
        {
            db.Creatives.Add(row = new()
            {
                CreativeId = reviewed.CreativeId,
                CampaignId = reviewed.CampaignId,
                PublisherId = reviewed.PublisherId,
                AdvertiserId = reviewed.AccountId,
                Version = int.MinValue,
                Decision = reviewed.Decision,
                ReviewedAt = reviewed.ReviewedAt,
            });
        }
        if (row.CampaignId != reviewed.CampaignId || (row.Version, row.ReviewedAt).CompareTo((reviewed.CreativeVersion, reviewed.ReviewedAt)) > 0) return;
        row.Version = reviewed.CreativeVersion;
        row.Decision = reviewed.Decision;
        row.ReviewedAt = reviewed.ReviewedAt;
        row.LandingUrl = reviewed.Serving?.LandingUrl ?? row.LandingUrl;
        row.Document = reviewed.Decision == ReviewDecision.Approved && reviewed.Serving is { } form ? JsonSerializer.Serialize(form, PlatformJson.Bus) : null;
    }
}
