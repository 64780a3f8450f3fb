using System.Text.Json;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

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

    /// <summary>The rule that decided, with the version of the setting that let it; null for a person.</summary>
    public string? Rule { get; init; }

    public required DateTimeOffset ReviewedAt { get; init; }
}

/// <summary>Why a decision cannot be taken now; <c>Slug</c> is stable, <c>Detail</c> for people.</summary>
internal sealed record Refusal(string Slug, string Detail)
{
    /// <summary>By field, where fields are at fault; null where the state is.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public ProblemHttpResult ToProblem() => Errors is null ? Problems.Conflict(Slug, Detail) : Problems.Unprocessable(Slug, Detail, Errors);
}

internal static class Reviewing
{
    public static string StatusAfter(ReviewDecision decision) => decision switch
    {
        ReviewDecision.Approved => Creative.Approved,
        ReviewDecision.ChangesRequested => Creative.ChangesRequested,
        _ => Creative.Rejected,
    };

    /// <summary>Whether the creative stands where the decision can be taken.</summary>
    /// <param name="creative">Judged by the rules of its markets just before.</param>
    /// <param name="newest">The campaign's newest version.</param>
    public static Refusal? Refuses(Creative creative, ReviewDecision decision, Generation newest)
    {
        if (creative.Status == Creative.Draft) return new("draft", "It is a draft: it is decided about once it is submitted.");
        if (decision != ReviewDecision.Approved) return null;
        if (newest.CampaignVersion > creative.CampaignVersion)
            return new("superseded", $"The campaign is at version {newest.CampaignVersion}; this creative is of version {creative.CampaignVersion}.");
        var unmet = creative.Findings().Where(d => d.Blocks).ToList();
        return unmet.Count == 0 ? null : new("rules", $"{unmet[0].Field}: {unmet[0].Reason} ({unmet[0].Source})")
        {
            Errors = unmet.GroupBy(d => d.Field).ToDictionary(g => g.Key, g => g.Select(d => $"{d.Rule} ({string.Join(", ", d.Markets)}): {d.Reason} [{d.Source}, since {d.AppliesFrom:yyyy-MM-dd}]").ToArray()),
        };
    }

    /// <summary>Moves the creative on and says so. The caller's edge commits.</summary>
    public static Review Decide(this CreativesDb db, Creative creative, ReviewDecision decision, string reviewer, string? comment, DateTimeOffset now, string? rule = null)
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
            Rule = rule,
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
        // Of a rendered film only people see the drawing.
        AssetUrl = creative.FilmSha256 is null ? creative.AssetUrl : null,
        Images = ShapesOf(creative) is { Count: > 0 } shapes ? [.. shapes.Select(s => new ImageFile(s.Url, s.Width, s.Height))] : null,
        Media = creative.Origin().Film is { } film ? [new MediaFile(film.Url, "video/mp4", film.Width, film.Height, film.Kbps)] : null,
        Seconds = creative.Origin().Film?.Seconds,
        LandingUrl = creative.LandingUrl,
        LastDay = creative.LastDay,
        PriorScore = creative.Score,
        Disclosed = creative.Origin().Disclosed,
    };
}
