namespace AdPlatform.Contracts.AudienceProfiling.V1;

/// <summary>The segments that a campaign addresses, with sizes and what characterises them; nothing about any single viewer.</summary>
public sealed record AudiencePrepared : IAccountMessage
{
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }

    /// <summary>Viewers of the publisher that may be profiled at all, in the campaign's geographies. Persons, not devices.</summary>
    public required long Universe { get; init; }

    /// <summary>Largest first; at least one.</summary>
    public required IReadOnlyList<AudienceSegment> Segments { get; init; }

    /// <summary>Pairs with a known overlap; a missing pair is unknown, not zero.</summary>
    public required IReadOnlyList<SegmentOverlap> Overlaps { get; init; }

    /// <summary>A missing pair shares fewer viewers than this (the k-anonymity floor); null when nothing is known of it.</summary>
    public int? OverlapFloor { get; init; }

    public required DateTimeOffset PreparedAt { get; init; }
}

/// <param name="SegmentId">With <paramref name="Version"/> it names one immutable rule.</param>
/// <param name="Viewers">Persons; never below the k-anonymity floor (smaller segments are left out).</param>
/// <param name="TopInterests">Strongest first, score relative to the universe's mean (1 is average).</param>
/// <param name="Devices">Share of events per device, 0..1.</param>
/// <param name="Dayparts">Share of events per daypart (night, morning, afternoon, evening), 0..1.</param>
/// <param name="Languages">Share of viewers per language, 0..1.</param>
public sealed record AudienceSegment(
    Guid SegmentId, int Version, string Name, long Viewers,
    IReadOnlyList<Weighted> TopInterests, IReadOnlyList<Weighted> Devices, IReadOnlyList<Weighted> Dayparts, IReadOnlyList<Weighted> Languages);

public sealed record Weighted(string Name, double Weight);

/// <param name="Viewers">Persons in both segments.</param>
public sealed record SegmentOverlap(Guid A, Guid B, long Viewers);
