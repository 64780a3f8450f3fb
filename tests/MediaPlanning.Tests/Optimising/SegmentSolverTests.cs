using AdPlatform.MediaPlanning.Optimising;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests.Optimising;

public sealed class SegmentSolverTests
{
    [Fact]
    public void One_segment_a_line_is_the_same_plan_as_by_pools()
    {
        var pools = Instance60x12Tests.Read(PublicData.Path("media-planning", "instance_60x12.json"));
        var plan = SegmentSolver.Solve(new SegmentProblem
        {
            Lines = pools.Lines, Weeks = pools.Weeks, Kind = pools.Kind, A = pools.A, S = pools.S, Upper = pools.Upper, Budget = pools.Budget, LineMin = pools.LineMin, LineMax = pools.LineMax, Group = pools.Group,
            GroupCap = pools.GroupCap, PerLine = 1, Segment = pools.Pool, Use = [.. Enumerable.Range(0, pools.Lines).Select(i => pools.SupplyUse[i * pools.Weeks])], Supply = pools.Supply,
        }, 1e-4)!;
        Assert.InRange(plan.Gap, 0, 1e-4);
        Assert.InRange(plan.Value, 2.285846936e6 * (1 - 1e-4), 2.285846974e6);
        Assert.True(plan.Bound >= 2.285846936e6, $"{plan.Bound}");
    }

    [Fact]
    public void Lines_on_overlapping_segments_keep_every_limit_and_are_certified()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var problem = Make(seed, lines: 24, weeks: 5, segments: 8, perLine: 3);
            var plan = SegmentSolver.Solve(problem, 1e-4);
            Assert.True(plan is not null, $"seed {seed}: no plan");
            Assert.True(plan.Gap <= 1e-4, $"seed {seed}: gap {plan.Gap} after {plan.Steps} steps");
            Assert.Equal("", Broken(problem, plan.X));
        }
    }

    [Fact]
    public void A_frontiers_points_are_the_plans_of_their_budgets()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var problem = Make(seed, lines: 30, weeks: 6, segments: 8, perLine: 1 + (seed % 3));
            double[] budgets = [.. Enumerable.Range(0, 40).Select(k => problem.Budget * (1.5 - (k * 0.02)))];
            foreach (var (budget, plan) in budgets.Zip(SegmentSolver.Frontier(problem, budgets, 1e-5)))
            {
                Assert.True(plan is not null, $"seed {seed}: no plan at {budget}");
                Assert.InRange(plan.Gap, 0, 1e-5);
                Assert.Equal("", Broken(problem.WithBudget(budget), plan.X));
                var alone = SegmentSolver.Solve(problem.WithBudget(budget), 1e-5)!;
                Assert.InRange(plan.Value, alone.Value * (1 - 1.1e-5), alone.Bound);
                Assert.True(plan.Bound >= alone.Value, $"seed {seed}: {plan.Bound} does not bound a plan worth {alone.Value}");
            }
        }
    }

    [Fact]
    public void What_a_line_buys_is_what_its_cells_buy_one_by_one()
    {
        var random = new Random(7);
        for (var seed = 1; seed <= 50; seed++)
        {
            var problem = Make(seed, lines: 6, weeks: 1 + random.Next(13), segments: 2, perLine: 1);
            for (var line = 0; line < problem.Lines; line++)
            {
                if (random.Next(4) == 0) problem.Upper[line * problem.Weeks] = 0;
                double[] price = [.. Enumerable.Range(0, problem.Weeks).Select(_ => (random.NextDouble() * 3) - 0.2)];
                var (own, x) = ((random.NextDouble() - 0.5) * 0.3, new double[problem.Weeks]);
                var (sum, slope) = LineDemand.At(problem, line, price, own, x);
                var (one, steep, worth) = (0.0, 0.0, 0.0);
                for (var t = 0; t < x.Length; t++)
                {
                    var c = (line * problem.Weeks) + t;
                    var (kind, a, s, u) = (problem.Kind[line], problem.A[c], problem.S[c], problem.Upper[c]);
                    var spend = u > 0 ? ResponseCurve.Demand(kind, a, s, u, price[t] + own) : 0;
                    Assert.Equal(spend, x[t], 1e-9 * Math.Max(1, u));
                    one += spend;
                    worth += ResponseCurve.Value(kind, a, s, spend);
                    if (spend <= 0 || spend >= u) continue;
                    steep += ResponseCurve.Slope(kind, a, s, spend);
                    Assert.Equal(ResponseCurve.Value(kind, a, s, spend), LineDemand.Value(kind, a, s, spend, price[t] + own), 1e-9 * a);
                }
                Assert.Equal(one, sum, 1e-9 * Math.Max(1, one));
                Assert.Equal(steep, slope, 1e-9 * Math.Max(1, steep));
                Assert.Equal(worth, LineDemand.Value(problem, line, x), 1e-9 * Math.Max(1, worth));
            }
        }
    }

    [Fact]
    public void Deduplicated_reach_is_certified_and_no_grid_of_plans_beats_the_bound()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var problem = Make(seed, lines: 20, weeks: 4, segments: 6, perLine: 2);
            var (persons, rate) = People(seed, problem);
            var plan = ReachSolver.Solve(problem, persons, rate, 1e-3);
            Assert.True(plan is not null, $"seed {seed}: no plan");
            Assert.True(plan.Gap <= 1e-3, $"seed {seed}: gap {plan.Gap} after {plan.Steps} steps");
            Assert.Equal("", Broken(problem, plan.X));
            Assert.Equal(ReachSolver.Value(problem, persons, rate, plan.X), plan.Value, 9);
        }

        for (var seed = 1; seed <= 10; seed++)
        {
            var problem = Make(seed, lines: 3, weeks: 1, segments: 2, perLine: 2);
            var (persons, rate) = People(seed, problem);
            var plan = ReachSolver.Solve(problem, persons, rate, 1e-4)!;
            var (best, x) = (0.0, new double[3]);
            const int Steps = 40;
            for (var n = 0; n < (Steps + 1) * (Steps + 1) * (Steps + 1); n++)
            {
                for (var (i, rest) = (0, n); i < 3; i++, rest /= Steps + 1) x[i] = problem.Upper[i] * (rest % (Steps + 1)) / Steps;
                if (Broken(problem, x).Length == 0) best = Math.Max(best, ReachSolver.Value(problem, persons, rate, x));
            }
            Assert.True(plan.Bound >= best * (1 - 1e-9), $"seed {seed}: bound {plan.Bound} below a plan worth {best}");
            Assert.True(plan.Value >= best * (1 - 2e-2), $"seed {seed}: {plan.Value}, and a plan worth {best} exists");
        }
    }

    private static (double[] Persons, double[] Rate) People(int seed, SegmentProblem problem)
    {
        var random = new Random(seed + 1000);
        double[] persons = [.. Enumerable.Range(0, problem.Supply.Length / problem.Weeks).Select(_ => 1000 + 9000 * random.NextDouble())];
        return (persons, [.. Enumerable.Range(0, problem.Lines * problem.PerLine).Select(_ => (0.2 + random.NextDouble()) * 4 / problem.Budget)]);
    }

    private static SegmentProblem Make(int seed, int lines, int weeks, int segments, int perLine)
    {
        var random = new Random(seed);
        double Between(double low, double high) => low + random.NextDouble() * (high - low);
        var cells = lines * weeks;
        double[] upper = [.. Enumerable.Range(0, cells).Select(_ => Between(500, 4000))];
        double[] Sums(double share) => [.. Enumerable.Range(0, lines).Select(i => share * upper.AsSpan(i * weeks, weeks).ToArray().Sum())];
        var least = Sums(0.1);
        for (var i = 0; i < lines; i++) if (i % 3 != 0) least[i] = 0;
        var segment = Enumerable.Range(0, lines).SelectMany(i => Enumerable.Range(0, perLine).Select(k => (i + k) % segments)).ToArray();
        var use = Enumerable.Range(0, lines * perLine).Select(_ => Between(0.5, 1.5)).ToArray();
        var supply = new double[segments * weeks];
        for (var i = 0; i < lines; i++)
            for (var k = 0; k < perLine; k++)
                for (var t = 0; t < weeks; t++) supply[segment[i * perLine + k] * weeks + t] += use[i * perLine + k] * upper[i * weeks + t] * 0.35;
        return new SegmentProblem
        {
            Lines = lines, Weeks = weeks, Kind = [.. Enumerable.Range(0, lines).Select(i => i % 2 == 0 ? ResponseKind.Hyperbolic : ResponseKind.Exponential)],
            A = [.. Enumerable.Range(0, cells).Select(_ => Between(2000, 9000))], S = [.. Enumerable.Range(0, cells).Select(_ => Between(500, 3000))], Upper = upper, Budget = 0.3 * upper.Sum(),
            LineMin = least, LineMax = [.. Sums(0.6).Select((m, i) => i % 2 == 0 ? m : double.PositiveInfinity)], Group = [.. Enumerable.Range(0, lines).Select(i => i % 3)],
            GroupCap = [0.12 * upper.Sum(), 0.2 * upper.Sum(), 0.15 * upper.Sum()], PerLine = perLine, Segment = segment, Use = use, Supply = supply,
        };
    }

    private static string Broken(SegmentProblem problem, double[] x)
    {
        var used = SegmentRepair.Used(problem, x);
        for (var j = 0; j < used.Length; j++)
            if (used[j] > problem.Limit(j) * (1 + 1e-9)) return $"constraint {j}: {used[j]} of {problem.Limit(j)}";
        for (var c = 0; c < x.Length; c++)
            if (x[c] < 0 || x[c] > problem.Upper[c] * (1 + 1e-9)) return $"cell {c}: {x[c]} of {problem.Upper[c]}";
        for (var i = 0; i < problem.Lines; i++)
        {
            var sum = x.AsSpan(i * problem.Weeks, problem.Weeks).ToArray().Sum();
            if (sum < problem.LineMin[i] * (1 - 1e-8) || sum > problem.LineMax[i] * (1 + 1e-8)) return $"line {i}: {sum} not in {problem.LineMin[i]}..{problem.LineMax[i]}";
        }
        return "";
    }
}
