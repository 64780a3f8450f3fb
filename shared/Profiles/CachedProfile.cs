namespace AdPlatform.Profiles;

/// <summary>Everything about a viewer that a decision may use, as one value: one read, one round trip.</summary>
/// <remarks>The same value is stored under the hash of each id that the viewer is known by.</remarks>
public sealed record CachedProfile
{
    public required string PublisherId { get; init; }

    /// <summary>The viewer's canonical hash, whichever id was asked for: count caps by this one.</summary>
    public required string Hash { get; init; }

    /// <summary>Grows with every change; a lower one never replaces a higher one.</summary>
    public required long Version { get; init; }

    /// <summary>Half-life of all scores here.</summary>
    public required TimeSpan InterestHalfLife { get; init; }

    /// <summary>By title genre in lower case, e.g. thriller.</summary>
    public IReadOnlyDictionary<string, DecayedScore> Genres { get; init; } = new Dictionary<string, DecayedScore>();

    /// <summary>By IAB Content 3.1 category id.</summary>
    public IReadOnlyDictionary<string, DecayedScore> Categories { get; init; } = new Dictionary<string, DecayedScore>();

    public IReadOnlyList<SegmentMembership> Segments { get; init; } = [];

    /// <summary>Latest seen: desktop, mobile, tablet, tv or other; null when never told.</summary>
    public string? Device { get; init; }

    /// <summary>ISO 3166-1 alpha-2, upper case; null when never told.</summary>
    public string? Country { get; init; }

    /// <summary>Primary language subtag in lower case, e.g. fr; null when never told.</summary>
    public string? Language { get; init; }

    public ExposureSummary Exposure { get; init; } = new();
    public ConsentSummary Consent { get; init; } = new();

    /// <summary>0 when there was never an event of that genre.</summary>
    public double GenreScore(string genre, DateTimeOffset now) =>
        Genres.TryGetValue(genre, out var score) ? score.ValueAt(now, InterestHalfLife) : 0;

    public bool IsIn(Guid segmentId) => Segments.Any(s => s.SegmentId == segmentId);
}

/// <param name="Version">Version of the segment's rule under which the viewer entered.</param>
public readonly record struct SegmentMembership(Guid SegmentId, int Version, DateTimeOffset EnteredAt);

/// <summary>Ads seen by the viewer over all campaigns, counted from delivery records.</summary>
public sealed record ExposureSummary
{
    public int Impressions { get; init; }
    public int Clicks { get; init; }
    public int Completions { get; init; }
    public DateTimeOffset? LastImpressionAt { get; init; }
    public DateTimeOffset? LastClickAt { get; init; }
}

/// <summary>What the viewer allowed, by IAB TCF purpose number (1..11).</summary>
public sealed record ConsentSummary
{
    /// <summary>Consent is asked for: a purpose that is not in <see cref="Purposes"/> is then refused. Otherwise only an explicit no refuses.</summary>
    public bool Applies { get; init; }

    public IReadOnlyDictionary<int, bool> Purposes { get; init; } = new Dictionary<int, bool>();

    /// <summary>Where it was read, e.g. context.consent.purposes; null when the viewer never told.</summary>
    public string? Source { get; init; }

    public DateTimeOffset? At { get; init; }

    public bool Allows(int purpose) => Purposes.TryGetValue(purpose, out var allowed) ? allowed : !Applies;
}
