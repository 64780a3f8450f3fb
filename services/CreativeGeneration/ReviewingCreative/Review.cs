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

/// <summary>Why a decision cannot be taken now; <c>Slug</c> is stable, <c>Detail</c> for people.</summary>
internal sealed record Refusal(string Slug, string Detail);

internal static class Reviewing
{
    public static string StatusAfter(ReviewDecision decision) => decision switch
    {
        ReviewDecision.Approved => Creative.Approved,
        ReviewDecision.ChangesRequested => Creative.ChangesRequested,
        _ => Creative.Rejected,
    };

    /// <summary>Whether the creative stands where the decision can be taken.</summary>
    /// <param name="newest">The campaign's newest version.</param>
    public static Refusal? Refuses(Creative creative, ReviewDecision decision, Generation newest)
    {
        if (creative.Status == Creative.Draft) return new("draft", "It is a draft: it is decided about once it is submitted.");
        return decision == ReviewDecision.Approved && newest.CampaignVersion > creative.CampaignVersion
            ? new("superseded", $"The campaign is at version {newest.CampaignVersion}; this creative is of version {creative.CampaignVersion}.")
            : null;
    }

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

    public static ServingForm Serving(Creative creative) => new()
    {
        Format = creative.Format,
        Locale = creative.Locale,
        SegmentId = creative.SegmentId,
        Angle = creative.Angle,
        Width = creative.Width,
        Height = creative.Height,
        Texts = JsonSerializer.Deserialize<Dictionary<string, string>>(creative.Texts, PlatformJson.Bus)!,
        AssetUrl = creative.AssetUrl,
        LandingUrl = creative.LandingUrl,
        LastDay = creative.LastDay,
        PriorScore = creative.Score,
    };
}
