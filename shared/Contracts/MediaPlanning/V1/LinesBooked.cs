using AdPlatform.Contracts.Briefs;

namespace AdPlatform.Contracts.MediaPlanning.V1;

/// <summary>
/// An insertion order: lines that the advertiser has bought, with all that delivery needs to serve them. Idempotent by
/// <see cref="OrderId"/>; a line is given back by <see cref="LinesReleased"/>.
/// </summary>
public sealed record LinesBooked : IAccountMessage
{
    /// <summary>The advertiser.</summary>
    public required string AccountId { get; init; }

    public required string PublisherId { get; init; }

    /// <summary>The insertion order; <c>ord_...</c> in the API.</summary>
    public required Guid OrderId { get; init; }

    public required Guid PlanId { get; init; }
    public required int PlanVersion { get; init; }

    /// <summary>Null for a plan that was asked for without a campaign.</summary>
    public Guid? CampaignId { get; init; }

    public required Objective Objective { get; init; }

    /// <summary>IANA zone of the lines' days.</summary>
    public required string Zone { get; init; }

    public FrequencyCap? FrequencyCap { get; init; }

    /// <summary>A large order comes in several messages of one order id.</summary>
    public required IReadOnlyList<BookedLine> Lines { get; init; }

    public required DateTimeOffset BookedAt { get; init; }
}

public sealed record BookedLine
{
    public required Guid LineId { get; init; }
    public required BookingKind Kind { get; init; }

    /// <summary>OpenRTB <c>deal.id</c> of a private marketplace line; null for a direct one.</summary>
    public string? DealId { get; init; }

    /// <summary>Price of 1,000 impressions.</summary>
    public required Money Cpm { get; init; }

    /// <summary>Most that the line may cost; the sum of its pacing curve's.</summary>
    public required Money Budget { get; init; }

    /// <summary>Goal: impressions to deliver; the sum of its pacing curve's.</summary>
    public required long Impressions { get; init; }

    /// <summary>First day, in the order's zone.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>Last day, included.</summary>
    public required DateOnly End { get; init; }

    public required BookedTargeting Targeting { get; init; }

    /// <summary>In the order of time, without overlaps.</summary>
    public required IReadOnlyList<PacingStep> Pacing { get; init; }
}

public enum BookingKind
{
    /// <summary>The publisher owes the goal: served before what is not guaranteed.</summary>
    Guaranteed,

    /// <summary>Served as far as there is room.</summary>
    NotGuaranteed,
}

/// <summary>Where and to whom a line serves; null is no restriction.</summary>
public sealed record BookedTargeting
{
    public required string TitleId { get; init; }
    public required string Title { get; init; }
    public required string Format { get; init; }
    public required IReadOnlyList<string> Genres { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Geography { get; init; }

    /// <summary>night, morning, afternoon, evening.</summary>
    public string? Daypart { get; init; }

    /// <summary>tv, mobile, tablet, desktop, console.</summary>
    public string? Device { get; init; }

    /// <summary>Segments to serve to; empty is everybody.</summary>
    public IReadOnlyList<Guid> Segments { get; init; } = [];
}

/// <summary>What to deliver between two days, both included, evenly within them.</summary>
public sealed record PacingStep(DateOnly From, DateOnly To, Money Budget, long Impressions);
