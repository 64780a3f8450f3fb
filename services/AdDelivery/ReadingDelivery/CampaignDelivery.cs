using AdPlatform.AdDelivery.HoldingOut;
using AdPlatform.Contracts;

namespace AdPlatform.AdDelivery.ReadingDelivery;

/// <summary>What a campaign delivered and what was learned, for its advertiser and its publisher.</summary>
/// <param name="Incrementality">Null for a campaign that holds nobody out.</param>
/// <param name="Unbilled">Impressions that came after their reservation had run out: delivered, not charged.</param>
internal sealed record CampaignDelivery(
    string CampaignId, string Status, Money Budget, Money Spend, long Impressions, long Unbilled, long Clicks,
    IReadOnlyList<LineDelivery> Lines, LearnedTold Learned, IReadOnlyList<TableTold> Allocation, IncrementalityTold? Incrementality);

internal sealed record LineDelivery(string LineId, string Title, string Format, string Geography, Money Budget, Money Spend, long Impressions, long Unbilled, long Clicks);

/// <summary>Click rates by posterior mean with the central 95%; counts include only responses that may be learned from.</summary>
/// <param name="PriorRate">What was expected before the campaign's own results.</param>
internal sealed record LearnedTold(
    double PriorRate, IReadOnlyList<EffectTold> Creatives, IReadOnlyList<EffectTold> Angles, IReadOnlyList<EffectTold> Segments, ReadoutTold Uniform);

/// <param name="Name">Creative, angle, or segment ("none" for contextual decisions).</param>
internal sealed record EffectTold(string Name, string? Detail, long Impressions, long Clicks, double Rate, double Low, double High);

/// <summary>The slice that was drawn evenly: an unbiased look.</summary>
internal sealed record ReadoutTold(long Impressions, long Clicks);

internal sealed record TableTold(string Format, string Locale, string Context, IReadOnlyList<ShareTold> Creatives);

/// <param name="Before">Share from prior scores alone, before the first impression.</param>
/// <param name="Now">Share in the tables that serve at this moment.</param>
internal sealed record ShareTold(string CreativeId, string Angle, double Before, double Now);
