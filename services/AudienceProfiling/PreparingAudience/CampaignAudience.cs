using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.Contracts.AudienceProfiling.V1;

namespace AdPlatform.AudienceProfiling.PreparingAudience;

/// <param name="Field">Of the brief under which the segment was asked for; null when the platform chose it.</param>
internal sealed record Candidate(Segment Segment, Condition Condition, string? Field);

/// <summary>A candidate with its viewers in the campaign's geographies, and the pairs' common ones.</summary>
internal sealed record CountedAudience(AudienceTally Universe, IReadOnlyList<(Candidate Candidate, AudienceTally Tally)> Segments, long[,] Overlaps);

internal abstract record AudienceOutcome
{
    internal sealed record Prepared(IReadOnlyList<AudienceSegment> Segments, IReadOnlyList<SegmentOverlap> Overlaps) : AudienceOutcome;

    internal sealed record Rejected(string Field, string Reason) : AudienceOutcome;
}

/// <summary>Which of the counted segments a campaign is given, and what is said about them.</summary>
internal static class CampaignAudience
{
    private const int TopInterests = 10;

    /// <param name="interests">Of the brief: a segment that was named must be at least average in one of them.</param>
    /// <param name="most">How many of the segments that the platform chose are given; named ones are all given.</param>
    public static AudienceOutcome Of(CountedAudience counted, IReadOnlyList<string> interests, int most, int floor)
    {
        foreach (var (candidate, tally) in counted.Segments)
        {
            if (candidate.Field is { } field && tally.Viewers < floor)
                return new AudienceOutcome.Rejected(field, $"'{candidate.Segment.Name}' has fewer than {floor} viewers in the campaign's geographies; a group that small is not addressed.");
        }

        var indexes = Enumerable.Range(0, counted.Segments.Count).Where(i => counted.Segments[i].Tally.Viewers >= floor).ToArray();
        if (counted.Segments.Any(s => s.Candidate.Field is not null))
        {
            indexes = [.. indexes.Where(i => counted.Segments[i].Candidate.Field?.StartsWith("targeting.segments", StringComparison.Ordinal) != true
                || IsStrongIn(interests, counted.Segments[i].Tally, counted.Universe))];
            if (indexes.Length == 0)
                return new AudienceOutcome.Rejected("targeting.interests", "None of the segments in targeting.segments is above the average in one of the interests.");
            most = int.MaxValue;
        }

        indexes = [.. indexes.OrderByDescending(i => counted.Segments[i].Tally.Viewers).ThenBy(i => counted.Segments[i].Candidate.Segment.Name, StringComparer.Ordinal).Take(most)];
        return indexes.Length == 0
            ? new AudienceOutcome.Rejected("targeting", $"The publisher has fewer than {floor} viewers in the campaign's geographies who may be addressed by a profile.")
            : new AudienceOutcome.Prepared([.. indexes.Select(i => Describe(counted.Segments[i].Candidate.Segment, counted.Segments[i].Tally, counted.Universe, floor))], [.. Overlaps(counted, indexes, floor)]);
    }

    private static bool IsStrongIn(IReadOnlyList<string> interests, AudienceTally tally, AudienceTally universe) =>
        interests.Count == 0 || interests.Any(interest =>
            interest.Trim().ToLowerInvariant() is var name
            && (Above(tally.MeanShare(name), universe.MeanShare(name))
                || Above(tally.Categories.GetValueOrDefault(name).Total / tally.Viewers, universe.Categories.GetValueOrDefault(name).Total / universe.Viewers)));

    private static bool Above(double mine, double mean) => mean > 0 && mine >= mean;

    private static AudienceSegment Describe(Segment segment, AudienceTally tally, AudienceTally universe, int floor) => new(
        segment.SegmentId, segment.Version, segment.Name, tally.Viewers,
        tally.TopInterests(universe, TopInterests, floor), tally.DeviceShares(floor), tally.DaypartShares(floor), tally.LanguageShares(floor));

    private static IEnumerable<SegmentOverlap> Overlaps(CountedAudience counted, int[] indexes, int floor) =>
        from x in indexes
        from y in indexes
        where x < y && counted.Overlaps[x, y] >= floor
        select new SegmentOverlap(counted.Segments[x].Candidate.Segment.SegmentId, counted.Segments[y].Candidate.Segment.SegmentId, counted.Overlaps[x, y]);
}
