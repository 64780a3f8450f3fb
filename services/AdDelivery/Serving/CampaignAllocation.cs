namespace AdPlatform.AdDelivery.Serving;

/// <summary>What learning hands to serving: for each format, locale and context how often each creative is drawn. A new document at each batch update.</summary>
/// <param name="Coefficients">Posterior means by name, e.g. <c>angle:offer</c>: the parts of a score in explanations.</param>
internal sealed record CampaignAllocation(
    Guid CampaignId, DateTimeOffset FittedAt, long Impressions, long Clicks,
    IReadOnlyList<AllocationTable> Tables, IReadOnlyDictionary<string, double> Coefficients);

/// <param name="Context">Segment id in "D" form, or <see cref="Contexts.None"/>.</param>
/// <param name="Shares">By creative id; sums to 1.</param>
internal sealed record AllocationTable(string Format, string Locale, string Context, IReadOnlyList<AllocationShare> Shares);

/// <param name="Share">Probability outside of the uniform slice, 0..1.</param>
/// <param name="Mean">Posterior mean of the log-odds of a click.</param>
/// <param name="Deviation">Posterior standard deviation of the log-odds.</param>
internal sealed record AllocationShare(Guid CreativeId, double Share, double Mean, double Deviation);

/// <summary>The learning context of a decision: the campaign's segment that the viewer is in.</summary>
internal static class Contexts
{
    public const string None = "none";

    public static string Of(Guid? segmentId) => segmentId is { } id ? id.ToString("D") : None;
}
