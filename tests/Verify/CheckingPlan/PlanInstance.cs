using System.Text.Json.Serialization;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.Verify.CheckingPlan;

/// <summary>Names as in the file; cells are line-major.</summary>
internal sealed record InstanceFile
{
    [JsonRequired, JsonPropertyName("N")] public int Lines { get; init; }
    [JsonRequired, JsonPropertyName("T")] public int Weeks { get; init; }
    [JsonPropertyName("A")] public required double[] A { get; init; }
    [JsonPropertyName("S")] public required double[] S { get; init; }
    [JsonPropertyName("u")] public required double[] Upper { get; init; }
    [JsonPropertyName("acoef")] public required double[] Use { get; init; }
    [JsonPropertyName("kind")] public required int[] Kind { get; init; }
    [JsonPropertyName("pool")] public required int[] Pool { get; init; }
    [JsonPropertyName("grp")] public required int[] Group { get; init; }
    [JsonPropertyName("L")] public required double[] Least { get; init; }
    [JsonPropertyName("Um")] public required double[] Most { get; init; }
    [JsonRequired, JsonPropertyName("B")] public double Budget { get; init; }
    [JsonPropertyName("Gc")] public required double[] GroupCap { get; init; }
    [JsonPropertyName("Sp")] public required double[] Supply { get; init; }
}

internal static class PlanInstance
{
    public static object Solve(InstanceFile file, CheckRun run)
    {
        var cells = file.Lines * file.Weeks;
        if (new[] { file.A, file.S, file.Upper, file.Use }.Any(values => values.Length != cells) || new[] { file.Kind, file.Pool, file.Group }.Any(values => values.Length != file.Lines))
            throw new UsageException($"{run.File.Name}: A, S, u and acoef need N x T = {cells} entries, kind, pool and grp {file.Lines}.");
        var problem = new PlanProblem
        {
            Lines = file.Lines, Weeks = file.Weeks, Kind = [.. file.Kind.Select(k => k == 0 ? ResponseKind.Hyperbolic : ResponseKind.Exponential)],
            A = file.A, S = file.S, Upper = file.Upper, Budget = file.Budget, LineMin = file.Least, LineMax = file.Most, Group = file.Group, GroupCap = file.GroupCap,
            Pool = file.Pool, SupplyUse = file.Use, Supply = file.Supply,
        };
        var started = run.Clock.GetTimestamp();
        var outcome = Optimiser.Solve(problem);
        var seconds = Math.Round(run.Clock.GetElapsedTime(started).TotalSeconds, 4);
        if (outcome is not OptimiserOutcome.Solved solved)
        {
            var conflict = ((OptimiserOutcome.Infeasible)outcome).Conflict;
            return new
            {
                what = "plan-instance", file = run.File.Name, outcome = "infeasible", seconds, budgetInTheWay = conflict.Budget, groupsInTheWay = conflict.Groups,
                supplyInTheWay = conflict.Supply.Select(s => new { pool = s.Pool, week = s.Week }), lines = conflict.Lines.Select(l => new { line = l.Line, missing = l.Missing }), smallestRelaxation = conflict.Relaxation,
            };
        }
        return new
        {
            what = "plan-instance", file = run.File.Name, outcome = "solved", problem.Lines, problem.Weeks, solved.Value, solved.Bound, solved.Gap, solved.Steps, seconds,
            spent = solved.X.Sum(), budget = problem.Budget, worstOverdraft = Math.Max(0, -PrimalRepair.Left(problem, solved.X).Min()),
            worstLineLimit = Enumerable.Range(0, problem.Lines).Max(i => Missed(problem, i, solved.X)), x = solved.X,
        };
    }

    private static double Missed(PlanProblem problem, int line, double[] x)
    {
        var sum = x.Skip(line * problem.Weeks).Take(problem.Weeks).Sum();
        return Math.Max(0, Math.Max(problem.LineMin[line] - sum, sum - problem.LineMax[line]));
    }
}
