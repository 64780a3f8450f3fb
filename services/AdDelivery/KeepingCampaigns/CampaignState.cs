using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.KeepingCampaigns;

/// <summary>Where a campaign's life is, by the messages heard so far in whatever order.</summary>
/// <param name="At">Of the change; decides between changes of one version.</param>
internal sealed record CampaignState(CampaignStatus Status, int Version, DateTimeOffset At)
{
    /// <summary>
    /// What holds after <paramref name="heard"/>: the higher version, then the later instant, then the stop. An end is final at any version.
    /// </summary>
    public static CampaignState After(CampaignState? seen, CampaignState heard)
    {
        if (seen is null) return heard;
        if ((seen.Status == CampaignStatus.Ended) != (heard.Status == CampaignStatus.Ended)) return seen.Status == CampaignStatus.Ended ? seen : heard;
        return heard.Order.CompareTo(seen.Order) > 0 ? heard : seen;
    }

    private (int, long, int) Order => (Version, At.UtcTicks, (int)Status);
}
