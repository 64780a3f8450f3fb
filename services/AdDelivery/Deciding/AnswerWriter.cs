using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
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

    public ServedAnswer Served(Settled settled, Viewer viewer, string here)
    {
        var token = TokenOf(settled, viewer);
        var creative = settled.Decision.Chosen!.Creative;
        var signed = signer.Sign(token);
        return new(
            Ids.Format("dec", token.DecisionId), Ids.Format("cmp", token.CampaignId), Ids.Format("lin", token.LineId),
            CreativeOf(creative.CreativeId, creative.Form, here),
            Url(DeliveryKind.Click),
            KindsOf(creative.Form.Format).ToDictionary(EventKinds.Name, Url),
            token.Segment is { } segment ? Ids.Format("seg", segment) : Contexts.None,
            token.Propensity, Reasons.Of(settled.Decision.Chosen!), token.BillableUntil, token.AcceptedUntil);

        string Url(DeliveryKind kind) => $"{here}/v1/events/{EventKinds.Name(kind)}?t={signed}";
    }

    public CreativeAnswer CreativeOf(Guid id, ServingForm form, string here) =>
        new(Ids.Format("crv", id), form.Format, form.Locale, form.Width, form.Height, form.Angle, form.Texts, AssetOf(form.AssetUrl, here), form.Disclosed);

    public EventToken TokenOf(Settled settled, Viewer viewer)
    {
        var chosen = settled.Decision.Chosen!;
        var inputs = settled.Inputs;
        var campaign = chosen.Line.Campaign.Document;
        return new EventToken
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
    }

    /// <summary>Events that a player of the format can tell.</summary>
    public static DeliveryKind[] KindsOf(string format) => format switch
    {
        FormatIds.Video1920x1080 => VideoKinds,
        FormatIds.Pause1920x1080 => PauseKinds,
        _ => StillKinds,
    };

    public string? AssetOf(string? assetUrl, string here) =>
        assetUrl is null || assetUrl.StartsWith("https://", StringComparison.Ordinal) || assetUrl.StartsWith("http://", StringComparison.Ordinal) ? assetUrl : (options.Value.AssetUrl is { Length: > 0 } assets ? assets.TrimEnd('/') : here) + assetUrl;

    public static NothingAnswer Nothing(Settled settled)
    {
        var dropped = settled.Decision.Dropped;
        var rules = Enum.GetValues<Rule>().Where(rule => dropped[(int)rule] > 0).ToDictionary(Reasons.Name, rule => dropped[(int)rule]);
        return Reasons.Furthest(dropped) is { } rule
            ? new(Ids.Format("dec", settled.Inputs.DecisionId), Reasons.Name(rule), Reasons.Of(rule, settled.Inputs.Lines.FirstOrDefault(line => Eligibility.Momentary(line) == rule)), rules)
            : new(Ids.Format("dec", settled.Inputs.DecisionId), "empty", "nothing is being served for this publisher", rules);
    }
}
