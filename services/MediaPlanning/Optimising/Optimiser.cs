namespace AdPlatform.MediaPlanning.Optimising;

internal abstract record OptimiserOutcome
{
    private OptimiserOutcome()
    {
    }

    internal sealed record Infeasible(Feasibility.Conflict Conflict) : OptimiserOutcome;

    /// <param name="X">Per cell, feasible.</param>
    /// <param name="Value">Of <paramref name="X"/>.</param>
    /// <param name="Bound">No feasible plan is worth more (weak duality).</param>
    /// <param name="At">Prices of the constraints at the bound.</param>
    internal sealed record Solved(double[] X, double Value, double Bound, DualPoint At, int Steps) : OptimiserOutcome
    {
        /// <summary>(Bound - Value) / Value; 0 when there is nothing to gain.</summary>
        public double Gap => Value > 0 ? Math.Max(0, (Bound - Value) / Value) : Bound > 0 ? double.MaxValue : 0;
    }
}

internal static class Optimiser
{
    private const int MaxSteps = 300;

    /// <param name="gap">Stop when the certificate is at least this good.</param>
    /// <param name="start">Prices of a problem like this one, in the order of <see cref="Prices"/>: fewer steps from there.</param>
    public static OptimiserOutcome Solve(PlanProblem problem, double gap = 1e-7, double[]? start = null)
    {
        var phase1 = Feasibility.Check(problem);
        if (phase1 is Feasibility.Conflict conflict) return new OptimiserOutcome.Infeasible(conflict);
        var feasible = ((Feasibility.Possible)phase1).X;

        var best = feasible;
        var value = problem.Value(feasible);
        DualPoint? lowest = null;
        var steps = DualDescent.Run(problem, MaxSteps, at =>
        {
            lowest = at;
            var x = PrimalRepair.Repair(problem, at.X, feasible);
            var worth = problem.Value(x);
            if (worth > value) (best, value) = (x, worth);
            return at.Value - value <= gap * Math.Max(value, 1e-12);
        }, start);
        return new OptimiserOutcome.Solved(best, value, lowest!.Value, lowest, steps);
    }
}
