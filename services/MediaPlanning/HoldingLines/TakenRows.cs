namespace AdPlatform.MediaPlanning.HoldingLines;

internal enum TakenState
{
    Held,
    Booked,
    Released,
    Expired,
}

/// <summary>One week of one supply: what there is, by the forecast when somebody last asked, and what is taken of it. The database refuses more.</summary>
internal sealed class AvailWeek
{
    public required string PublisherId { get; init; }

    /// <summary><see cref="BuildingPlan.Offer.SupplyKey"/>.</summary>
    public required string SupplyKey { get; init; }

    public required DateOnly Monday { get; init; }

    /// <summary>Impressions.</summary>
    public required long Capacity { get; init; }

    public required long Taken { get; init; }
}

internal sealed class TakenLine
{
    public required Guid LineId { get; init; }
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid PlanId { get; init; }
    public Guid? OrderId { get; init; }
    public required TakenState State { get; init; }

    /// <summary>Of a hold; null for what is booked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed class TakenWeekRow
{
    public required Guid LineId { get; init; }
    public required string SupplyKey { get; init; }
    public required DateOnly Monday { get; init; }
    public required long Impressions { get; init; }
}

internal sealed class InsertionOrderRow
{
    public required Guid OrderId { get; init; }
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required Guid PlanId { get; init; }

    /// <summary>JSON of <see cref="InsertionOrder"/>.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset BookedAt { get; init; }
}
