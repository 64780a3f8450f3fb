using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Puts a settled decision into the form that an ad server reads, with its signed URLs.</summary>
internal sealed class AnswerWriter(TokenSigner signer, IOptions<AdDeliveryOptions> options)
{
    private static readonly DeliveryKind[] StillKinds =
        [DeliveryKind.Impression, DeliveryKind.Viewable, DeliveryKind.Dismiss, DeliveryKind.Dwell, DeliveryKind.Interaction, DeliveryKind.Conversion];

    private static readonly DeliveryKind[] PauseKinds = [.. StillKinds, DeliveryKind.Resume, DeliveryKind.Scan, DeliveryKind.Complete];

    private static readonly DeliveryKind[] VideoKinds =
    [
        .. PauseKinds, DeliveryKind.Start, DeliveryKind.FirstQuartile, DeliveryKind.Midpoint, DeliveryKind.ThirdQuartile, DeliveryKind.Pause, DeliveryKind.Skip,
    ];

    public PlacementAnswer Write(string placementId, IReadOnlyList<Settled> decisions, Viewer viewer, string here)
    {
        var served = decisions.Where(d => d.Decision.Chosen is not null).Select(d => Served(d, viewer, here)).ToList();
        return new(placementId, served, decisions[^1].Decision.Chosen is null ? Nothing(decisions[^1]) : null);
    }

    public ServedAnswer Served(Settled settled, Viewer viewer, string here)
    {
        var chosen = settled.Decision.Chosen!;
        var inputs = settled.Inputs;
        var campaign = chosen.Line.Campaign.Document;
        var form = chosen.Creative.Form;
        var token = new EventToken
        {
            DecisionId = inputs.DecisionId,
            CampaignId = campaign.CampaignId,
            LineId = chosen.Line.Plan.LineId,
            CreativeId = chosen.Creative.CreativeId,
            AdvertiserId = campaign.AdvertiserId,
            PublisherId = campaign.PublisherId,
            Segment = chosen.Line.Campaign.SegmentOf(inputs.Segments),
            Propensity = chosen.Propensity,
            Uniform = chosen.Uniform,
            Learn = inputs.May.Learn,
            ViewerHash = inputs.May.Measure ? viewer.Hash : null,
            PriceMicros = chosen.Line.PriceMicros,
            Currency = campaign.Budget.Currency,
            LeaseId = settled.Reservation?.Lease.LeaseId ?? 0,
            DecidedAt = inputs.At,
            BillableUntil = inputs.At + options.Value.ReservationLifetime,
            AcceptedUntil = inputs.At + options.Value.EventWindow,
        };
        var signed = signer.Sign(token);
        var kinds = form.Format switch
        {
            FormatIds.Video1920x1080 => VideoKinds,
            FormatIds.Pause1920x1080 => PauseKinds,
            _ => StillKinds,
        };
        return new(
            Ids.Format("dec", inputs.DecisionId), Ids.Format("cmp", campaign.CampaignId), Ids.Format("lin", token.LineId),
            new(Ids.Format("crv", token.CreativeId), form.Format, form.Locale, form.Width, form.Height, form.Angle, form.Texts, AssetOf(form.AssetUrl, here), form.Disclosed),
            Url(DeliveryKind.Click),
            kinds.ToDictionary(EventKinds.Name, Url),
            token.Segment is { } segment ? Ids.Format("seg", segment) : Contexts.None,
            chosen.Propensity, Reasons.Of(chosen), token.BillableUntil, token.AcceptedUntil);

        string Url(DeliveryKind kind) => $"{here}/v1/events/{EventKinds.Name(kind)}?t={signed}";
    }

    public string? AssetOf(string? assetUrl, string here) =>
        assetUrl is null || assetUrl.StartsWith("https://", StringComparison.Ordinal) || assetUrl.StartsWith("http://", StringComparison.Ordinal) ? assetUrl : (options.Value.AssetUrl is { Length: > 0 } assets ? assets.TrimEnd('/') : here) + assetUrl;

    private static NothingAnswer Nothing(Settled settled)
    {
        var dropped = settled.Decision.Dropped;
        var rules = Enum.GetValues<Rule>().Where(rule => dropped[(int)rule] > 0).ToDictionary(Reasons.Name, rule => dropped[(int)rule]);
        return Reasons.Furthest(dropped) is { } rule
            ? new(Ids.Format("dec", settled.Inputs.DecisionId), Reasons.Name(rule), Reasons.Of(rule, settled.Inputs.Lines.FirstOrDefault(line => Eligibility.Momentary(line) == rule)), rules)
            : new(Ids.Format("dec", settled.Inputs.DecisionId), "empty", "nothing is being served for this publisher", rules);
    }
}
