using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>What came out of the draws for one placement.</summary>
/// <param name="Probability">Of this line, given the eligible ones.</param>
/// <param name="Propensity">Of this creative, given the line and the context: what off-policy evaluation divides by.</param>
internal sealed record Chosen(LiveLine Line, double Probability, ServingCreative Creative, string Context, double Propensity, bool Uniform);

/// <summary>Which of the eligible lines, and which of its creatives. Pure.</summary>
internal static class Choice
{
    /// <summary>
    /// One draw decides pacing and choice at once: line l is drawn with probability p_l, what pacing asks for, and nothing with the rest; where
    /// the p together exceed 1, each is scaled down. So a line that must throttle is never pushed by the absence of others.
    /// </summary>
    /// <param name="probabilities">Serve probabilities 0..1, in order of the candidates.</param>
    /// <returns>Index of the drawn candidate, or -1, and the probability that it had.</returns>
    public static (int Index, double Probability) Line(Guid decisionId, ReadOnlySpan<double> probabilities)
    {
        Span<double> scaled = probabilities.Length <= 64 ? stackalloc double[probabilities.Length] : new double[probabilities.Length];
        probabilities.CopyTo(scaled);
        Scale(scaled, _ => false);
        return Draw(decisionId, scaled);
    }

    /// <summary>Guaranteed lines come first: the others share what those leave.</summary>
    /// <param name="probabilities">What pacing asks for; in place becomes what each is drawn with, at most 1 together.</param>
    public static void Scale(Span<double> probabilities, Func<int, bool> guaranteed)
    {
        double owed = 0, rest = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (guaranteed(i)) owed += probabilities[i];
            else rest += probabilities[i];
        }
        var first = 1 / Math.Max(1, owed);
        var second = rest <= 0 ? 0 : Math.Min(1, Math.Max(0, 1 - owed) / rest);
        for (var i = 0; i < probabilities.Length; i++) probabilities[i] *= guaranteed(i) ? first : second;
    }

    /// <param name="probabilities">At most 1 together.</param>
    public static (int Index, double Probability) Draw(Guid decisionId, ReadOnlySpan<double> probabilities)
    {
        var sum = 0.0;
        foreach (var p in probabilities) sum += p;
        var draw = Draws.Line(decisionId);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var p = probabilities[i];
            if (p <= 0) continue;
            if (draw < p) return (i, p);
            draw -= p;
        }
        // Rounding may leave a draw beyond the last interval although the intervals cover everything.
        if (sum >= 1 - 1e-12)
            for (var i = probabilities.Length - 1; i >= 0; i--)
                if (probabilities[i] > 0) return (i, probabilities[i]);
        return (-1, 0);
    }

    /// <param name="without">Creatives that the viewer must not see again.</param>
    public static Chosen Creative(LiveLine line, double probability, DecisionInputs inputs, IReadOnlyList<Guid>? without = null)
    {
        var set = line.Campaign.CreativesFor(line.Plan.Format, inputs.Context.Language)
            ?? throw new InvalidOperationException("Only lines with a fitting creative are eligible.");
        var context = Contexts.Of(line.Campaign.SegmentOf(inputs.Segments));
        var shares = Shares(line, set, inputs.Placement, FlightTimes.DayOf(inputs.At, line.Campaign.Zone), context, without);
        var even = 1.0 / shares.Count;
        var slice = line.Campaign.Document.DrawsEvenly ? 1 : inputs.UniformSlice;
        var uniform = Draws.Slice(inputs.DecisionId) < slice;
        var draw = Draws.Creative(inputs.DecisionId);
        var index = 0;
        for (; index < shares.Count - 1; index++)
        {
            draw -= uniform ? even : shares[index].Share;
            if (draw < 0) break;
        }
        return new(line, probability, shares[index].Creative, context, Propensity(slice, shares.Count, shares[index].Share), uniform);
    }

    public static double Propensity(double uniformSlice, int creatives, double share) => (uniformSlice / creatives) + ((1 - uniformSlice) * share);

    /// <summary>The creatives that fit the placement with their shares, which sum to 1.</summary>
    public static IReadOnlyList<(ServingCreative Creative, double Share)> Shares(LiveLine line, CreativeSet set, PlacementAsked placement, DateOnly today, string context, IReadOnlyList<Guid>? without = null)
    {
        // Nearly always all fit: what was put together with the snapshot is taken as it is.
        if (without is null && Eligibility.AllFit(line, set, placement, today)) return set.PairsIn(context);
        var shares = set.SharesIn(context);
        var fitting = new List<(ServingCreative Creative, double Share)>(set.Creatives.Length);
        var sum = 0.0;
        for (var i = 0; i < set.Creatives.Length; i++)
        {
            if (!Eligibility.Fits(line, set.Creatives[i], placement, today) || without?.Contains(set.Creatives[i].CreativeId) == true) continue;
            fitting.Add((set.Creatives[i], shares[i]));
            sum += shares[i];
        }
        for (var i = 0; i < fitting.Count; i++)
            fitting[i] = (fitting[i].Creative, sum > 0 ? fitting[i].Share / sum : 1.0 / fitting.Count);
        return fitting;
    }
}
