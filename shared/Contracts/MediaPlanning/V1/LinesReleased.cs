namespace AdPlatform.Contracts.MediaPlanning.V1;

/// <summary>Lines that a plan had held or booked are for sale again; a booked one stops serving.</summary>
public sealed record LinesReleased : IAccountMessage
{
    /// <summary>The advertiser.</summary>
    public required string AccountId { get; init; }

    public required string PublisherId { get; init; }
    public required Guid PlanId { get; init; }
    public required int PlanVersion { get; init; }
    public required IReadOnlyList<Guid> LineIds { get; init; }
    public required ReleaseReason Reason { get; init; }
    public required DateTimeOffset ReleasedAt { get; init; }
}

public enum ReleaseReason
{
    /// <summary>Somebody gave the hold or the booking back.</summary>
    Released,

    /// <summary>A hold ran out.</summary>
    Expired,
}
