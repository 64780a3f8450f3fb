namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>A publisher's segment with its current rule.</summary>
internal sealed class Segment
{
    /// <summary>Names of learned segments start so.</summary>
    public const string LearnedPrefix = "Learned: ";

    public required Guid SegmentId { get; init; }
    public required string PublisherId { get; init; }

    /// <summary>Unique within the publisher, whatever the case.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }
    public required SegmentOrigin Origin { get; init; }

    /// <summary>Grows with every change of the rule.</summary>
    public required int Version { get; set; }

    /// <summary>JSON, see <see cref="ConditionReading"/>.</summary>
    public required string Rule { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    public void Change(string rule, DateTimeOffset now)
    {
        Rule = rule;
        Version++;
        UpdatedAt = now;
    }

    public SegmentVersion Snapshot() =>
        new() { SegmentId = SegmentId, Version = Version, PublisherId = PublisherId, Rule = Rule, CreatedAt = UpdatedAt };
}

/// <summary>Written by the publisher, learned by the platform from behaviour, or learned to be like another segment.</summary>
internal enum SegmentOrigin { Defined, Learned, Lookalike }

internal sealed class SegmentVersion
{
    public required Guid SegmentId { get; init; }
    public required int Version { get; init; }
    public required string PublisherId { get; init; }
    public required string Rule { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
