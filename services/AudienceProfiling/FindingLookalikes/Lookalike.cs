namespace AdPlatform.AudienceProfiling.FindingLookalikes;

/// <summary>How a lookalike segment was learned.</summary>
internal sealed class Lookalike
{
    public required Guid SegmentId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid SeedSegmentId { get; init; }
    public required int SeedVersion { get; init; }

    /// <summary>JSON of <see cref="LookalikeReport"/>.</summary>
    public required string Report { get; init; }

    public required DateTimeOffset LearnedAt { get; init; }
}

/// <param name="SeedSegment">seg_..., with the version whose members were learned from.</param>
/// <param name="Seed">Of the split and of the sample.</param>
/// <param name="Similarity">Least share, 0..1, of seed members among viewers with such a score, were there as many inside the seed as outside.</param>
/// <param name="Split">How viewers were told apart.</param>
/// <param name="HoldoutAuc">Chance that a seed member that was not learned from has a higher score than another viewer; ties count half. 0.5 is none.</param>
/// <param name="HoldoutAucError">Its standard error (Hanley and McNeil 1982).</param>
/// <param name="Points">Of the score, strongest first: the segment's rule says the same.</param>
internal sealed record LookalikeReport(
    string SeedSegment, int SeedVersion, int Seed, double Similarity, string Split, LookalikeSide Training, LookalikeSide Holdout, double TrainingAuc, double HoldoutAuc,
    double HoldoutAucError, IReadOnlyList<LookalikePoints> Points);

/// <param name="Members">Of the seed.</param>
internal sealed record LookalikeSide(int Members, int Others);

/// <param name="When">JSON of the condition.</param>
internal sealed record LookalikePoints(int Points, string When);
