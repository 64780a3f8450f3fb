using System.Text.Json;
using AdPlatform.MediaPlanning.Optimising;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests.Optimising;

public sealed class Instance60x12Tests
{
    [Fact]
    public void The_optimum_of_the_60x12_instance_lies_in_its_certified_bracket()
    {
        var problem = Read(PublicData.Path("media-planning", "instance_60x12.json"));
        var solved = Assert.IsType<OptimiserOutcome.Solved>(Optimiser.Solve(problem));

        // An LP cutting-plane method certified the optimum to lie in this bracket.
        Assert.InRange(solved.Value, 2.285846936e6 * (1 - 1e-6), 2.285846974e6);
        Assert.InRange(solved.Bound, 2.285846936e6, 2.285846974e6 * (1 + 1e-6));
        Assert.InRange(solved.Gap, 0, 1e-6);
        Assert.True(solved.Steps < 100, $"{solved.Steps} steps");
        Assert.All(PrimalRepair.Left(problem, solved.X), left => Assert.True(left >= -1e-6, $"overdrawn by {-left}"));
        for (var i = 0; i < problem.Lines; i++)
            Assert.InRange(solved.X.AsSpan(i * problem.Weeks, problem.Weeks).Sum(), problem.LineMin[i] * (1 - 1e-9), problem.LineMax[i] * (1 + 1e-9));
    }

    internal static PlanProblem Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var root = json.RootElement;
        var weeks = root.GetProperty("T").GetInt32();
        return new PlanProblem
        {
            Lines = root.GetProperty("N").GetInt32(),
            Weeks = weeks,
            Kind = Ints(root, "kind").Select(k => k == 0 ? ResponseKind.Hyperbolic : ResponseKind.Exponential).ToArray(),
            A = Doubles(root, "A"),
            S = Doubles(root, "S"),
            Upper = Doubles(root, "u"),
            Budget = root.GetProperty("B").GetDouble(),
            LineMin = Doubles(root, "L"),
            LineMax = Doubles(root, "Um"),
            Group = Ints(root, "grp"),
            GroupCap = Doubles(root, "Gc"),
            Pool = Ints(root, "pool"),
            SupplyUse = Doubles(root, "acoef"),
            Supply = Doubles(root, "Sp"),
        };
    }

    private static double[] Doubles(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    private static int[] Ints(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];
}
