namespace AdPlatform.Contracts.AdDelivery.V1;

/// <summary>What delivery did and what came of it, in batches: feeds learning, reports, pacing and profiles. Records are unique by <c>RecordId</c>; decisions are counted, each once.</summary>
public sealed record DeliveryRecorded : IAccountMessage
{
    /// <summary>The publisher.</summary>
    public required string AccountId { get; init; }

    public required IReadOnlyList<DeliveryRecord> Records { get; init; }

    /// <summary>What was decided for since the message before. What is decided for and never shown is broken, or its player is.</summary>
    public IReadOnlyList<DecisionCount> Decisions { get; init; } = [];
}

/// <summary>How many decisions took a creative of a line. Each decision, with what replays it, is in delivery's own log.</summary>
public sealed record DecisionCount
{
    /// <summary>The advertiser whose campaign served.</summary>
    public required string AdvertiserId { get; init; }

    public required Guid CampaignId { get; init; }
    public required Guid LineId { get; init; }
    public required Guid CreativeId { get; init; }
    public required long Count { get; init; }
}

public sealed record DeliveryRecord
{
    /// <summary>Unique for ever: decision id and kind.</summary>
    public required string RecordId { get; init; }

    public required DeliveryKind Kind { get; init; }
    public required Guid DecisionId { get; init; }

    /// <summary>The advertiser whose campaign served.</summary>
    public required string AdvertiserId { get; init; }

    public required Guid CampaignId { get; init; }
    public required Guid LineId { get; init; }
    public required Guid CreativeId { get; init; }

    /// <summary>Learning context at decision time, e.g. segment id; "none" for contextual decisions.</summary>
    public required string Context { get; init; }

    /// <summary>Probability with which the creative was chosen, (0, 1].</summary>
    public required double Propensity { get; init; }

    /// <summary>The decision was in the uniform slice (unbiased readout).</summary>
    public required bool Uniform { get; init; }

    /// <summary>False when consent does not allow to learn from the response (TCF purposes 9 and 10 by default).</summary>
    public bool Learnable { get; init; } = true;

    /// <summary>Keyed hash; null when consent did not allow to keep one.</summary>
    public string? ViewerHash { get; init; }

    /// <summary>Set for a first valid impression: what it cost the advertiser. Null otherwise, also for an unbilled one.</summary>
    public Money? Charge { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary><see cref="Decision"/>: only in records of earlier versions.</summary>
public enum DeliveryKind { Decision, Impression, Viewable, Click, Start, FirstQuartile, Midpoint, ThirdQuartile, Complete, Pause, Resume, Skip, Dismiss, Dwell, Scan, Interaction, Conversion }
