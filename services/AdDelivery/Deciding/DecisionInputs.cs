using AdPlatform.AdDelivery.Capping;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>
/// All that a decision depends on besides the snapshot: stored with the decision, so that it can be made again bit for bit. Chance is not in it,
/// draws derive from the decision's id.
/// </summary>
internal sealed record DecisionInputs
{
    /// <summary>In <see cref="Degraded"/>: the cap counter could not be asked, so capped campaigns did not take part.</summary>
    public const string CapsUnavailable = "caps-unavailable";

    public required Guid DecisionId { get; init; }
    public required string PublisherId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long SnapshotVersion { get; init; }
    public required PlacementAsked Placement { get; init; }
    public required RequestContext Context { get; init; }
    public required Permissions May { get; init; }

    /// <summary>The viewer's segments that any campaign of the snapshot has creatives for; empty when selecting by profile was not possible.</summary>
    public required IReadOnlyList<Guid> Segments { get; init; }

    public required bool HasViewer { get; init; }
    public required Blocks Blocks { get; init; }

    /// <summary>The viewer asks too often to be one.</summary>
    public bool Suspicious { get; init; }

    /// <summary>Campaigns already in this placement.</summary>
    public required IReadOnlyList<Guid> Taken { get; init; }

    /// <summary>Advertised categories and domains already in this pod: their competitors stay out.</summary>
    public IReadOnlyList<string> TakenCategories { get; init; } = [];

    public IReadOnlyList<string> TakenDomains { get; init; } = [];

    /// <summary>Share of decisions that draw a creative uniformly, 0..1.</summary>
    public required double UniformSlice { get; init; }

    /// <summary>Why the answer is less than it could be, e.g. profile-timeout, caps-unavailable.</summary>
    public required IReadOnlyList<string> Degraded { get; init; }

    /// <summary>What was known of the lines that passed all standing rules, at that moment.</summary>
    public IReadOnlyList<LineState> Lines { get; init; } = [];
}

/// <param name="Width">Pixels, null for any.</param>
/// <param name="Terms">Of the seller, where the request is an auction or a video slot.</param>
internal sealed record PlacementAsked(string Id, string Format, int? Width, int? Height, BuyingTerms? Terms = null)
{
    /// <summary>The same, no longer than what is left of a pod.</summary>
    public PlacementAsked Within(int seconds) => Terms?.Video is not { } video ? this
        : this with { Terms = Terms with { Video = video with { MaxSeconds = Math.Min(video.MaxSeconds ?? int.MaxValue, seconds) } } };
}

/// <param name="Genres">Lower case; the request's own, or the catalogue's of its title.</param>
/// <param name="Country">Upper case.</param>
/// <param name="LocalTime">The viewer's wall clock as the request tells it; null takes the campaign's zone.</param>
internal sealed record RequestContext(
    string? TitleId, IReadOnlyList<string> Genres, IReadOnlyList<string> Categories, string? Country, string? Language, string? Device, DateTimeOffset? LocalTime);

/// <param name="Categories">Of what is advertised at this snapshot, the Content 3.1 ids that the request blocks, directly or by one above.</param>
/// <param name="Domains">A domain and everything under it.</param>
internal sealed record Blocks(IReadOnlyList<string> Categories, IReadOnlyList<string> Domains);

/// <param name="ServeProbability">What pacing asks for, 0..1.</param>
/// <param name="CapReached">Null when nothing caps the line.</param>
/// <param name="CapUnavailable">The line is capped, and the counter could not be asked.</param>
/// <param name="Cap">The limit that was reached, of the line or of some of its creatives.</param>
/// <param name="CappedCreatives">That this viewer must not see again.</param>
/// <param name="HeldOut">It was drawn, but the viewer is one of those who are not shown the campaign: a ghost impression.</param>
internal sealed record LineState(
    Guid LineId, double ServeProbability, bool Funded, bool? CapReached, bool CapUnavailable = false, CapTold? Cap = null, IReadOnlyList<Guid>? CappedCreatives = null, bool HeldOut = false);
