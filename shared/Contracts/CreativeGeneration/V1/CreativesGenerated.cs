namespace AdPlatform.Contracts.CreativeGeneration.V1;

/// <summary>All creatives of a campaign version are stored and wait for review.</summary>
public sealed record CreativesGenerated : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required IReadOnlyList<CreativeSummary> Creatives { get; init; }

    /// <summary>Candidates that the gate dropped, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Rejections { get; init; }
}

/// <param name="Score">Prior of the style scorer, log-odds relative to the campaign's mean.</param>
public sealed record CreativeSummary(Guid CreativeId, Guid SegmentId, string Format, string Locale, string Angle, double Score);
