namespace AdPlatform.MediaPlanning.ReplanningOnResults;

/// <summary>What delivery reported of a plan's line so far.</summary>
internal sealed class DeliveredLine
{
    public required Guid LineId { get; init; }

    /// <summary>The advertiser.</summary>
    public required string AccountId { get; init; }

    public required long Impressions { get; init; }
    public required long SpendMicros { get; init; }
}
