using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AdDelivery.Writing;

/// <summary>Records what came of a decision, once per kind; the first impression in time is charged to its lease, and its cap slot is used for good.</summary>
/// <param name="at">When it arrived.</param>
internal sealed class EventWrite(EventToken token, DeliveryKind kind, DateTimeOffset at, BudgetBook budget, ICapCounter caps) : Write
{
    private readonly List<CapUse> _confirmed = [];

    /// <summary>Known after the commit: a repeated event changes nothing.</summary>
    public bool First { get; private set; }

    /// <summary>Known after the commit: the impression was paid.</summary>
    public bool Charged { get; private set; }

    public override async Task ApplyAsync(Batch batch)
    {
        (First, Charged) = (false, false);
        _confirmed.Clear();
        // The token of a viewer who was erased after the decision is counted without the viewer.
        var recorded = await batch.QueryAsync(
            """
            INSERT INTO events (decision_id, kind, publisher_id, advertiser_id, campaign_id, line_id, creative_id, context, uniform, viewer_hash, at, charge_micros)
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8,
                CASE WHEN EXISTS (SELECT 1 FROM erased_viewers WHERE publisher_id = @p2 AND viewer_hash = @p9 AND erased_at >= @p11) THEN NULL ELSE @p9 END, @p10, @p12)
            ON CONFLICT (decision_id, kind) DO NOTHING RETURNING viewer_hash
            """,
            row => row.IsDBNull(0) ? null : row.GetString(0),
            token.DecisionId, kind, token.PublisherId, token.AdvertiserId, token.CampaignId, token.LineId, token.CreativeId,
            Contexts.Of(token.Segment), token.Uniform, token.ViewerHash, at, token.DecidedAt, IsInTime ? token.PriceMicros : null);
        First = recorded.Count == 1;
        if (!First) return;
        // What the row says already holds for nearly all; else it is taken back.
        Charged = IsInTime && (token.PriceMicros == 0 || await ChargeAsync(batch) == 1);
        batch.Add(token.PublisherId, RecordOf(recorded[0]));
        if (kind == DeliveryKind.Click) batch.Count(token, new(0, 0, 0, 1));
        if (kind == DeliveryKind.Impression) await ImpressionAsync(batch);
    }

    public override async ValueTask CommittedAsync()
    {
        if (Charged) budget.Charged(token.DecisionId, token.LineId, token.CampaignId, token.PriceMicros);
        foreach (var use in _confirmed) await caps.ConfirmAsync(use, token.DecisionId);
    }

    /// <summary>An impression that is billed, if its lease is still there.</summary>
    private bool IsInTime => kind == DeliveryKind.Impression && at <= token.BillableUntil;

    private Task<int> ChargeAsync(Batch batch) => batch.ExecuteAsync(
        "UPDATE leases SET billed_micros = billed_micros + @p0 WHERE lease_id = @p1 AND line_id = @p2 AND billed_micros + @p0 <= granted_micros",
        token.PriceMicros, token.LeaseId, token.LineId);

    private async Task ImpressionAsync(Batch batch)
    {
        batch.Count(token, Charged ? new(token.PriceMicros, 1, 0, 0) : new(0, 0, 1, 0));
        var takenBack = IsInTime && !Charged
            ? batch.ExecuteAsync("UPDATE events SET charge_micros = NULL WHERE decision_id = @p0 AND kind = @p1", token.DecisionId, kind) : Task.CompletedTask;
        // By the decision alone, which has one campaign: a planner that does not know the table yet would rather walk all slots of the campaign.
        _confirmed.AddRange(await batch.QueryAsync(
            "UPDATE cap_uses SET until = NULL WHERE decision_id = @p0 RETURNING viewer_hash, day, useful_until",
            row => new CapUse(
                token.CampaignId, token.CreativeId, token.AdvertiserId, [row.GetString(0)], row.Day(1), row.IsDBNull(2) ? token.DecidedAt + CapUse.UsefulUnlessTold : row.At(2)),
            token.DecisionId));
        await takenBack;
    }

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
