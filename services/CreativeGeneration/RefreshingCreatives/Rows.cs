namespace AdPlatform.CreativeGeneration.RefreshingCreatives;

/// <summary>What a creative got in one learning context on one day (UTC).</summary>
internal sealed class Exposure
{
    public required Guid CreativeId { get; init; }

    /// <summary>Segment id in "D" form, or "none" for contextual decisions.</summary>
    public required string Context { get; init; }

    public required DateOnly Day { get; init; }
    public required long Impressions { get; init; }
    public required long Clicks { get; init; }
}

/// <summary>A record that was counted: however often it comes, it counts once.</summary>
internal sealed class CountedRecord
{
    public required string RecordId { get; init; }

    /// <summary>On which it happened (UTC).</summary>
    public required DateOnly Day { get; init; }
}

/// <summary>How often a campaign's delivery was looked at, which the tests pay for.</summary>
internal sealed class Look
{
    public required Guid CampaignId { get; init; }
    public required string AccountId { get; init; }
    public long Impressions { get; set; }

    /// <summary>Impressions at the last look.</summary>
    public long Seen { get; set; }

    public int Looks { get; set; }
}

/// <summary>A suggestion, an order, or a suggestion that was ordered.</summary>
internal sealed class Refresh
{
    public required Guid RefreshId { get; init; }
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }

    /// <summary>JSON list of reasons; empty for an order by hand that nothing had suggested.</summary>
    public required string Reasons { get; init; }

    /// <summary>JSON list of creative ids.</summary>
    public required string Winners { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The campaign version that it became; null while it is only suggested.</summary>
    public int? OrderedVersion { get; set; }

    public string? OrderedBy { get; set; }
    public DateTimeOffset? OrderedAt { get; set; }
}
