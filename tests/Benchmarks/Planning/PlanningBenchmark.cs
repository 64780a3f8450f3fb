using System.CommandLine;
using System.Diagnostics;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.Benchmarks.Planning;

/// <summary>The speed table of the design's page on media planning: medians of rounds, each beside its bar; scipy's SLSQP in the same run.</summary>
internal static class PlanningBenchmark
{
    private const int Lines = 10_000, Weeks = 52, Segments = 400, Groups = 40;

    public static Command Command()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5 };
        var slsqp = new Option<int>("--slsqp-lines") { Description = "Lines of the problem that SLSQP gets too; 0 leaves it out.", DefaultValueFactory = _ => 400 };
        var command = new Command("planning", "The optimiser at the sizes of the design's page, beside scipy's SLSQP.") { rounds, slsqp };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(rounds), arguments.GetValue(slsqp), cancellationToken));
        return command;
    }

    private static async Task RunAsync(int rounds, int slsqpLines, CancellationToken cancellationToken)
    {
        var pools = Large("10,000 lines x 52 weeks, one pool a line", LargePlans.Make(Lines, Weeks, Segments, 1, Groups, 1), 1e-4, 0.3, rounds);
        var overlap = Large("the same, each line on 6 overlapping segments", LargePlans.Make(Lines, Weeks, Segments, 6, Groups, 2), 1e-4, 2, rounds);
        var reach = Reach(LargePlans.Make(Lines, Weeks, Segments, 6, Groups, 2), rounds);
        var frontier = FrontierOf(LargePlans.Make(Lines, Weeks, Segments, 1, Groups, 1), 100, cancellationToken);
        var against = slsqpLines > 0 ? await AgainstSlsqpAsync(slsqpLines, cancellationToken) : null;
        var api = await PlanOverApi.RunAsync(200, 12, Math.Max(40, rounds * 8), cancellationToken);
        Report.Print(new { benchmark = "planning", Report.Machine, rounds, peakMemoryMb = PeakMemoryMb(), pools, overlap, reach, frontier, slsqp = against, api });
    }

    private static long PeakMemoryMb() => Process.GetCurrentProcess().PeakWorkingSet64 >> 20;

    private static object Large(string what, SegmentProblem problem, double gap, double bar, int rounds)
    {
        Report.Say(what);
        var (seconds, plan) = (new List<double>(), (SegmentPlan?)null);
        // The first rounds pay for compiling.
        for (var round = -2; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            plan = SegmentSolver.Solve(problem, gap);
            if (round >= 0) seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return plan is null
            ? new { what, outcome = "no feasible plan found" }
            : new
            {
                what, cells = problem.Upper.Length, terms = problem.Upper.Length * problem.PerLine, supplyCaps = problem.Supply.Length, groups = problem.GroupCap.Length, plan.Gap, plan.Steps, plan.Products,
                seconds = Report.Round(Report.Median(seconds)), fastest = Report.Round(seconds.Min()), barSeconds = bar, peakMemoryMbSoFar = PeakMemoryMb(), feasible = LargePlans.Broken(problem, plan.X) ?? "yes",
            };
    }

    private static object Reach(SegmentProblem problem, int rounds)
    {
        Report.Say("de-duplicated reach");
        var random = new Random(4);
        double[] persons = [.. Enumerable.Range(0, Segments).Select(_ => 50_000 + (450_000 * random.NextDouble()))];
        var perLine = problem.Budget / problem.Lines;
        double[] rate = [.. Enumerable.Range(0, problem.Lines * problem.PerLine).Select(_ => (0.2 + random.NextDouble()) * Segments / (perLine * problem.Lines * problem.PerLine))];
        var (seconds, plan) = (new List<double>(), (SegmentPlan?)null);
        for (var round = 0; round < Math.Max(1, rounds / 3); round++)
        {
            var started = Stopwatch.GetTimestamp();
            plan = ReachSolver.Solve(problem, persons, rate, 1e-3);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return new
        {
            what = "the same with de-duplicated 1+ reach", plan?.Gap, plan?.Steps, plan?.Products, seconds = Report.Round(Report.Median(seconds)), barSeconds = 10,
            reach = plan?.Value / persons.Sum(), feasible = plan is null ? "no plan" : LargePlans.Broken(problem, plan.X) ?? "yes",
        };
    }

    private static object FrontierOf(SegmentProblem problem, int points, CancellationToken cancellationToken)
    {
        Report.Say("frontier");
        var (started, worst, found, least) = (Stopwatch.GetTimestamp(), 0.0, 0, problem.LineMin.Sum() * 1.01);
        foreach (var plan in SegmentSolver.Frontier(problem, Enumerable.Range(0, points).Select(k => least + (((problem.Budget * 1.3) - least) * (points - k) / points))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (plan is null) continue;
            (worst, found) = (Math.Max(worst, plan.Gap), found + 1);
        }
        return new { what = "100-point frontier with warm starts", points = found, seconds = Report.Round(Stopwatch.GetElapsedTime(started).TotalSeconds), barSeconds = 5, worstGap = worst };
    }

    private static async Task<object> AgainstSlsqpAsync(int lines, CancellationToken cancellationToken)
    {
        Report.Say("slsqp");
        var problem = LargePlans.Small(lines, 3);
        var (seconds, solved) = (new List<double>(), (OptimiserOutcome.Solved?)null);
        for (var round = -20; round < 20; round++)
        {
            var started = Stopwatch.GetTimestamp();
            solved = Optimiser.Solve(problem, 1e-6) as OptimiserOutcome.Solved;
            if (round >= 0) seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        var ours = Report.Median(seconds);
        var theirs = await Slsqp.RunAsync(problem, cancellationToken);
        double? their = theirs?.GetProperty("seconds").GetDouble();
        return new { what = $"{lines} lines against scipy's SLSQP", seconds = Report.Round(ours), solved?.Value, solved?.Gap, slsqp = theirs, ratio = their / ours is { } ratio ? Report.Round(ratio) : (double?)null, barRatio = 1000 };
    }
}
