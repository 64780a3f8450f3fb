using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Pacing;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Writing;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>A decision that holds what it needs: price, cap slot, and a place in the log.</summary>
/// <param name="Logged">Null when nobody has to wait for it.</param>
internal sealed record Settled(DecisionInputs Inputs, Decision Decision, Reservation? Reservation, Task? Logged);

/// <summary>Gathers what the pure decision needs, and holds money and cap slots for what it chose; asks again without what could not be held.</summary>
internal sealed class Decider(BudgetBook book, Leases leases, ICapCounter caps, DeliveryWriter writer, IOptions<AdDeliveryOptions> options)
{
    /// <param name="inputs">Without line states.</param>
    public async ValueTask<Settled> SettleAsync(PublisherSnapshot snapshot, DecisionInputs inputs, Viewer viewer, CancellationToken cancellationToken)
    {
        var candidates = Decision.Candidates(snapshot, inputs, out var dropped);
        var states = new Dictionary<Guid, LineState>(candidates.Count);
        foreach (var line in candidates) states[line.Plan.LineId] = await StateAsync(line, inputs, viewer);
        while (true)
        {
            var decision = Decision.Pick(candidates, line => states[line.Plan.LineId], inputs, (int[])dropped.Clone());
            if (decision.Chosen is not { } chosen) return await LogAsync(inputs with { Lines = [.. states.Values] }, decision, null, null, viewer, cancellationToken);
            var lineId = chosen.Line.Plan.LineId;
            var cap = CapOf(chosen.Line, inputs, viewer);
            if (cap is not null && !await caps.TryReserveAsync(cap, chosen.Line.Campaign.Document.Cap!, inputs.DecisionId, CapUntil(inputs), inputs.At))
            {
                states[lineId] = states[lineId] with { CapReached = true };
                continue;
            }
            Reservation? reservation = null;
            if (chosen.Line.PriceMicros > 0 && (reservation = await leases.ReserveAsync(chosen.Line, inputs.DecisionId, inputs.At, cancellationToken)) is null)
            {
                if (cap is not null) await caps.ReleaseAsync(cap, inputs.DecisionId);
                states[lineId] = states[lineId] with { Funded = false };
                continue;
            }
            return await LogAsync(inputs with { Lines = [.. states.Values] }, decision, cap, reservation, viewer, cancellationToken);
        }
    }

    /// <summary>The answer will not be given: nothing of it may stay held.</summary>
    public async ValueTask UndoAsync(Settled settled, Viewer viewer)
    {
        if (settled.Decision.Chosen is not { } chosen) return;
        book.Release(settled.Inputs.DecisionId);
        if (CapOf(chosen.Line, settled.Inputs, viewer) is { } cap) await caps.ReleaseAsync(cap, settled.Inputs.DecisionId);
    }

    private async ValueTask<LineState> StateAsync(LiveLine line, DecisionInputs inputs, Viewer viewer)
    {
        var account = book.Of(line.Plan.LineId, line.Campaign.Document.CampaignId);
        return new(
            line.Plan.LineId,
            ServeProbability.Of(line, account.SpentMicros, inputs.At),
            account.MayHaveMoney(inputs.At),
            CapOf(line, inputs, viewer) is { } cap ? await caps.IsReachedAsync(cap, line.Campaign.Document.Cap!, inputs.At) : null);
    }

    private async ValueTask<Settled> LogAsync(
        DecisionInputs inputs, Decision decision, CapSubject? cap, Reservation? reservation, Viewer viewer, CancellationToken cancellationToken)
    {
        var write = new DecisionWrite(inputs, decision, cap, CapUntil(inputs), inputs.May.Measure ? viewer.Hash : null);
        await writer.EnqueueAsync(write, cancellationToken);
        // A cap slot must be on the disk before anyone sees the creative, or a crash would forget it. The rest of the log may follow.
        return new(inputs, decision, reservation, cap is null ? null : write.Done);
    }

    /// <summary>A cap slot is held as long as an impression may still come: a late one must find its slot, or the cap would be exceeded.</summary>
    private DateTimeOffset CapUntil(DecisionInputs inputs) => inputs.At + options.Value.EventWindow;

    private static CapSubject? CapOf(LiveLine line, DecisionInputs inputs, Viewer viewer) =>
        line.Campaign.Document.Cap is null || viewer.CapHashes.Count == 0
            ? null
            : new(line.Campaign.Document.CampaignId, viewer.CapHashes, FlightTimes.DayOf(inputs.At, line.Campaign.Zone));
}
