using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.Learning;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Hosting;

namespace AdPlatform.AdDelivery.ExplainingDecision;

/// <summary>What was recorded of a decision.</summary>
internal sealed record RecordedDecision(DecisionInputs Inputs, Guid? LineId, Guid? CreativeId, double? Propensity);

/// <summary>Pure: makes the decision again and tells of each line what became of it.</summary>
internal static class Explaining
{
    public static Explanation Explain(RecordedDecision recorded, PublisherSnapshot snapshot)
    {
        var inputs = recorded.Inputs;
        var chosen = Decision.Make(snapshot, inputs).Chosen;
        var states = inputs.Lines.ToDictionary(state => state.LineId);
        var eligible = Decision.Candidates(snapshot, inputs, out _).Where(line => Eligibility.Momentary(states[line.Plan.LineId]) is null).ToList();
        var drawn = eligible.Select(line => states[line.Plan.LineId].ServeProbability).ToArray();
        Choice.Scale(drawn, i => eligible[i].Guaranteed);
        var probabilities = eligible.Select((line, i) => (line.Plan.LineId, Probability: drawn[i])).ToDictionary(pair => pair.LineId, pair => pair.Probability);
        var identical = chosen?.Line.Plan.LineId == recorded.LineId && chosen?.Creative.CreativeId == recorded.CreativeId
            && BitConverter.DoubleToInt64Bits(chosen?.Propensity ?? 0) == BitConverter.DoubleToInt64Bits(recorded.Propensity ?? 0);
        return new(
            Ids.Format("dec", inputs.DecisionId), inputs.At, inputs.SnapshotVersion, inputs.Placement, inputs.Context, inputs.May,
            [.. inputs.Segments.Select(segment => Ids.Format("seg", segment))], inputs.Degraded,
            new(Draws.Line(inputs.DecisionId), Draws.Slice(inputs.DecisionId), Draws.Creative(inputs.DecisionId)),
            new(identical, Text("lin", chosen?.Line.Plan.LineId), Text("crv", chosen?.Creative.CreativeId), chosen?.Propensity, chosen?.Uniform),
            [.. snapshot.Serving.Select(line => Candidate(line, inputs, states, chosen, probabilities.GetValueOrDefault(line.Plan.LineId)))]);
    }

    private static CandidateTold Candidate(LiveLine line, DecisionInputs inputs, Dictionary<Guid, LineState> states, Chosen? chosen, double probability)
    {
        var rule = Eligibility.Standing(line, inputs) ?? Eligibility.Momentary(states[line.Plan.LineId]);
        var isChosen = chosen is not null && ReferenceEquals(chosen.Line, line);
        var dropped = rule ?? (isChosen ? null : Rule.Pacing);
        return new(
            Ids.Format("lin", line.Plan.LineId), Ids.Format("cmp", line.Campaign.Document.CampaignId), line.Plan.Title,
            isChosen ? "chosen" : "dropped",
            dropped is { } named ? Reasons.Name(named) : null,
            dropped is { } told ? Reasons.Of(told, states.GetValueOrDefault(line.Plan.LineId)) : Reasons.Of(chosen!),
            rule is null ? Score(line, inputs, states[line.Plan.LineId], isChosen ? chosen : null, probability) : null);
    }

    private static ScoreTold Score(LiveLine line, DecisionInputs inputs, LineState state, Chosen? chosen, double probability)
    {
        var set = line.Campaign.CreativesFor(line.Plan.Format, inputs.Context.Language)!;
        var segment = line.Campaign.SegmentOf(inputs.Segments);
        var context = Contexts.Of(segment);
        var learned = set.TableIn(context)?.Shares.ToDictionary(s => s.CreativeId);
        var shares = Choice.Shares(line, set, inputs.Placement, FlightTimes.DayOf(inputs.At, line.Campaign.Zone), context, state.CappedCreatives);
        return new(
            state.ServeProbability, probability, segment is { } id ? Ids.Format("seg", id) : Contexts.None,
            [
                .. shares.Select(share => new CreativeTold(
                    Ids.Format("crv", share.Creative.CreativeId), share.Creative.Form.Angle, share.Share,
                    Choice.Propensity(line.Campaign.Document.DrawsEvenly ? 1 : inputs.UniformSlice, shares.Count, share.Share),
                    learned?.GetValueOrDefault(share.Creative.CreativeId)?.Mean, learned?.GetValueOrDefault(share.Creative.CreativeId)?.Deviation,
                    Parts(line.Campaign.Allocation, share.Creative, context),
                    chosen?.Creative.CreativeId == share.Creative.CreativeId)),
            ]);
    }

    private static Dictionary<string, double> Parts(CampaignAllocation? allocation, ServingCreative creative, string context) =>
        allocation is null ? [] : Features.NamesOf(creative, context)
            .Where(allocation.Coefficients.ContainsKey)
            .ToDictionary(name => name.Split(':')[0], name => allocation.Coefficients[name]);

    private static string? Text(string prefix, Guid? id) => id is { } known ? Ids.Format(prefix, known) : null;
}
