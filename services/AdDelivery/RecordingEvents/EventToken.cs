namespace AdPlatform.AdDelivery.RecordingEvents;

/// <summary>What an event needs to be counted, charged and learned from, signed by us and carried by the player: the event needs no look-up.</summary>
internal sealed record EventToken
{
    public required Guid DecisionId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid LineId { get; init; }
    public required Guid CreativeId { get; init; }
    public required string AdvertiserId { get; init; }
    public required string PublisherId { get; init; }

    /// <summary>Segment of the campaign; null for "none".</summary>
    public required Guid? Segment { get; init; }

    public required double Propensity { get; init; }
    public required bool Uniform { get; init; }

    /// <summary>Consent allows to learn from the response.</summary>
    public required bool Learn { get; init; }

    /// <summary>Null when consent does not allow to keep it with events.</summary>
    public required string? ViewerHash { get; init; }

    public required long PriceMicros { get; init; }
    public required string Currency { get; init; }

    /// <summary>The lease that holds the price; 0 for a line without a price.</summary>
    public required long LeaseId { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Impressions are billed until then.</summary>
    public required DateTimeOffset BillableUntil { get; init; }

    /// <summary>Events are accepted until then.</summary>
    public required DateTimeOffset AcceptedUntil { get; init; }
}
