using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Served or not, with how many lines each rule dropped.</summary>
/// <param name="Dropped">Indexed by <see cref="Rule"/>.</param>
internal sealed record Decision(Chosen? Chosen, int[] Dropped)
{
    private static readonly int Rules = Enum.GetValues<Rule>().Length;

    /// <summary>Decides again from the same inputs and snapshot to the same result: the hot path and the replay run this very function.</summary>
    public static Decision Make(PublisherSnapshot snapshot, DecisionInputs inputs)
    {
        var standing = Candidates(snapshot, inputs, out var dropped);
        var states = inputs.Lines.ToDictionary(state => state.LineId);
        return Pick(standing, line => states[line.Plan.LineId], inputs, dropped);
    }

    /// <summary>Lines that pass all standing rules, those of the title first, in the snapshot's order.</summary>
    public static List<LiveLine> Candidates(PublisherSnapshot snapshot, DecisionInputs inputs, out int[] dropped)
    {
        dropped = new int[Rules];
        var candidates = new List<LiveLine>();
        var (titled, groups) = snapshot.LinesFor(inputs.Placement.Format, inputs.Context.Country, inputs.Context.TitleId);
        // The index has left these out already: count them as if they had been looked at.
        var ofFormat = snapshot.CountOf(inputs.Placement.Format);
        var ofCountry = snapshot.CountOf(inputs.Placement.Format, inputs.Context.Country);
        dropped[(int)Rule.Format] = snapshot.Serving.Count - ofFormat;
        dropped[(int)Rule.Geography] = ofFormat - ofCountry;
        dropped[(int)Rule.Title] = ofCountry - titled.Length - groups.Length;
        Sift(titled, inputs, candidates, dropped);
        Sift(groups, inputs, candidates, dropped);
        return candidates;
    }

    private static void Sift(LiveLine[] lines, DecisionInputs inputs, List<LiveLine> candidates, int[] dropped)
    {
        foreach (var line in lines)
        {
            if (Eligibility.Standing(line, inputs) is { } rule) dropped[(int)rule]++;
            else candidates.Add(line);
        }
    }

    public static Decision Pick(List<LiveLine> candidates, Func<LiveLine, LineState> stateOf, DecisionInputs inputs, int[] dropped)
    {
        var eligible = new List<LiveLine>(candidates.Count);
        var probabilities = new List<double>(candidates.Count);
        foreach (var line in candidates)
        {
            var state = stateOf(line);
            if (Eligibility.Momentary(state) is { } rule)
            {
                dropped[(int)rule]++;
                continue;
            }
            eligible.Add(line);
            probabilities.Add(state.ServeProbability);
        }
        var drawn = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(probabilities);
        Choice.Scale(drawn, i => eligible[i].Guaranteed);
        var (index, probability) = Choice.Draw(inputs.DecisionId, drawn);
        dropped[(int)Rule.Pacing] += index < 0 ? eligible.Count : eligible.Count - 1;
        return new(index < 0 ? null : Choice.Creative(eligible[index], probability, inputs, stateOf(eligible[index]).CappedCreatives), dropped);
    }
}
