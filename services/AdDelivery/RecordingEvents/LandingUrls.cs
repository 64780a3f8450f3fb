using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.RecordingEvents;

/// <summary>Where a click leads: the landing URL that came with the reviewed creative, and nothing that a request could say.</summary>
internal sealed class LandingUrls(Snapshots snapshots, IServiceScopeFactory scopes)
{
    public async ValueTask<string?> OfAsync(EventToken token, CancellationToken cancellationToken)
    {
        var live = snapshots.Of(token.PublisherId).Campaign(token.CampaignId)?.Document.Creatives;
        if (live?.FirstOrDefault(c => c.CreativeId == token.CreativeId) is { } creative) return creative.Form.LandingUrl;
        // Rejected or replaced since it was served.
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<DeliveryDb>().QueryAsync(
            "SELECT landing_url FROM creatives WHERE creative_id = @p0 AND campaign_id = @p1 AND landing_url IS NOT NULL",
            row => row.GetString(0), cancellationToken, token.CreativeId, token.CampaignId);
        return rows.FirstOrDefault();
    }
}
