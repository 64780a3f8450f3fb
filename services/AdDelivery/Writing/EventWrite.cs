using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.ErasingViewer;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts;
using AdPlatform.Contracts.AdDelivery.V1;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>Records what came of a decision, once per kind; the first impression in time is charged to its lease, and its cap slot is used for good.</summary>
/// <param name="at">When it arrived.</param>
internal sealed class EventWrite(EventToken token, DeliveryKind kind, DateTimeOffset at, BudgetBook budget, ICapCounter caps, ErasedViewers erased) : Write
{
    private readonly List<CapSubject> _confirmed = [];

    /// <summary>Known after the commit: a repeated event changes nothing.</summary>
    public bool First { get; private set; }

    /// <summary>Known after the commit: the impression was paid.</summary>
    public bool Charged { get; private set; }

    public override void Apply(Batch batch)
    {
        (First, Charged) = (false, false);
        _confirmed.Clear();
        var viewer = erased.Contains(token.PublisherId, token.ViewerHash, token.DecidedAt) ? null : token.ViewerHash;
        First = 1 == batch.Execute(
            """
            INSERT INTO events (decision_id, kind, publisher_id, advertiser_id, campaign_id, line_id, creative_id, context, uniform, viewer_hash, at)
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10) ON CONFLICT DO NOTHING
            """,
            token.DecisionId, kind, token.PublisherId, token.AdvertiserId, token.CampaignId, token.LineId, token.CreativeId,
            Contexts.Of(token.Segment), token.Uniform, viewer, at);
        if (!First) return;
        if (kind == DeliveryKind.Impression) Impression(batch);
        if (kind == DeliveryKind.Click) Count(batch, 0, 0, 0, clicks: 1);
        batch.Add(token.PublisherId, RecordOf(viewer));
    }

    public override async ValueTask CommittedAsync()
    {
        if (Charged) budget.Charged(token.DecisionId, token.LineId, token.CampaignId, token.PriceMicros);
        foreach (var use in _confirmed) await caps.ConfirmAsync(use, token.DecisionId);
    }

    private void Impression(Batch batch)
    {
        Charged = at <= token.BillableUntil && (token.PriceMicros == 0 || 1 == batch.Execute(
            "UPDATE leases SET billed_micros = billed_micros + @p0 WHERE lease_id = @p1 AND line_id = @p2 AND billed_micros + @p0 <= granted_micros",
            token.PriceMicros, token.LeaseId, token.LineId));
        if (Charged) Count(batch, token.PriceMicros, 1, 0, 0);
        else Count(batch, 0, 0, 1, 0);
        if (Charged) batch.Execute("UPDATE events SET charge_micros = @p0 WHERE decision_id = @p1 AND kind = @p2", token.PriceMicros, token.DecisionId, kind);
        _confirmed.AddRange(batch.Query(
            "UPDATE cap_uses SET until = NULL WHERE decision_id = @p0 AND campaign_id = @p1 RETURNING viewer_hash, day",
            row => new CapSubject(token.CampaignId, [row.GetString(0)], row.Day(1)), token.DecisionId, token.CampaignId));
    }

    private void Count(Batch batch, long billed, int billedImpressions, int unbilled, int clicks) => batch.Execute(
        """
        INSERT INTO spend (line_id, campaign_id, publisher_id, advertiser_id, billed_micros, billed_impressions, unbilled_impressions, clicks)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
        ON CONFLICT (line_id) DO UPDATE SET billed_micros = billed_micros + @p4, billed_impressions = billed_impressions + @p5,
            unbilled_impressions = unbilled_impressions + @p6, clicks = clicks + @p7
        """,
        token.LineId, token.CampaignId, token.PublisherId, token.AdvertiserId, billed, billedImpressions, unbilled, clicks);

    private DeliveryRecord RecordOf(string? viewer) => new()
    {
        RecordId = $"{token.DecisionId:N}:{char.ToLowerInvariant(kind.ToString()[0])}{kind.ToString()[1..]}",
        Kind = kind,
        DecisionId = token.DecisionId,
        AdvertiserId = token.AdvertiserId,
        CampaignId = token.CampaignId,
        LineId = token.LineId,
        CreativeId = token.CreativeId,
        Context = Contexts.Of(token.Segment),
        Propensity = token.Propensity,
        Uniform = token.Uniform,
        Learnable = token.Learn,
        ViewerHash = viewer,
        Charge = Charged ? new Money(token.PriceMicros, token.Currency) : null,
        At = at,
    };
}
