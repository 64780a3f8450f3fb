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
    public async ValueTask<Settled> SettleAsync(PublisherSnapshot snapshot, DecisionInputs inputs, Viewer viewer, CapTime time, CancellationToken cancellationToken)
    {
        var candidates = Decision.Candidates(snapshot, inputs, out var dropped);
        var states = await StatesAsync(candidates, inputs, viewer, time);
        while (true)
        {
            var decision = Decision.Pick(candidates, line => states[line.Plan.LineId], inputs, (int[])dropped.Clone());
            if (decision.Chosen is not { } chosen) return await LogAsync(With(inputs, states), decision, null, default, null, viewer, cancellationToken);
            var lineId = chosen.Line.Plan.LineId;
            var cap = CapOf(chosen.Line, inputs, viewer);
            var hold = cap is null ? default : await time.SpendAsync(left =>
                caps.TryReserveAsync(cap, chosen.Line.Campaign.Document.Cap!, inputs.DecisionId, CapUntil(inputs), inputs.At, left));
            if (hold.Outcome == CapOutcome.Unknown)
            {
                Unavailable(candidates, states, _ => true);
                continue;
            }
            if (hold.Outcome == CapOutcome.Reached)
            {
                foreach (var line in OfCampaign(candidates, chosen)) states[line.Plan.LineId] = states[line.Plan.LineId] with { CapReached = true };
                continue;
            }
            Reservation? reservation = null;
            if (chosen.Line.PriceMicros > 0 && (reservation = await leases.ReserveAsync(chosen.Line, inputs.DecisionId, inputs.At, cancellationToken)) is null)
            {
                if (cap is not null && !await time.SpendAsync(left => caps.ReleaseAsync(cap, inputs.DecisionId, inputs.At, left)))
                    Unavailable(candidates, states, line => line.Campaign == chosen.Line.Campaign);
                states[lineId] = states[lineId] with { Funded = false };
                continue;
            }
            return await LogAsync(With(inputs, states), decision, cap, hold, reservation, viewer, cancellationToken);
        }
    }

    /// <summary>The answer will not be given: nothing of it may stay held.</summary>
    public async ValueTask UndoAsync(Settled settled, Viewer viewer)
    {
        if (settled.Decision.Chosen is not { } chosen) return;
        book.Release(settled.Inputs.DecisionId);
        if (CapOf(chosen.Line, settled.Inputs, viewer) is { } cap) await caps.ReleaseAsync(cap, settled.Inputs.DecisionId, settled.Inputs.At, options.Value.CapBudget);
    }

    private static DecisionInputs With(DecisionInputs inputs, Dictionary<Guid, LineState> states) => inputs with
    {
        Lines = [.. states.Values],
        Degraded = states.Values.Any(state => state.CapUnavailable) ? [.. inputs.Degraded, DecisionInputs.CapsUnavailable] : inputs.Degraded,
    };

    private static IEnumerable<LiveLine> OfCampaign(List<LiveLine> candidates, Chosen chosen) => candidates.Where(line => line.Campaign == chosen.Line.Campaign);

    /// <summary>Capped lines fail closed.</summary>
    private static void Unavailable(List<LiveLine> candidates, Dictionary<Guid, LineState> states, Func<LiveLine, bool> concerned)
    {
        foreach (var line in candidates.Where(concerned))
            if (states[line.Plan.LineId].CapReached is not null) states[line.Plan.LineId] = states[line.Plan.LineId] with { CapUnavailable = true };
    }

    /// <summary>One question to the counter, however many lines are capped; none when no line is.</summary>
    private async ValueTask<Dictionary<Guid, LineState>> StatesAsync(List<LiveLine> candidates, DecisionInputs inputs, Viewer viewer, CapTime time)
    {
        var capped = candidates.FindAll(line => CapOf(line, inputs, viewer) is not null);
        var reached = capped.Count == 0 ? [] : await time.SpendAsync(left => caps.AreReachedAsync(
            viewer.CapHashes,
            capped.ConvertAll(line => new CapQuestion(line.Campaign.Document.CampaignId, line.Campaign.Document.Cap!, FlightTimes.DayOf(inputs.At, line.Campaign.Zone))),
            inputs.At, left));
        var states = new Dictionary<Guid, LineState>(candidates.Count);
        foreach (var line in candidates)
        {
            var account = book.Of(line.Plan.LineId, line.Campaign.Document.CampaignId);
            states[line.Plan.LineId] = new(line.Plan.LineId, Probability(line, account, inputs), account.MayHaveMoney(inputs.At), CapReached: null);
        }
        for (var i = 0; i < capped.Count; i++)
            states[capped[i].Plan.LineId] = states[capped[i].Plan.LineId] with { CapReached = reached?[i] ?? false, CapUnavailable = reached is null };
        return states;
    }

    /// <summary>What pacing asks for, the least promising requests left out first.</summary>
    private double Probability(LiveLine line, LineAccount account, DecisionInputs inputs)
    {
        var share = ServeProbability.Of(line, account.SpentMicros, inputs.At);
        var set = line.Campaign.CreativesFor(line.Plan.Format, inputs.Context.Language);
        return set?.RateIn(Contexts.Of(line.Campaign.SegmentOf(inputs.Segments))) is { } value ? account.Values.Throttle(share, value, options.Value.EvenPacing) : share;
    }

    private async ValueTask<Settled> LogAsync(
        DecisionInputs inputs, Decision decision, CapSubject? cap, CapHold hold, Reservation? reservation, Viewer viewer, CancellationToken cancellationToken)
    {
        var write = new DecisionWrite(inputs, decision, cap, CapUntil(inputs), inputs.May.Measure ? viewer.Hash : null);
        await writer.EnqueueAsync(write, cancellationToken);
        // A cap slot must be on the disk before anyone sees the creative, or a crash would forget it. The rest of the log may follow.
        return new(inputs, decision, reservation, cap is null ? null : RecordedAsync(write.Done, cap, inputs, hold));
    }

    private async Task RecordedAsync(Task committed, CapSubject cap, DecisionInputs inputs, CapHold hold)
    {
        await committed;
        caps.Recorded(cap, inputs.DecisionId, CapUntil(inputs), hold);
    }

    /// <summary>A cap slot is held as long as an impression may still come: a late one must find its slot, or the cap would be exceeded.</summary>
    private DateTimeOffset CapUntil(DecisionInputs inputs) => inputs.At + options.Value.EventWindow;

    private static CapSubject? CapOf(LiveLine line, DecisionInputs inputs, Viewer viewer) =>
        line.Campaign.Document.Cap is null || viewer.CapHashes.Count == 0
            ? null
            : new(line.Campaign.Document.CampaignId, viewer.CapHashes, FlightTimes.DayOf(inputs.At, line.Campaign.Zone)) { UsefulUntil = line.Campaign.FlightEnd };
}
