using AdPlatform.MediaPlanning.Optimising;
using AdPlatform.Testing.Servers;
using FsCheck;
using FsCheck.Fluent;

namespace AdPlatform.MediaPlanning.Tests.Optimising;

public sealed class OptimiserProperties
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(1, 1_000_000).ToArbitrary();
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20261122UL, 7UL);

    [Fact]
    public void A_plan_keeps_every_limit_and_is_certified_to_a_small_gap() => Check(seed =>
    {
        var problem = TinyProblems.Make(seed, lines: 6, weeks: 4, unit: 1000, minimums: true);
        if (Optimiser.Solve(problem) is not OptimiserOutcome.Solved solved) return "";
        return TinyProblems.Broken(problem, solved.X, 1e-5)
            ?? (solved.Gap is >= -1e-12 and <= 1e-6 ? "" : $"gap {solved.Gap} after {solved.Steps} steps");
    });

    /// <summary>ADPLATFORM_TEST_INSTANCES says how many; 10,000 unless told.</summary>
    [Fact]
    public void Ten_thousand_random_plans_in_whole_units_keep_budget_bounds_and_supply_and_are_certified()
    {
        var instances = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_TEST_INSTANCES"), out var told) ? told : 10_000;
        var (solved, refused, worst) = (0, 0, 0.0);
        Parallel.For(1, instances + 1, seed =>
        {
            var random = new Random(seed);
            var problem = TinyProblems.Make(seed, lines: 1 + random.Next(6), weeks: 1 + random.Next(4), unit: 1000, minimums: random.Next(2) == 0);
            var tight = Tightened(problem);
            if (Optimiser.Solve(tight) is not OptimiserOutcome.Solved plan)
            {
                Interlocked.Increment(ref refused);
                return;
            }
            var units = CentAllocation.Round(tight, plan.X);
            var broken = TinyProblems.Broken(problem, [.. units.Select(u => (double)u)], 1e-9);
            Assert.True(broken is null, $"seed {seed}: {broken}");
            Assert.True(units.Sum() <= problem.Budget, $"seed {seed}: {units.Sum()} of {problem.Budget}");
            Assert.True(double.IsFinite(plan.Value) && double.IsFinite(plan.Bound) && plan.Gap is >= 0 and <= 1e-5, $"seed {seed}: value {plan.Value}, bound {plan.Bound}, gap {plan.Gap}");
            Interlocked.Increment(ref solved);
            lock (Config) worst = Math.Max(worst, plan.Gap);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{instances} instances: {solved} solved, {refused} infeasible, worst gap {worst:e2}");
        Assert.True(solved > 0.8 * instances, $"{solved} of {instances} solved");
    }

    /// <summary>Both sides of the certificate against a judge of other people: an outer linearisation of each curve, solved by scipy's HiGHS, is an upper bound that tangents close.</summary>
    [Fact]
    public async Task The_stated_gap_bounds_the_optimum_that_a_linear_program_finds()
    {
        var python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(ScipyJudge.Works);
        if (python is null) Missing.Skip("no scipy (python3-scipy)");
        var problems = Enumerable.Range(1, 60).Select(seed => TinyProblems.Make(seed, lines: 4, weeks: 3, unit: 1, minimums: true)).ToArray();
        var optima = await ScipyJudge.OptimaAsync(python!, problems);
        for (var k = 0; k < problems.Length; k++)
        {
            if (Optimiser.Solve(problems[k]) is not OptimiserOutcome.Solved solved)
            {
                Assert.True(optima[k] is null, $"problem {k} is called infeasible, and the judge has {optima[k]}");
                continue;
            }
            Assert.True(optima[k] is not null, $"problem {k} is solved, and the judge calls it infeasible");
            Assert.InRange(optima[k]!.Value, solved.Value * (1 - 1e-6), solved.Bound * (1 + 1e-6));
        }
    }

    [Fact]
    public void The_bound_is_above_every_plan_that_brute_force_finds() => Check(seed =>
    {
        var problem = TinyProblems.Make(seed, lines: 2, weeks: 2, unit: 1, minimums: true);
        var best = BruteForce(problem, step: 0.5);
        return Optimiser.Solve(problem) switch
        {
            OptimiserOutcome.Solved solved => best <= solved.Bound * (1 + 1e-9) + 1e-9 ? "" : $"brute force {best} above bound {solved.Bound}",
            _ => best == double.NegativeInfinity ? "" : $"called infeasible, yet brute force has {best}",
        };
    });

    [Fact]
    public void Whole_units_keep_every_limit_and_add_up_at_every_level() => Check(seed =>
    {
        var problem = TinyProblems.Make(seed, lines: 6, weeks: 4, unit: 1000, minimums: true);
        var tight = Tightened(problem);
        if (Optimiser.Solve(tight) is not OptimiserOutcome.Solved solved) return "";
        var units = CentAllocation.Round(tight, solved.X);
        if (Math.Abs(units.Sum() + 0.5 - solved.X.Sum()) > 0.50001) return $"{units.Sum()} is not {solved.X.Sum()} rounded down";
        return TinyProblems.Broken(problem, [.. units.Select(u => (double)u)], 1e-9) ?? "";
    });

    [Fact]
    public void Minimums_that_contradict_the_budget_are_named_with_the_smallest_relaxation()
    {
        var problem = Plain(budget: 80, lineMin: [60, 60], supply: [1e9, 1e9]);
        var conflict = Assert.IsType<OptimiserOutcome.Infeasible>(Optimiser.Solve(problem)).Conflict;
        Assert.True(conflict.Budget);
        Assert.Empty(conflict.Supply);
        Assert.Equal(40, conflict.Relaxation, 3);
    }

    [Fact]
    public void A_minimum_that_sold_out_weeks_cannot_carry_is_named_with_those_weeks()
    {
        // Both lines draw on one pool: 30 + 30 impressions at 1 a unit of money, minimums of 70.
        var problem = Plain(budget: 1000, lineMin: [40, 30], supply: [30, 30]);
        var conflict = Assert.IsType<OptimiserOutcome.Infeasible>(Optimiser.Solve(problem)).Conflict;
        Assert.False(conflict.Budget);
        Assert.Equal([(0, 0), (0, 1)], conflict.Supply);
        Assert.Equal(10, conflict.Relaxation, 3);
    }

    private static PlanProblem Plain(double budget, double[] lineMin, double[] supply) => new()
    {
        Lines = 2, Weeks = 2, Kind = [ResponseKind.Hyperbolic, ResponseKind.Exponential], A = [9, 8, 7, 6], S = [20, 20, 20, 20], Upper = [50, 50, 50, 50],
        Budget = budget, LineMin = lineMin, LineMax = [100, 100], Group = [-1, -1], GroupCap = [], Pool = [0, 0], SupplyUse = [1, 1, 1, 1], Supply = supply,
    };

    private static PlanProblem Tightened(PlanProblem p) => new()
    {
        Lines = p.Lines, Weeks = p.Weeks, Kind = p.Kind, A = p.A, S = p.S, Upper = p.Upper, Budget = p.Budget, LineMin = p.LineMin, LineMax = p.LineMax,
        Group = p.Group, GroupCap = p.GroupCap, Pool = p.Pool, SupplyUse = p.SupplyUse, Supply = CentAllocation.SupplyMargin(p),
    };

    private static double BruteForce(PlanProblem p, double step)
    {
        var best = double.NegativeInfinity;
        var x = new double[4];
        for (x[0] = 0; x[0] <= p.Upper[0]; x[0] += step)
            for (x[1] = 0; x[1] <= p.Upper[1]; x[1] += step)
                for (x[2] = 0; x[2] <= p.Upper[2]; x[2] += step)
                    for (x[3] = 0; x[3] <= p.Upper[3]; x[3] += step)
                        if (TinyProblems.Broken(p, x, 0) is null) best = Math.Max(best, p.Value(x));
        return best;
    }

    private static void Check(Func<int, string> broken) => Prop.ForAll(Seeds, seed =>
    {
        var why = broken(seed);
        Assert.True(why.Length == 0, $"seed {seed}: {why}");
    }).Check(Config);
}
