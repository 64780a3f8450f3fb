namespace AdPlatform.Contracts.CreativeGeneration.V1;

/// <summary>Delivery shows that creatives of a campaign wear out, miss a segment or are used up: a new generation would help. Each reason is told once a campaign version.</summary>
public sealed record CreativeRefreshSuggested : IAccountMessage
{
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required Guid SuggestionId { get; init; }

    /// <summary>Strongest evidence first, at most 200.</summary>
    public required IReadOnlyList<RefreshReason> Reasons { get; init; }

    /// <summary>Creatives that respond better than the rest of the campaign; a refresh keeps them.</summary>
    public required IReadOnlyList<Guid> Winners { get; init; }

    public required DateTimeOffset SuggestedAt { get; init; }
}

/// <summary>Fatigue: a creative's response falls with its exposure. WeakSegment: a segment responds less than the rest. ExhaustedVariants: every variant of a format and locale is tired.</summary>
public enum RefreshKind { Fatigue, WeakSegment, ExhaustedVariants }

/// <param name="CreativeId">For fatigue only.</param>
/// <param name="SegmentId">Where it shows; null for all, and for contextual decisions.</param>
/// <param name="Rate">Clicks an impression, 0..1: of the latest third of exposure for fatigue, else of all.</param>
/// <param name="Reference">What it is held against: the first third of exposure, or the rest of the campaign.</param>
/// <param name="PValue">One-sided, before correction; it passed the corrected level.</param>
public sealed record RefreshReason(
    RefreshKind Kind, Guid? CreativeId, Guid? SegmentId, string? Format, string? Locale, long Impressions, long Clicks, double Rate, double Reference, double PValue);
