using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <param name="Units">Per cell, whole units of money.</param>
/// <param name="Value">Of <paramref name="Units"/>.</param>
/// <param name="Bound">No spend over these lines is worth more.</param>
/// <param name="Unrestricted">The same bound over all lines considered, without smallest bookings and without a limit on the number of lines.</param>
internal sealed record ChosenLines(Formulated Problem, long[] Units, double Value, double Bound, double Unrestricted, DualPoint At);

/// <summary>Solves, drops the lines that would be booked too thinly, and solves again, until every line that is left is worth its booking.</summary>
/// <remarks>A smallest booking makes the problem combinatorial; this is a heuristic, and the difference to the unrestricted bound tells what it costs at most.</remarks>
internal static class ChoosingLines
{
    private const int MaxRounds = 16;

    public static ChosenLines Choose(IReadOnlyList<Candidate> all, Func<IReadOnlyList<Candidate>, Formulated> formulate, double minimumBooking, int maxLines)
    {
        var unrestricted = double.NaN;
        var lines = all;
        for (var round = 1; ; round++)
        {
            var problem = formulate(lines);
            // There are no minimums, so nothing can contradict anything.
            var solved = (OptimiserOutcome.Solved)Optimiser.Solve(problem.Tight);
            if (round == 1) unrestricted = Bound(problem.Exact, solved.At);
            var kept = Keep(problem.Tight, solved.X, minimumBooking, maxLines, last: round >= MaxRounds);
            if (kept.Count == lines.Count || round > MaxRounds)
            {
                var units = CentAllocation.Round(problem.Tight, solved.X);
                return new ChosenLines(problem, units, problem.Exact.Value([.. units.Select(u => (double)u)]), Bound(problem.Exact, solved.At), unrestricted, solved.At);
            }
            lines = [.. kept.Select(i => lines[i])];
        }
    }

    /// <summary>The dual at the found prices with the real supply: a bound for the real problem (weak duality).</summary>
    private static double Bound(PlanProblem exact, DualPoint at) => DualPoint.At(exact, new Prices(exact) { Vector = at.Prices.Vector }).Value;

    private static List<int> Keep(PlanProblem problem, double[] x, double minimum, int maxLines, bool last)
    {
        var spend = Enumerable.Range(0, problem.Lines).Select(i => x.AsSpan(i * problem.Weeks, problem.Weeks).Sum()).ToArray();
        var ranked = Enumerable.Range(0, problem.Lines).Where(i => spend[i] > 0).OrderByDescending(i => spend[i]).ThenBy(i => i).ToList();
        var full = ranked.Count(i => spend[i] >= minimum);
        var thin = ranked.Count - full;
        // Half of the thin ones go at a time: the money that they free may carry the others over the smallest booking.
        var keep = Math.Min(maxLines, full + (last || thin <= 2 ? 0 : thin / 2));
        return [.. ranked.Take(Math.Max(1, keep)).Order()];
    }
}
