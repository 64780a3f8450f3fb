using AdPlatform.AdDelivery.Capping;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>What one campaign asks for all of its advertiser binds every campaign of it: "3 a day" would mean little if the next campaign did not know of it.</summary>
internal static class AdvertiserCaps
{
    /// <returns>The campaigns, those among them made anew whose advertiser's limits have changed: a campaign in a snapshot never changes.</returns>
    public static IEnumerable<LiveCampaign> Share(IReadOnlyCollection<LiveCampaign> campaigns)
    {
        if (!campaigns.Any(campaign => campaign.Document.AdvertiserCap is not null || campaign.OfAdvertiser.Count > 0)) return campaigns;
        return campaigns.GroupBy(campaign => campaign.Document.AdvertiserId, StringComparer.Ordinal).SelectMany(advertiser =>
        {
            List<CapRule> rules =
            [
                .. advertiser.Where(campaign => campaign.Document.Status != CampaignStatus.Ended).OrderBy(campaign => campaign.Document.CampaignId)
                    .SelectMany(campaign => CapRule.Of(campaign.Document.AdvertiserCap, CapScope.Advertiser, campaign.Document.CampaignId, campaign.Zone, campaign.FlightStart, campaign.FlightEnd)),
            ];
            return advertiser.Select(campaign => campaign.OfAdvertiser.SequenceEqual(rules) ? campaign : new(campaign.Document, campaign.Allocation, rules));
        });
    }
}
