namespace AdPlatform.AudienceProfiling.DefiningScore;

/// <summary>A publisher's reusable score expression.</summary>
internal sealed class Score
{
    public required string PublisherId { get; init; }

    /// <summary>Unique within the publisher.</summary>
    public required string Name { get; init; }

    /// <summary>Grows with every change.</summary>
    public required int Version { get; set; }

    /// <summary>JSON, see <see cref="DefiningSegment.ScoreReading"/>.</summary>
    public required string Elements { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}
