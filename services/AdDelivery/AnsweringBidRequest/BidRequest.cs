using AdPlatform.AdDelivery.Deciding;
using AdPlatform.Contracts.CreativeGeneration.V1;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>What is read of an OpenRTB 2.6 bid request.</summary>
/// <param name="Imps">Usable ones; those that break the specification are left out.</param>
/// <param name="Currencies">ISO 4217, upper case; empty allows any.</param>
/// <param name="Seats">Allowed buyer seats (advertiser accounts); empty allows all.</param>
/// <param name="Test">The auction is not billable: nothing of it is held or counted.</param>
/// <param name="Address">Of the viewer's device.</param>
/// <param name="Dsa">Null when nothing is asked.</param>
internal sealed record BidRequest(
    string Id, IReadOnlyList<Imp> Imps, Inventory Inventory, Person Person, Privacy Privacy, IReadOnlyList<string> BlockedCategories, int Taxonomy,
    IReadOnlyList<string> BlockedDomains, IReadOnlyList<string> Currencies, IReadOnlyList<string> Seats, IReadOnlyList<string> BlockedSeats,
    IReadOnlyList<string> Languages, int? Tmax, bool Test, string? UserAgent, string? Address, DsaAsked? Dsa = null);

internal sealed record Inventory(string? TitleId, IReadOnlyList<string> Genres, IReadOnlyList<string> Categories, string? Language);

/// <param name="Country">ISO 3166-1 alpha-2; null when unknown.</param>
/// <param name="OffsetMinutes">Of the viewer's clock from UTC.</param>
internal sealed record Person(IReadOnlyList<ViewerId> Ids, string? Country, string? Language, string? Device, int? OffsetMinutes);

/// <param name="Consent">TCF.</param>
/// <param name="OptedOut">Of sale or targeting (US privacy, GPP), limited tracking, or a child: no profile, and nothing is learned.</param>
/// <param name="Child">COPPA: nothing is remembered either.</param>
internal sealed record Privacy(StatedConsent Consent, bool OptedOut, bool Child);

/// <summary>What a seller asks of transparency: IAB Tech Lab, DSA Transparency (regs.ext.dsa).</summary>
/// <param name="Required">2 and 3: bids without it are not accepted.</param>
/// <param name="PublisherRenders">0: it cannot.</param>
/// <param name="DataToPublisher">0: parameters are not wanted.</param>
internal sealed record DsaAsked(int? Required, int? PublisherRenders, int? DataToPublisher)
{
    public bool IsRequired => Required is 2 or 3;

    /// <summary>We tell it and render none of it: where the seller cannot either, nobody would see it.</summary>
    public bool IsMetBy(Disclosed? disclosed) => !IsRequired || (disclosed is not null && PublisherRenders != 0);
}

/// <param name="Floor">CPM in <paramref name="FloorCurrency"/>.</param>
internal sealed record Imp(
    string Id, BannerAsked? Banner, VideoAsked? Video, NativeAsked? Native, decimal Floor, string FloorCurrency, bool DealsOnly, IReadOnlyList<DealAsked> Deals);

/// <param name="Sizes">Pixels; empty for any.</param>
/// <param name="BlocksImages">XHTML banners are refused (btype 2).</param>
internal sealed record BannerAsked(IReadOnlyList<(int Width, int Height)> Sizes, bool BlocksImages);

/// <param name="Linearity">1 linear, 2 non-linear, null either.</param>
/// <param name="Seconds">Exact durations that are allowed; empty leaves it to minimum and maximum.</param>
/// <param name="PodId">Impressions of one pod share it.</param>
/// <param name="PodSeconds">Total of a dynamic pod.</param>
/// <param name="MaxAds">Of a dynamic pod.</param>
/// <param name="FloorPerSecond">CPM per second.</param>
internal sealed record VideoAsked(
    IReadOnlyList<string> Mimes, int? Width, int? Height, int? Linearity, int? MinSeconds, int? MaxSeconds, IReadOnlyList<int> Seconds,
    string? PodId, int? PodSeconds, int? MaxAds, decimal? FloorPerSecond);

/// <param name="Assets">OpenRTB Native 1.2.</param>
internal sealed record NativeAsked(string Version, bool Wrapped, IReadOnlyList<NativeAsset> Assets);

/// <param name="Kind">title, img, data or video.</param>
/// <param name="Type">Of an image (1 icon, 3 main) or data.</param>
/// <param name="Length">Characters at most.</param>
internal sealed record NativeAsset(int Id, bool Required, string Kind, int? Type, int? Length);

internal sealed record DealAsked(string Id, decimal Floor, string FloorCurrency, IReadOnlyList<string> Seats, IReadOnlyList<string> Domains);
