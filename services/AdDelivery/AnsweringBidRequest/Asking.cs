using AdPlatform.AdDelivery.Deciding;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>Pure: what a bid request asks of the decision.</summary>
internal static class Asking
{
    private const int MaxPodAds = 10;

    /// <param name="currencies">Of the lines that could serve.</param>
    public static Question Question(BidRequest request, IReadOnlyList<string> currencies, Rates rates, DateTimeOffset now)
    {
        var person = request.Person;
        return new()
        {
            Slots = [.. request.Imps.Select(imp => SlotOf(imp, request, currencies, rates)).OfType<Slot>()],
            Ids = person.Ids,
            Context = new()
            {
                TitleId = request.Inventory.TitleId is { Length: > 0 and <= 256 } title ? title : null,
                Genres = request.Inventory.Genres is { Count: > 0 } genres ? genres : null,
                Categories = request.Inventory.Categories,
                Country = person.Country,
                // What the page is in, or else what the viewer reads.
                Language = request.Languages.Count > 0 ? request.Languages[0] : request.Inventory.Language ?? person.Language,
                Device = person.Device,
                Time = person.OffsetMinutes is { } minutes ? now.ToOffset(TimeSpan.FromMinutes(Math.Clamp(minutes, -840, 840))) : null,
            },
            Consent = request.Privacy.Consent,
            OptedOut = request.Privacy.OptedOut,
            Forgotten = request.Privacy.Child,
            BlockedCategories = request.BlockedCategories,
            Taxonomy = request.Taxonomy,
            BlockedDomains = request.BlockedDomains,
            Tmax = request.Tmax is > 0 ? request.Tmax : null,
        };
    }

    /// <summary>Null when we have nothing of the kinds that it takes.</summary>
    private static Slot? SlotOf(Imp imp, BidRequest request, IReadOnlyList<string> currencies, Rates rates)
    {
        var terms = new BuyingTerms
        {
            FloorMicros = rates.In(currencies, imp.Floor, imp.FloorCurrency),
            DealsOnly = imp.DealsOnly,
            Deals = [.. imp.Deals.Select(deal => new DealTerms(
                deal.Id, Ids.TryParse("lin", deal.Id, out var line) ? line : null, Ids.TryParse("cmp", deal.Id, out var campaign) ? campaign : null,
                rates.In(currencies, deal.Floor, deal.FloorCurrency), deal.Seats, deal.Domains))],
            Seats = request.Seats,
            BlockedSeats = request.BlockedSeats,
            Dsa = request.Dsa,
        };
        var forms = new List<PlacementAsked>();
        var pod = imp.Video;
        if (imp.Video is { } video)
        {
            var moving = terms with
            {
                Video = new(video.Mimes, video.MinSeconds, Least(video.MaxSeconds, video.PodSeconds), video.Seconds),
                FloorPerSecondMicros = video.FloorPerSecond is { } floor ? rates.In(currencies, floor, imp.FloorCurrency) : null,
            };
            // A player scales: the slot's size is no condition.
            if (video.Linearity is null or 1) forms.Add(new(imp.Id, FormatIds.Video1920x1080, null, null, moving));
            if (video.Linearity == 2) forms.Add(new(imp.Id, FormatIds.Pause1920x1080, null, null, terms));
        }
        if (imp.Native is { } native) forms.Add(new(imp.Id, FormatIds.Native, null, null, terms with { Assets = [.. native.Assets.Where(asset => asset.Required)] }));
        if (imp.Banner is { BlocksImages: false } banner)
        {
            if (Takes(banner, 300, 250)) forms.Add(new(imp.Id, FormatIds.Display300x250, 300, 250, terms));
            if (banner.Sizes.Contains((1920, 1080))) forms.Add(new(imp.Id, FormatIds.Pause1920x1080, 1920, 1080, terms));
        }
        if (forms.Count == 0) return null;
        var dynamic = pod is { PodSeconds: not null };
        return new(imp.Id, forms, dynamic ? Math.Clamp(pod!.MaxAds ?? MaxPodAds, 1, MaxPodAds) : 1, pod?.PodId, dynamic ? pod!.PodSeconds : null);
    }

    private static bool Takes(BannerAsked banner, int width, int height) => banner.Sizes.Count == 0 || banner.Sizes.Contains((width, height));

    private static int? Least(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
