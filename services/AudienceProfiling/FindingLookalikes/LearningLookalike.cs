using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting;

namespace AdPlatform.AudienceProfiling.FindingLookalikes;

/// <param name="Number">Of the row: what the split goes by.</param>
internal sealed record LookalikeViewer(long Number, ViewerProfile Profile, bool IsMember);

/// <param name="Rule">Of the lookalike segment.</param>
internal sealed record LearnedLookalike(LookalikeReport Report, string Rule);

/// <summary>
/// Learns a score card: a logistic regression whose weights are rounded to points, so that the lookalike segment is an ordinary one, whose rule anyone can read
/// and both evaluators decide alike. What is reported is measured with the rounded points.
/// </summary>
internal static class LearningLookalike
{
    /// <summary>Points of a weight of 1, which multiplies the odds by e.</summary>
    private const double PointsOfOne = 1000;

    /// <summary>Of ten viewers, those that are not learned from.</summary>
    private const int HoldoutOfTen = 3;

    private const int MostElements = 100;

    public static LearnedLookalike Learn(
        IReadOnlyList<LookalikeViewer> viewers, string seedSegment, int seedVersion, int seed, double similarity, bool withSeed, int floor, EvaluationTime time, int historyDays,
        CancellationToken cancellationToken)
    {
        var (training, holdout) = (viewers.Where(one => !IsHoldout(one.Number, seed)).ToArray(), viewers.Where(one => IsHoldout(one.Number, seed)).ToArray());
        var features = LookalikeFeatures.Of([.. training.Select(one => one.Profile)], time, floor);
        var rules = new RuleSet([.. features.Select(ExpandingReferences.Stored)], historyDays).Rent(time);
        var rows = training.Select(one => Holding(rules, one.Profile, features.Count)).ToArray();
        var weights = FittingLogistic.Fit(rows, [.. training.Select(one => one.IsMember)], features.Count, cancellationToken);

        var chosen = Enumerable.Range(0, features.Count).OrderByDescending(j => Math.Abs(weights[j])).Take(MostElements).Where(j => Points(weights[j]) != 0).ToHashSet();
        var points = Enumerable.Range(0, features.Count).Select(j => chosen.Contains(j) ? Points(weights[j]) : 0).ToArray();
        var atLeast = (int)Math.Ceiling((Math.Log(similarity / (1 - similarity)) - weights[^1]) * PointsOfOne);
        double Auc(IEnumerable<LookalikeViewer> side) => FittingLogistic.Auc(side.Select(one => (Holding(rules, one.Profile, features.Count).Sum(j => points[j]), one.IsMember)));
        var (trainingSide, holdoutSide, holdoutAuc) = (Side(training), Side(holdout), Auc(holdout));
        var report = new LookalikeReport(
            seedSegment, seedVersion, seed, similarity, $"a viewer is held out when the SHA-256 of seed {seed} and row number, modulo 10, is below {HoldoutOfTen}", trainingSide, holdoutSide,
            Math.Round(Auc(training), 4), Math.Round(holdoutAuc, 4), Math.Round(FittingLogistic.AucError(holdoutAuc, holdoutSide.Members, holdoutSide.Others), 4),
            [.. chosen.OrderByDescending(j => Math.Abs(points[j])).ThenBy(j => j).Select(j => new LookalikePoints(points[j], features[j]))]);
        return new(report, Rule(report, seedSegment, withSeed, atLeast));
    }

    /// <summary>0..2^64 - 1, the same for a viewer and a seed everywhere.</summary>
    public static ulong Rank(long number, int seed)
    {
        Span<byte> text = stackalloc byte[12];
        BinaryPrimitives.WriteInt32BigEndian(text, seed);
        BinaryPrimitives.WriteInt64BigEndian(text[4..], number);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    public static bool IsHoldout(long number, int seed) => Rank(number, seed) % 10 < HoldoutOfTen;

    private static string Rule(LookalikeReport report, string seedSegment, bool withSeed, int atLeast)
    {
        var score = new { score = new { elements = report.Points.Select(one => new { points = one.Points, when = JsonDocument.Parse(one.When).RootElement }), atLeast } };
        object rule = withSeed ? new { or = new object[] { new { segment = seedSegment }, score } } : new { and = new object[] { new { not = new { segment = seedSegment } }, score } };
        return JsonSerializer.Serialize(rule, PlatformJson.Bus);
    }

    private static int[] Holding(RuleEvaluation rules, ViewerProfile profile, int features)
    {
        rules.Look(profile);
        return [.. Enumerable.Range(0, features).Where(rules.Holds)];
    }

    private static int Points(double weight) => (int)Math.Round(Math.Clamp(weight * PointsOfOne, -ScoreReading.MostPoints, ScoreReading.MostPoints));

    private static LookalikeSide Side(LookalikeViewer[] side) => new(side.Count(one => one.IsMember), side.Count(one => !one.IsMember));
}
