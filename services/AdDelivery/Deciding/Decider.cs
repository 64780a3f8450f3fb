using AdPlatform.AdDelivery.Budgeting;
using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.HoldingOut;
using AdPlatform.AdDelivery.Pacing;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Writing;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>A decision that holds what it needs: price, cap slot, and a place in the log.</summary>
/// <param name="Logged">Null when nobody has to wait for it.</param>
/// <param name="Exposures">Of campaigns that hold viewers out: what this one was shown, or would have been.</param>
internal sealed record Settled(DecisionInputs Inputs, Decision Decision, Reservation? Reservation, CapUse? Cap, Task? Logged, IReadOnlyList<Exposure> Exposures);

/// <summary>Gathers what the pure decision needs, and holds money and cap slots for what it chose; asks again without what could not be held.</summary>
internal sealed class Decider(BudgetBook book, Leases leases, ICapCounter caps, DeliveryWriter writer, IOptions<AdDeliveryOptions> options)
{
    /// <param name="inputs">Without line states.</param>
    public async ValueTask<Settled> SettleAsync(PublisherSnapshot snapshot, DecisionInputs inputs, Viewer viewer, CapTime time, CancellationToken cancellationToken)
    {
        var candidates = Decision.Candidates(snapshot, inputs, out var dropped);
        var states = StatesOf(candidates, inputs, out var isCapped);
        Ahead? ahead = null;
        if (isCapped && viewer.CapHashes.Count > 0)
        {
            if (time.Held is null) ahead = await AskAsync(Pick(), inputs, viewer, time);
            Mark(candidates, states, line => Capped.IsCapped(line, inputs.At), (line, state) => Capped.Judge(state, line, time.Held, inputs));
            if (ahead is not null) Took(ahead.Cap, inputs, time);
        }
        List<Exposure>? exposures = null;
        while (true)
        {
            var decision = Pick();
            if (ahead is not null && !(decision.Chosen is { } same && same.Line == ahead.Chosen.Line && same.Creative.CreativeId == ahead.Chosen.Creative.CreativeId))
            {
                // Another limit was reached, and the draw among what that leaves is another one.
                var (back, line) = (ahead.Cap, ahead.Chosen.Line);
                ahead = null;
                if (!await ReleaseAsync(back, inputs, time)) Unavailable(candidates, states, other => other.Campaign == line.Campaign);
                continue;
            }
            if (decision.Chosen is not { } chosen) return await LogAsync(With(inputs, states), decision, null, default, null, exposures, viewer, cancellationToken);
            var (lineId, campaign) = (chosen.Line.Plan.LineId, chosen.Line.Campaign.Document);
            var measured = campaign.Holdout is not null && viewer.Hash is not null;
            if (IsHeldOut(chosen, viewer))
            {
                // As a served one, only where the money could have been held; nothing of it is.
                if (chosen.Line.PriceMicros > 0 && await leases.ReserveAsync(chosen.Line, inputs.DecisionId, inputs.At, cancellationToken) is null)
                {
                    states[lineId] = states[lineId] with { Funded = false };
                    continue;
                }
                book.Release(inputs.DecisionId);
                Mark(candidates, states, line => line.Campaign == chosen.Line.Campaign, (_, state) => state with { HeldOut = true });
                (exposures ??= []).Add(Exposure.Of(chosen.Line, viewer.Hash!, inputs, isGhost: true));
                continue;
            }
            var (cap, hold, rules) = (ahead?.Cap, ahead?.Hold ?? default, ahead is null ? Rules(chosen, inputs, viewer) : []);
            if (rules.Count > 0)
            {
                cap = CapOf(chosen, inputs, viewer, rules);
                hold = await ReserveAsync(cap, rules, inputs, time);
                if (hold.Outcome == CapOutcome.Taken) Took(cap, inputs, time);
            }
            ahead = null;
            if (hold.Outcome == CapOutcome.Unknown)
            {
                Unavailable(candidates, states, _ => true);
                continue;
            }
            if (hold.Outcome == CapOutcome.Reached)
            {
                Reached(candidates, states, chosen, hold.Limit < 0 ? null : rules[hold.Limit], inputs);
                continue;
            }
            Reservation? reservation = null;
            if (chosen.Line.PriceMicros > 0 && (reservation = await leases.ReserveAsync(chosen.Line, inputs.DecisionId, inputs.At, cancellationToken)) is null)
            {
                if (cap is not null && !await ReleaseAsync(cap, inputs, time))
                    Unavailable(candidates, states, line => line.Campaign == chosen.Line.Campaign);
                states[lineId] = states[lineId] with { Funded = false };
                continue;
            }
            if (measured) (exposures ??= []).Add(Exposure.Of(chosen.Line, viewer.Hash!, inputs, isGhost: false));
            return await LogAsync(With(inputs, states), decision, cap, hold, reservation, exposures, viewer, cancellationToken);
        }

        Decision Pick() => Decision.Pick(candidates, line => states[line.Plan.LineId], inputs, (int[])dropped.Clone());
    }

    /// <summary>
    /// What the viewer holds, in one round trip with the slot of what will be chosen if no limit is reached, which is what most viewers get. Where it turns out that another line has reached
    /// one, the choice is made anew from what is known now, as if it had been looked at first: propensities stay exact.
    /// </summary>
    private async ValueTask<Ahead?> AskAsync(Decision foreseen, DecisionInputs inputs, Viewer viewer, CapTime time)
    {
        if (foreseen.Chosen is { } chosen && !IsHeldOut(chosen, viewer) && Rules(chosen, inputs, viewer) is { Count: > 0 } rules)
        {
            var cap = CapOf(chosen, inputs, viewer, rules);
            var hold = await ReserveAsync(cap, rules, inputs, time);
            return hold.Outcome == CapOutcome.Taken ? new(chosen, cap, hold) : null;
        }
        time.Held = await time.SpendAsync(left => caps.LookAsync(viewer.CapHashes, left));
        return null;
    }

    private async ValueTask<CapHold> ReserveAsync(CapUse cap, List<CapRule> rules, DecisionInputs inputs, CapTime time)
    {
        var hold = await time.SpendAsync(left => caps.TryReserveAsync(cap, rules.ConvertAll(rule => rule.At(inputs.At)), inputs.DecisionId, CapUntil(inputs), inputs.At, left));
        if (hold.Held is { } held) time.Held = held;
        return hold;
    }

    private void Took(CapUse cap, DecisionInputs inputs, CapTime time) => time.Took(CapSlot.Of(cap, inputs.DecisionId, CapUntil(inputs)));

    private async ValueTask<bool> ReleaseAsync(CapUse cap, DecisionInputs inputs, CapTime time)
    {
        time.Released(cap.CampaignId, inputs.DecisionId);
        return await time.SpendAsync(left => caps.ReleaseAsync(cap, inputs.DecisionId, inputs.At, left));
    }

    private static bool IsHeldOut(Chosen chosen, Viewer viewer) =>
        chosen.Line.Campaign.Document is { Holdout: { } share } campaign && viewer.Hash is { } hash && Holdout.IsHeldOut(hash, campaign.CampaignId, share);

    /// <summary>The answer will not be given: nothing of it may stay held or counted.</summary>
    public async ValueTask UndoAsync(Settled settled)
    {
        foreach (var exposure in settled.Exposures) await writer.EnqueueAsync(new ExposureWrite(exposure, undone: true), CancellationToken.None);
        if (settled.Decision.Chosen is null) return;
        book.Release(settled.Inputs.DecisionId);
        if (settled.Cap is { } cap) await caps.ReleaseAsync(cap, settled.Inputs.DecisionId, settled.Inputs.At, options.Value.CapBudget);
    }

    private static DecisionInputs With(DecisionInputs inputs, Dictionary<Guid, LineState> states) => inputs with
    {
        Lines = [.. states.Values],
        Degraded = states.Values.Any(state => state.CapUnavailable) ? [.. inputs.Degraded, DecisionInputs.CapsUnavailable] : inputs.Degraded,
    };

    private static void Mark(List<LiveLine> candidates, Dictionary<Guid, LineState> states, Func<LiveLine, bool> concerned, Func<LiveLine, LineState, LineState> change)
    {
        foreach (var line in candidates)
            if (concerned(line)) states[line.Plan.LineId] = change(line, states[line.Plan.LineId]);
    }

    /// <param name="rule">Null when it is only known that the campaign must not be tried again.</param>
    private static void Reached(List<LiveLine> candidates, Dictionary<Guid, LineState> states, Chosen chosen, CapRule? rule, DecisionInputs inputs)
    {
        var campaign = chosen.Line.Campaign;
        if (rule?.Scope == CapScope.Creative)
            Mark(candidates, states, line => line.Campaign == campaign, (line, state) => Capped.WithCreative(state, line, chosen.Creative.CreativeId, rule, inputs));
        else
            Mark(
                candidates, states, line => line.Campaign == campaign || (rule?.Scope == CapScope.Advertiser && line.Campaign.Document.AdvertiserId == campaign.Document.AdvertiserId),
                (_, state) => state with { CapReached = true, Cap = rule?.Told });
    }

    /// <summary>Capped lines fail closed.</summary>
    private static void Unavailable(List<LiveLine> candidates, Dictionary<Guid, LineState> states, Func<LiveLine, bool> concerned) =>
        Mark(candidates, states, line => concerned(line) && states[line.Plan.LineId].CapReached is not null, (_, state) => state with { CapUnavailable = true });

    /// <summary>Of caps nothing yet.</summary>
    private Dictionary<Guid, LineState> StatesOf(List<LiveLine> candidates, DecisionInputs inputs, out bool isCapped)
    {
        isCapped = false;
        var states = new Dictionary<Guid, LineState>(candidates.Count);
        foreach (var line in candidates)
        {
            var account = book.Of(line.Plan.LineId, line.Campaign.Document.CampaignId);
            states[line.Plan.LineId] = new(line.Plan.LineId, Probability(line, account, inputs), account.MayHaveMoney(inputs.At), CapReached: null);
            isCapped |= Capped.IsCapped(line, inputs.At);
        }
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
        DecisionInputs inputs, Decision decision, CapUse? cap, CapHold hold, Reservation? reservation, IReadOnlyList<Exposure>? exposures, Viewer viewer, CancellationToken cancellationToken)
    {
        var write = new DecisionWrite(inputs, decision, cap, CapUntil(inputs));
        await writer.EnqueueAsync(write, cancellationToken);
        foreach (var exposure in exposures ?? []) await writer.EnqueueAsync(new ExposureWrite(exposure, undone: false), cancellationToken);
        // A cap slot must be on the disk before anyone sees the creative, or a crash would forget it. The rest of the log may follow.
        return new(inputs, decision, reservation, cap, cap is null ? null : RecordedAsync(write.Done, cap, inputs, hold), exposures ?? []);
    }

    private async Task RecordedAsync(Task committed, CapUse cap, DecisionInputs inputs, CapHold hold)
    {
        await committed;
        caps.Recorded(cap, inputs.DecisionId, CapUntil(inputs), hold);
    }

    /// <summary>A cap slot is held as long as an impression may still come: a late one must find its slot, or the cap would be exceeded.</summary>
    private DateTimeOffset CapUntil(DecisionInputs inputs) => inputs.At + options.Value.EventWindow;

    /// <returns>Empty when nothing caps the line, or nobody is there to be counted.</returns>
    private static List<CapRule> Rules(Chosen chosen, DecisionInputs inputs, Viewer viewer) => viewer.CapHashes.Count == 0 ? [] : Capped.RulesOf(chosen.Line, inputs.At);

    private static CapUse CapOf(Chosen chosen, DecisionInputs inputs, Viewer viewer, List<CapRule> rules)
    {
        var (line, campaign) = (chosen.Line, chosen.Line.Campaign.Document);
        return new(
            campaign.CampaignId, chosen.Creative.CreativeId, campaign.AdvertiserId, viewer.CapHashes, FlightTimes.DayOf(inputs.At, line.Campaign.Zone),
            rules.Max(rule => rule.UsefulUntil(inputs.At)));
    }

    /// <summary>A slot that was taken before all was known.</summary>
    private sealed record Ahead(Chosen Chosen, CapUse Cap, CapHold Hold);
}
