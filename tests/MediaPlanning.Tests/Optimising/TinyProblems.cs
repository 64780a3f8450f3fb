using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.Tests.Optimising;

/// <summary>Problems from a seed; money in whole units, all limits whole numbers.</summary>
internal static class TinyProblems
{
    public static PlanProblem Make(int seed, int lines, int weeks, double unit, bool minimums)
    {
        var random = new Random(seed);
        var cells = lines * weeks;
        double Between(double low, double high) => low + random.NextDouble() * (high - low);
        double Whole(double low, double high) => Math.Floor(Between(low, high) * unit);
        var upper = Enumerable.Range(0, cells).Select(_ => Whole(0, 6)).ToArray();
        var lineMin = Enumerable.Range(0, lines).Select(i =>
            minimums && random.Next(2) == 0 ? Math.Floor(0.3 * upper.AsSpan(i * weeks, weeks).ToArray().Sum() * random.NextDouble()) : 0).ToArray();
        return new PlanProblem
        {
            Lines = lines,
            Weeks = weeks,
            Kind = Enumerable.Range(0, lines).Select(_ => random.Next(2) == 0 ? ResponseKind.Hyperbolic : ResponseKind.Exponential).ToArray(),
            A = Enumerable.Range(0, cells).Select(_ => Between(1, 100)).ToArray(),
            S = Enumerable.Range(0, cells).Select(_ => Between(0.3, 6) * unit).ToArray(),
            Upper = upper,
            Budget = Math.Max(Whole(1, 3 * cells), lineMin.Sum()),
            LineMin = lineMin,
            LineMax = Enumerable.Range(0, lines).Select(i => random.Next(3) == 0 ? lineMin[i] + Whole(1, 5) : double.PositiveInfinity).ToArray(),
            Group = Enumerable.Range(0, lines).Select(_ => random.Next(3) - 1).ToArray(),
            GroupCap = Enumerable.Range(0, 2).Select(_ => lineMin.Sum() + Whole(1, 3 * cells)).ToArray(),
            Pool = Enumerable.Range(0, lines).Select(_ => random.Next(3) - 1).ToArray(),
            SupplyUse = Enumerable.Range(0, cells).Select(_ => Between(0.2, 3)).ToArray(),
            Supply = Enumerable.Range(0, 2 * weeks).Select(_ => Between(0.5, 9) * unit * Math.Max(1, lines / 4.0)).ToArray(),
        };
    }

    /// <summary>Why x breaks a limit of the problem, or null.</summary>
    public static string? Broken(PlanProblem p, double[] x, double tolerance)
    {
        for (var c = 0; c < x.Length; c++)
            if (x[c] < -tolerance || x[c] > p.Upper[c] + tolerance) return $"cell {c}: {x[c]} of {p.Upper[c]}";
        for (var i = 0; i < p.Lines; i++)
        {
            var sum = x.AsSpan(i * p.Weeks, p.Weeks).Sum();
            if (sum < p.LineMin[i] - tolerance || sum > p.LineMax[i] + tolerance) return $"line {i}: {sum} not in {p.LineMin[i]}..{p.LineMax[i]}";
        }
        var left = PrimalRepair.Left(p, x);
        for (var j = 0; j < left.Length; j++)
            if (left[j] < -tolerance) return $"shared constraint {j} overdrawn by {-left[j]}";
        return null;
    }
}
