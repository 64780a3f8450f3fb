using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>One decision about one version of a creative; never changed, never deleted.</summary>
internal sealed class Review
{
    public required string AccountId { get; init; }
    public required Guid CreativeId { get; init; }
    public required int CreativeVersion { get; init; }
    public required string Decision { get; init; }
    public required string Reviewer { get; init; }
    public string? Comment { get; init; }
    public required DateTimeOffset ReviewedAt { get; init; }
}

internal static class Reviewing
{
    public static string StatusAfter(ReviewDecision decision) => decision switch
    {
        ReviewDecision.Approved => Creative.Approved,
        ReviewDecision.ChangesRequested => Creative.ChangesRequested,
        _ => Creative.Rejected,
    };

    /// <summary>Moves the creative on and says so. The caller's edge commits.</summary>
    public static Review Decide(this CreativesDb db, Creative creative, ReviewDecision decision, string reviewer, string? comment, DateTimeOffset now)
    {
        creative.Status = StatusAfter(decision);
        creative.Version++;
        var review = new Review
        {
            AccountId = creative.AccountId,
            CreativeId = creative.CreativeId,
            CreativeVersion = creative.Version,
            Decision = creative.Status,
            Reviewer = reviewer,
            Comment = comment,
            ReviewedAt = now,
        };
        db.Reviews.Add(review);
        db.Publish(Told(creative, decision, reviewer, now), now);
        CreativeMetrics.Reviewed(creative.Status);
        return review;
    }

    public static CreativeReviewed Told(Creative creative, ReviewDecision decision, string reviewer, DateTimeOffset at) => new()
    {
        AccountId = creative.AccountId,
        PublisherId = creative.PublisherId,
        CampaignId = creative.CampaignId,
        CreativeId = creative.CreativeId,
        CreativeVersion = creative.Version,
        Decision = decision,
        Reviewer = reviewer,
        ReviewedAt = at,
        Serving = decision == ReviewDecision.Approved ? Serving(creative) : null,
    };

    public static IReadOnlyList<Shape> ShapesOf(Creative creative) => creative.Shapes is { } json ? JsonSerializer.Deserialize<List<Shape>>(json, PlatformJson.Bus)! : [];

    public static Dictionary<string, string>? ComponentsOf(Creative creative) => creative.Components is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json, PlatformJson.Bus) : null;

    public static ServingForm Serving(Creative creative) => new()
    {
        Format = creative.Format,
        Locale = creative.Locale,
        SegmentId = creative.SegmentId,
        Angle = creative.Angle,
        Width = creative.Width,
        Height = creative.Height,
        Texts = JsonSerializer.Deserialize<Dictionary<string, string>>(creative.Texts, PlatformJson.Bus)!,
        Components = ComponentsOf(creative),
        AssetUrl = creative.AssetUrl,
        Images = ShapesOf(creative) is { Count: > 0 } shapes ? [.. shapes.Select(s => new ImageFile(s.Url, s.Width, s.Height))] : null,
        LandingUrl = creative.LandingUrl,
        LastDay = creative.LastDay,
        PriorScore = creative.Score,
    };
}
