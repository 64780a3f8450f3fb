using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.ServingVast;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>Settled decisions as bids.</summary>
internal sealed class BidWriter(AnswerWriter answers, VastAds vast)
{
    private const int Content31 = 9;

    /// <summary>Of the extension for transparency.</summary>
    private const int MaxName = 100;

    public BidResponse Write(BidRequest request, Settlement settlement, string currency, Rates rates, string here)
    {
        var imps = request.Imps.ToDictionary(imp => imp.Id, StringComparer.Ordinal);
        var bids = settlement.Slots
            .SelectMany(slot => slot.Decisions.Where(d => d.Decision.Chosen is not null).Select(d => (imps[slot.Slot.Id], d)))
            .Select(pair => (Seat: pair.d.Decision.Chosen!.Line.Campaign.Document.AdvertiserId, Bid: Of(pair.Item1, pair.d, settlement.Viewer, currency, rates, here)))
            .GroupBy(bid => bid.Seat, bid => bid.Bid)
            .Select(seat => new SeatBid(seat.Key, [.. seat]))
            .ToList();
        return new(request.Id, settlement.Slots.SelectMany(s => s.Decisions).Select(d => Ids.Format("dec", d.Inputs.DecisionId)).First(), currency, bids);
    }

    private Bid Of(Imp imp, Settled settled, Viewer viewer, string currency, Rates rates, string here)
    {
        var (chosen, served) = (settled.Decision.Chosen!, answers.Served(settled, viewer, here));
        var (campaign, form, cpm) = (chosen.Line.Campaign.Document, chosen.Creative.Form, chosen.Line.Plan.Cpm);
        var (markup, kind) = Markup(imp, settled, served, here);
        var still = kind is not 4;
        return new(
            served.DecisionId, imp.Id, decimal.Round(cpm.Units * (rates.Rate(cpm.Currency, currency) ?? 0), 4, MidpointRounding.ToPositiveInfinity), markup,
            EventKinds.Other(served.ClickUrl, EventKinds.Win), served.Events[EventKinds.Name(DeliveryKind.Impression)],
            EventKinds.Other(served.ClickUrl, EventKinds.Loss) + "&code=${AUCTION_LOSS}", [campaign.AdvertiserDomain],
            campaign.AdvertiserCategory is { } category ? [category] : null, campaign.AdvertiserCategory is null ? null : Content31,
            served.CampaignId, served.Creative.Id, served.Creative.Id, [], form.Locale, kind,
            still ? form.Width : null, still ? form.Height : null, form.Seconds, settled.Inputs.Placement.Terms?.DealOf(chosen.Line)?.Id,
            (int)(served.BillableUntil - settled.Inputs.At).TotalSeconds, Extension(form.Disclosed, served, settled.Inputs.Placement.Terms?.Dsa, here));
    }

    private static BidExt? Extension(Disclosed? disclosed, ServedAnswer served, DsaAsked? asked, string here) => disclosed is null ? null : new(
        new(
            Short(disclosed.OnBehalfOf), Short(disclosed.PaidBy), Adrender: 0,
            asked is { DataToPublisher: 0 } ? null : [new(new Uri(here).Host, served.Context == Serving.Contexts.None ? [2] : [1, 2])]),
        disclosed.DigitalSourceType);

    private static string Short(string name) => name.Length <= MaxName ? name : name[..MaxName];

    /// <returns>With the kind: 1 banner, 2 video, 4 native.</returns>
    private (string Markup, int Kind) Markup(Imp imp, Settled settled, ServedAnswer served, string here) => settled.Inputs.Placement.Format switch
    {
        FormatIds.Native => (AdMarkup.Native(imp.Native!, served) ?? throw new InvalidOperationException("Only creatives that fill the assets are eligible."), 4),
        FormatIds.Display300x250 => (AdMarkup.Banner(served), 1),
        FormatIds.Pause1920x1080 when settled.Inputs.Placement.Width is not null => (AdMarkup.Banner(served), 1),
        _ => (vast.Writer(here).Write([vast.Of(settled, served, here)]), 2),
    };
}
