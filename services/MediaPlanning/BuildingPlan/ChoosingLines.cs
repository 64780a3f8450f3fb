using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <param name="Units">Per cell, whole units of money.</param>
/// <param name="Value">Of <paramref name="Units"/>.</param>
/// <param name="Bound">No spend over these lines, each booked at least for the smallest booking, is worth more.</param>
/// <param name="Unrestricted">The same over all lines considered, without smallest bookings and without a limit on the number of lines.</param>
/// <param name="Booking">The smallest booking that was kept, units of money; 0 where no line can carry one.</param>
internal sealed record ChosenLines(Formulated Problem, long[] Units, double Value, double Bound, double Unrestricted, double Booking, DualPoint At);

/// <summary>Which lines to buy when every bought line must carry a smallest booking.</summary>
/// <remarks>
/// That makes the problem combinatorial. The lines that make most of a smallest booking come first, as many as the budget carries; then lines whose forced booking
/// would bring more elsewhere go, worst first, the rest is solved again, and the best round counts. A heuristic: the unrestricted bound tells what it costs at most.
/// </remarks>
internal static class ChoosingLines
{
    private const int MaxRounds = 24;

    /// <returns>Null with the conflict when locks and limits alone contradict each other.</returns>
    public static (ChosenLines? Chosen, Feasibility.Conflict? Conflict) Choose(IReadOnlyList<Candidate> all, Func<IReadOnlyList<Candidate>, Formulated> formulate, double booking, int maxLines)
    {
        var everything = formulate(all);
        // Only locks can contradict anything here: there are no other minimums yet.
        var first = Optimiser.Solve(everything.Tight);
        if (first is OptimiserOutcome.Infeasible impossible) return (null, impossible.Conflict);
        var free = (OptimiserOutcome.Solved)first;
        var locked = all.Where((_, i) => everything.Exact.LineMin[i] > 0).ToHashSet();
        return (Chosen(all, formulate, booking, maxLines, everything, free, locked), null);
    }

    private static ChosenLines Chosen(
        IReadOnlyList<Candidate> all, Func<IReadOnlyList<Candidate>, Formulated> formulate, double booking, int maxLines, Formulated everything, OptimiserOutcome.Solved free, HashSet<Candidate> locked)
    {
        var unrestricted = Bound(everything.Exact, free.At);

        var ranked = Ranked(everything.Tight, booking);
        if (ranked.Count == 0 || booking < 1) return Unbooked(all, formulate, everything.Tight, free.X, maxLines, unrestricted, locked);
        var most = Math.Min(maxLines, (int)Math.Min(int.MaxValue, everything.Exact.Budget / booking));
        var rank = ranked.Select((line, place) => (Line: all[line], place)).ToDictionary(p => p.Line, p => p.place);
        var lines = WithinLimits(everything.Tight, ranked, booking).Take(Math.Max(1, most)).Concat(Enumerable.Range(0, all.Count).Where(i => locked.Contains(all[i]))).Distinct().Order().Select(i => all[i]).ToList();
        foreach (var line in lines) rank.TryAdd(line, -1);
        (Formulated Problem, OptimiserOutcome.Solved Solved)? best = null;
        for (var round = 1; ; round++)
        {
            var problem = formulate(lines).WithMinimum(booking);
            var outcome = Optimiser.Solve(problem.Tight);
            if (outcome is OptimiserOutcome.Infeasible no)
            {
                lines = WithoutConflict(lines, no.Conflict, rank, locked);
                if (lines.Count == 0) return Unbooked(all, formulate, everything.Tight, free.X, maxLines, unrestricted, locked);
                continue;
            }
            var solved = (OptimiserOutcome.Solved)outcome;
            if (best is null || solved.Value > best.Value.Solved.Value) best = (problem, solved);
            var drop = round < MaxRounds ? WorthMoreElsewhere(problem.Tight, solved) : [];
            drop.RemoveWhere(i => locked.Contains(lines[i]));
            if (drop.Count == 0 || drop.Count == lines.Count) return Rounded(best.Value.Problem, best.Value.Solved, unrestricted, booking);
            lines = [.. lines.Where((_, i) => !drop.Contains(i))];
        }
    }

    /// <summary>As many lines, in their rank, as can all carry a booking within the further limits.</summary>
    private static IEnumerable<int> WithinLimits(PlanProblem problem, List<int> ranked, double booking)
    {
        double[] room = [.. problem.Limits.Select(limit => limit.Most)];
        foreach (var i in ranked)
        {
            var open = Enumerable.Range(i * problem.Weeks, problem.Weeks).Where(c => problem.Upper[c] > 0).ToArray();
            double[] least = [.. problem.Limits.Select(limit => booking * open.Min(c => limit.Use[c]))];
            if (least.Where((use, k) => use > room[k]).Any()) continue;
            for (var k = 0; k < room.Length; k++) room[k] -= least[k];
            yield return i;
        }
    }

    /// <summary>Lines that can carry the booking, by what it brings there when it is spread over the weeks as well as can be.</summary>
    private static List<int> Ranked(PlanProblem problem, double booking)
    {
        var booked = problem.With(lineMin: new double[problem.Lines], lineMax: Enumerable.Repeat(booking, problem.Lines).ToArray());
        var x = new double[problem.Weeks];
        var free = new double[problem.Weeks];
        return [.. Enumerable.Range(0, problem.Lines)
            .Where(i => problem.Upper.AsSpan(i * problem.Weeks, problem.Weeks).Sum() >= booking)
            .Select(i => (Line: i, LineSolver.Solve(booked, i, free, x).Value))
            .OrderByDescending(p => p.Value).ThenBy(p => p.Line).Select(p => p.Line)];
    }

    /// <summary>Lines of one pool that cannot all carry the booking: the pool keeps the one that ranks best; a line that is still in the way goes.</summary>
    private static List<Candidate> WithoutConflict(List<Candidate> lines, Feasibility.Conflict conflict, Dictionary<Candidate, int> rank, HashSet<Candidate> locked)
    {
        var inTheWay = conflict.Lines.Select(l => lines[l.Line]).ToHashSet();
        var pools = inTheWay.Select(l => l.Pool).OfType<string>().ToHashSet();
        var best = lines.Where(l => l.Pool is not null).GroupBy(l => l.Pool!).ToDictionary(g => g.Key, g => g.MinBy(l => rank[l])!);
        List<Candidate> kept = [.. lines.Where(l => l.Pool is null || !pools.Contains(l.Pool) || ReferenceEquals(best[l.Pool], l) || locked.Contains(l))];
        if (kept.Count == lines.Count) kept.RemoveAll(l => inTheWay.Contains(l) && !locked.Contains(l));
        // Limits that hold many lines back at once: the last of them goes.
        if (kept.Count == lines.Count && kept.Where(l => !locked.Contains(l)).MaxBy(l => rank[l]) is { } last) kept.Remove(last);
        return kept.Count == lines.Count ? [] : kept;
    }

    /// <summary>The worst eighth of the lines whose whole booking is worth less than the prices of the money and the supply that it takes.</summary>
    private static HashSet<int> WorthMoreElsewhere(PlanProblem problem, OptimiserOutcome.Solved solved)
    {
        var losses = new List<(int Line, double Net)>();
        for (var i = 0; i < problem.Lines; i++)
        {
            var net = 0.0;
            for (var t = 0; t < problem.Weeks; t++)
            {
                var c = i * problem.Weeks + t;
                if (solved.X[c] > 0) net += ResponseCurve.Value(problem.Kind[i], problem.A[c], problem.S[c], solved.X[c]) - solved.At.Prices.OfCell(i, t) * solved.X[c];
            }
            if (net < 0) losses.Add((i, net));
        }
        return [.. losses.OrderBy(l => l.Net).ThenBy(l => l.Line).Take((losses.Count + 7) / 8).Select(l => l.Line)];
    }

    /// <summary>No line is large enough for a smallest booking: the largest ones, as they come.</summary>
    private static ChosenLines Unbooked(
        IReadOnlyList<Candidate> all, Func<IReadOnlyList<Candidate>, Formulated> formulate, PlanProblem problem, double[] x, int maxLines, double unrestricted, HashSet<Candidate> locked)
    {
        var largest = Enumerable.Range(0, problem.Lines).OrderByDescending(i => locked.Contains(all[i])).ThenByDescending(i => x.AsSpan(i * problem.Weeks, problem.Weeks).Sum()).ThenBy(i => i).Take(maxLines).Order();
        var chosen = formulate([.. largest.Select(i => all[i])]);
        return Rounded(chosen, (OptimiserOutcome.Solved)Optimiser.Solve(chosen.Tight), unrestricted, 0);
    }

    private static ChosenLines Rounded(Formulated problem, OptimiserOutcome.Solved solved, double unrestricted, double booking)
    {
        var units = CentAllocation.Round(problem.Tight, solved.X);
        return new ChosenLines(problem, units, problem.Exact.Value([.. units.Select(u => (double)u)]), Bound(problem.Exact, solved.At), unrestricted, booking, solved.At);
    }

    /// <summary>The dual at the found prices with the real supply: a bound for the real problem (weak duality).</summary>
    private static double Bound(PlanProblem exact, DualPoint at) => DualPoint.At(exact, new Prices(exact) { Vector = at.Prices.Vector }).Value;
}
