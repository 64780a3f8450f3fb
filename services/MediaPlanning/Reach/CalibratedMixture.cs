namespace AdPlatform.MediaPlanning.Reach;

/// <param name="One">Share of persons reached by one insertion, 0..1.</param>
/// <param name="Two">By two; null where one insertion is all that is known or sold: then a person sees it always or never.</param>
/// <param name="Insertions">Bought, at least 0.</param>
internal sealed record Vehicle(double One, double? Two, int Insertions);

/// <param name="Shared">Share of persons who see one insertion of A and one of B.</param>
internal sealed record Duplication(int A, int B, double Shared);

/// <summary>Persons as a grid of kinds: one node of each vehicle's beta, weighted so that every vehicle and every known duplication is met.</summary>
/// <remarks>
/// Gauss-Jacobi nodes of each line's beta; from independence each known pair is met by exponential tilting (the least change, Csiszar 1975) and each
/// vehicle's own weights by raking (Deming and Stephan 1940), in turn until both hold.
/// </remarks>
internal sealed class CalibratedMixture
{
    public const int MostVehicles = 6;

    private const int Nodes = 4;
    private const int MaxRounds = 500;

    private readonly IReadOnlyList<Vehicle> vehicles;

    /// <summary>[vehicle][kind]: probability of seeing one insertion.</summary>
    private readonly double[][] seen;

    private readonly double[] weight;

    private CalibratedMixture(IReadOnlyList<Vehicle> vehicles, double[][] seen, double[] weight, double misfit) =>
        (this.vehicles, this.seen, this.weight, Misfit) = (vehicles, seen, weight, misfit);

    /// <summary>Largest difference to a given duplication; more than a rounding error when the given figures contradict each other.</summary>
    public double Misfit { get; }

    /// <param name="vehicles">At most <see cref="MostVehicles"/>; each with 0 &lt; One &lt; 1.</param>
    public static CalibratedMixture From(IReadOnlyList<Vehicle> vehicles, IReadOnlyList<Duplication> known)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vehicles.Count, MostVehicles);
        var own = vehicles.Select(v => v.Two is { } two && BetaExposure.From(v.One, two) is { } beta ? beta.Quadrature(Nodes) : ([0.0, 1.0], [1 - v.One, v.One])).ToArray();
        var kinds = own.Aggregate(1, (count, o) => count * o.Item1.Length);
        var node = vehicles.Select(_ => new int[kinds]).ToArray();
        var seen = vehicles.Select(_ => new double[kinds]).ToArray();
        var weight = new double[kinds];
        for (var kind = 0; kind < kinds; kind++)
        {
            weight[kind] = 1;
            var rest = kind;
            for (var i = 0; i < own.Length; i++)
            {
                node[i][kind] = rest % own[i].Item1.Length;
                rest /= own[i].Item1.Length;
                seen[i][kind] = own[i].Item1[node[i][kind]];
                weight[kind] *= own[i].Item2[node[i][kind]];
            }
        }

        var misfit = 0.0;
        for (var round = 0; round < MaxRounds && known.Count > 0; round++)
        {
            misfit = known.Max(d => Math.Abs(Shared(weight, seen, d) - d.Shared));
            if (misfit < 1e-12) break;
            foreach (var pair in known) Tilt(weight, seen[pair.A], seen[pair.B], pair.Shared);
            for (var i = 0; i < own.Length; i++) Rake(weight, node[i], own[i].Item2);
        }
        return new CalibratedMixture(vehicles, seen, weight, misfit);
    }

    /// <summary>[k]: share of persons who see exactly k insertions in all.</summary>
    public double[] Exposures()
    {
        var distribution = new double[vehicles.Sum(v => v.Insertions) + 1];
        for (var kind = 0; kind < weight.Length; kind++)
        {
            var here = new double[distribution.Length];
            here[0] = weight[kind];
            for (var i = 0; i < vehicles.Count; i++)
            {
                for (var insertion = 0; insertion < vehicles[i].Insertions; insertion++)
                    for (var k = here.Length - 1; k >= 0; k--) here[k] = here[k] * (1 - seen[i][kind]) + (k > 0 ? here[k - 1] * seen[i][kind] : 0);
            }
            for (var k = 0; k < here.Length; k++) distribution[k] += here[k];
        }
        return distribution;
    }

    /// <summary>Bit i of an index: one insertion of vehicle i is seen. Share of persons per combination; "exclusive" cells.</summary>
    public double[] Cells()
    {
        var cells = new double[1 << vehicles.Count];
        for (var kind = 0; kind < weight.Length; kind++)
        {
            for (var mask = 0; mask < cells.Length; mask++)
            {
                var share = weight[kind];
                for (var i = 0; i < vehicles.Count; i++) share *= (mask >> i & 1) == 1 ? seen[i][kind] : 1 - seen[i][kind];
                cells[mask] += share;
            }
        }
        return cells;
    }

    private static double Shared(double[] weight, double[][] seen, Duplication pair)
    {
        var sum = 0.0;
        for (var kind = 0; kind < weight.Length; kind++) sum += weight[kind] * seen[pair.A][kind] * seen[pair.B][kind];
        return sum;
    }

    /// <summary>Multiplies by e^(t a b), t by Newton, until the mean of a b is the target.</summary>
    private static void Tilt(double[] weight, double[] a, double[] b, double target)
    {
        for (var step = 0; step < 30; step++)
        {
            var (mean, square) = (0.0, 0.0);
            for (var kind = 0; kind < weight.Length; kind++)
            {
                var f = a[kind] * b[kind];
                mean += weight[kind] * f;
                square += weight[kind] * f * f;
            }
            var variance = square - mean * mean;
            if (Math.Abs(mean - target) < 1e-15 || variance < 1e-18) return;
            var t = Math.Clamp((target - mean) / variance, -50, 50);
            var sum = 0.0;
            for (var kind = 0; kind < weight.Length; kind++) sum += weight[kind] *= Math.Exp(t * a[kind] * b[kind]);
            for (var kind = 0; kind < weight.Length; kind++) weight[kind] /= sum;
        }
    }

    private static void Rake(double[] weight, int[] node, double[] target)
    {
        var now = new double[target.Length];
        for (var kind = 0; kind < weight.Length; kind++) now[node[kind]] += weight[kind];
        for (var kind = 0; kind < weight.Length; kind++)
            if (now[node[kind]] > 0) weight[kind] *= target[node[kind]] / now[node[kind]];
    }
}
