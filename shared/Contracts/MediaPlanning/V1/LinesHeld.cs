namespace AdPlatform.Contracts.MediaPlanning.V1;

/// <summary>A plan keeps these impressions of the publisher's avails until <see cref="ExpiresAt"/>, unless it is booked or released before.</summary>
public sealed record LinesHeld : IAccountMessage
{
    /// <summary>The advertiser.</summary>
    public required string AccountId { get; init; }

    public required string PublisherId { get; init; }
    public required Guid PlanId { get; init; }
    public required int PlanVersion { get; init; }
    public required IReadOnlyList<HeldLine> Lines { get; init; }
    public required DateTimeOffset HeldAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <param name="TitleId">Inventory title id.</param>
/// <param name="Geography">ISO 3166-1 alpha-2.</param>
/// <param name="Impressions">Held, all weeks.</param>
public sealed record HeldLine(Guid LineId, string TitleId, string Format, string Geography, long Impressions);
