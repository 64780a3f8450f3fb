namespace AdPlatform.Contracts.AdDelivery.V1;

/// <summary>An erased viewer is gone from this service: the line of the erasure's receipt for each of its stores.</summary>
public sealed record ViewerDropped : IAccountMessage
{
    /// <summary>The publisher.</summary>
    public required string AccountId { get; init; }

    /// <summary>Of the <c>ProfileErased</c> that it answers.</summary>
    public required Guid ErasureId { get; init; }

    public required IReadOnlyList<DroppedStore> Stores { get; init; }

    public required DateTimeOffset DroppedAt { get; init; }
}

/// <param name="Store">Service and table, or what else it is.</param>
/// <param name="Found">Rows that named the viewer; null where that cannot be counted.</param>
/// <param name="Left">Rows that still do, looked for after the erasure; null where that cannot be counted.</param>
public sealed record DroppedStore(string Store, int? Found, int? Left, string Done);
