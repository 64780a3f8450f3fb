using AdPlatform.AdDelivery.AnsweringBidRequest;
using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>What a seller asks of a bid on one placement; lines and creatives that do not meet it stay out. Recorded with the decision.</summary>
internal sealed record BuyingTerms
{
    /// <summary>Lowest CPM in micros by currency; a currency that is not here is not bought in. Null takes any price.</summary>
    public IReadOnlyDictionary<string, long>? FloorMicros { get; init; }

    /// <summary>Lowest CPM for each second of a video, in micros by currency.</summary>
    public IReadOnlyDictionary<string, long>? FloorPerSecondMicros { get; init; }

    /// <summary>Offered deals that name a line (lin_...), a campaign (cmp_...) or the deal id of a booked line: what was booked is what deals are here.</summary>
    public IReadOnlyList<DealTerms> Deals { get; init; } = [];

    /// <summary>A private auction: bids without a deal are refused.</summary>
    public bool DealsOnly { get; init; }

    /// <summary>Advertiser accounts; empty allows all.</summary>
    public IReadOnlyList<string> Seats { get; init; } = [];

    public IReadOnlyList<string> BlockedSeats { get; init; } = [];

    /// <summary>Assets that a native slot cannot do without; empty for other slots.</summary>
    public IReadOnlyList<NativeAsset> Assets { get; init; } = [];

    /// <summary>Of a video; null where any creative of the format will do.</summary>
    public VideoTerms? Video { get; init; }

    /// <summary>Transparency that the seller asks for; null for none.</summary>
    public DsaAsked? Dsa { get; init; }

    /// <summary>The deal under which the line may be bought; null when there is none.</summary>
    public DealTerms? DealOf(LiveLine line)
    {
        var campaign = line.Campaign.Document;
        foreach (var deal in Deals)
        {
            if ((deal.LineId == line.Plan.LineId || deal.CampaignId == campaign.CampaignId || deal.Id == line.Booked?.DealId)
                && Reaches(line, deal.FloorMicros)
                && (deal.Seats.Count == 0 || deal.Seats.Contains(campaign.AdvertiserId))
                && (deal.Domains.Count == 0 || deal.Domains.Any(domain => LineMatch.IsUnder(campaign.AdvertiserDomain, domain)))) return deal;
        }
        return null;
    }

    public bool Admits(LiveLine line)
    {
        var advertiser = line.Campaign.Document.AdvertiserId;
        if (BlockedSeats.Contains(advertiser) || (Seats.Count > 0 && !Seats.Contains(advertiser))) return false;
        if (FloorMicros?.ContainsKey(line.Plan.Cpm.Currency) == false) return false;
        // A deal has a floor of its own.
        return DealOf(line) is not null || (!DealsOnly && Reaches(line, FloorMicros));
    }

    /// <summary>In a video slot a creative needs a file and a length that the slot takes, and to be worth its seconds.</summary>
    public bool Admits(LiveLine line, ServingCreative creative)
    {
        if (!AdMarkup.Fills(Assets, creative) || Dsa?.IsMetBy(creative.Form.Disclosed) == false) return false;
        if (Video is not { } video) return true;
        if (creative.Form.Media is not { Count: > 0 } media || creative.Form.Seconds is not { } seconds) return false;
        return (video.MaxSeconds is null || seconds <= video.MaxSeconds) && (video.MinSeconds is null || seconds >= video.MinSeconds)
            && (video.Seconds.Count == 0 || video.Seconds.Contains(seconds))
            && (video.Mimes.Count == 0 || media.Any(file => video.Mimes.Contains(file.Type, StringComparer.OrdinalIgnoreCase)))
            && (FloorPerSecondMicros is not { } floors || (floors.TryGetValue(line.Plan.Cpm.Currency, out var floor) && line.Plan.Cpm.Micros >= floor * seconds));
    }

    private static bool Reaches(LiveLine line, IReadOnlyDictionary<string, long>? floors) =>
        floors is null || (floors.TryGetValue(line.Plan.Cpm.Currency, out var floor) && line.Plan.Cpm.Micros >= floor);
}

/// <param name="Id">As offered.</param>
internal sealed record DealTerms(
    string Id, Guid? LineId, Guid? CampaignId, IReadOnlyDictionary<string, long> FloorMicros, IReadOnlyList<string> Seats, IReadOnlyList<string> Domains);

/// <param name="Seconds">Exact lengths; empty leaves it to minimum and maximum.</param>
internal sealed record VideoTerms(IReadOnlyList<string> Mimes, int? MinSeconds, int? MaxSeconds, IReadOnlyList<int> Seconds);
