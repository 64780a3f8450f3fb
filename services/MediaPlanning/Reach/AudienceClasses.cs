using System.Numerics;
using AdPlatform.Contracts.AudienceProfiling.V1;

namespace AdPlatform.MediaPlanning.Reach;

/// <summary>Disjoint kinds of persons: bit b of a class's mask says that it is in segment b.</summary>
internal sealed class AudienceClasses
{
    public const string LatentClass = "latent-class";
    public const string Independence = "independence";

    /// <summary>2^12 masks are still fast; smaller segments beyond are left out of the model.</summary>
    public const int MaxSegments = 12;

    private const int MaxRounds = 400;

    private AudienceClasses(IReadOnlyList<AudienceSegment> segments, int[] masks, double[] persons, string model, double misfit)
    {
        Segments = segments;
        Masks = masks;
        Persons = persons;
        Model = model;
        Misfit = misfit;
    }

    /// <summary>The segments of the masks' bits, largest first.</summary>
    public IReadOnlyList<AudienceSegment> Segments { get; }

    public IReadOnlyList<int> Masks { get; }

    /// <summary>Per class; they add up to the universe.</summary>
    public IReadOnlyList<double> Persons { get; }

    /// <summary>"latent-class", or "independence" when the overlap of some pair was not known and is assumed.</summary>
    public string Model { get; }

    /// <summary>Largest difference to a known size or overlap, as a share of the universe: sizes and overlaps that contradict each other cannot all be met.</summary>
    public double Misfit { get; }

    public double Universe => Persons.Sum();

    /// <summary>
    /// The least presumptuous classes (maximum entropy) with the known sizes and overlaps: iterative proportional fitting
    /// (Deming and Stephan 1940) from independence. A pair that is only known to lie below the floor takes the independent
    /// overlap where that lies below it too, else the middle of what is possible: wrong by half the floor at most.
    /// </summary>
    /// <param name="overlapFloor">Persons; a missing pair shares fewer. Null: nothing is known of it.</param>
    public static AudienceClasses From(double universe, IReadOnlyList<AudienceSegment> all, IReadOnlyList<SegmentOverlap> overlaps, int? overlapFloor = null)
    {
        AudienceSegment[] segments = [.. all.OrderByDescending(s => s.Viewers).ThenBy(s => s.SegmentId).Take(MaxSegments)];
        universe = Math.Max(universe, segments.Length > 0 ? segments.Max(s => s.Viewers) : 0);
        var share = segments.Select(s => universe > 0 ? s.Viewers / universe : 0).ToArray();
        var masks = 1 << segments.Length;
        var p = new double[masks];
        for (var mask = 0; mask < masks; mask++)
        {
            p[mask] = 1;
            for (var b = 0; b < segments.Length; b++) p[mask] *= (mask >> b & 1) == 1 ? share[b] : 1 - share[b];
        }

        var targets = Enumerable.Range(0, segments.Length).Select(b => (Mask: 1 << b, Share: share[b])).ToList();
        var unknown = 0;
        for (var a = 0; a < segments.Length; a++)
        {
            for (var b = a + 1; b < segments.Length; b++)
            {
                var known = Overlap(overlaps, segments[a].SegmentId, segments[b].SegmentId);
                if ((known ?? BelowFloor(share[a] * share[b] * universe, overlapFloor)) is not { } viewers) unknown++;
                else targets.Add((1 << a | 1 << b, Math.Clamp(viewers / universe, Math.Max(0, share[a] + share[b] - 1), Math.Min(share[a], share[b]))));
            }
        }

        Fit(p, targets);
        var kept = Enumerable.Range(0, masks).Where(mask => p[mask] > 1e-12).ToArray();
        return new AudienceClasses(
            segments, kept, [.. kept.Select(mask => p[mask] * universe)], unknown > 0 ? Independence : LatentClass, targets.Count == 0 ? 0 : targets.Max(t => Math.Abs(Inside(p, t.Mask) - t.Share)));
    }

    private static void Fit(double[] p, List<(int Mask, double Share)> targets)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var worst = 0.0;
            foreach (var (target, share) in targets)
            {
                var inside = Inside(p, target);
                worst = Math.Max(worst, Math.Abs(inside - share));
                var (up, down) = (inside > 0 ? share / inside : 0, inside < 1 ? (1 - share) / (1 - inside) : 0);
                for (var mask = 0; mask < p.Length; mask++) p[mask] *= (mask & target) == target ? up : down;
            }
            if (worst < 1e-9) return;
        }
    }

    private static double Inside(double[] p, int target)
    {
        var sum = 0.0;
        for (var mask = 0; mask < p.Length; mask++)
            if ((mask & target) == target) sum += p[mask];
        return sum;
    }

    private static double? BelowFloor(double independent, int? floor) =>
        floor is null ? null : independent < floor ? independent : floor / 2.0;

    private static double? Overlap(IReadOnlyList<SegmentOverlap> overlaps, Guid a, Guid b) =>
        overlaps.FirstOrDefault(o => (o.A == a && o.B == b) || (o.A == b && o.B == a))?.Viewers;

    public int SegmentsOf(int mask) => BitOperations.PopCount((uint)mask);
}
