using System.Text.Json;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.PreparingAudience;

namespace AdPlatform.AudienceProfiling.LearningAudience;

/// <param name="Name">As the segment is called.</param>
/// <param name="Share">From which the viewer's share of the interest takes them in; null for everyone.</param>
internal sealed record LearnedRule(string Name, string Json, double? Share);

/// <summary>
/// Audiences from behaviour alone: viewers whose share of a genre in all their interest is well above the mean viewer's. The threshold is frozen
/// into the rule as a number, so that a learned segment is an ordinary one: id and version name an immutable rule that anyone can evaluate.
/// </summary>
internal static class LearningRules
{
    /// <summary>A threshold that moved by less keeps the rule: a new version makes everyone look again.</summary>
    private const double WorthAVersion = 0.1;

    /// <summary>No share is above 1; a genre that the mean viewer already gives most to cannot be far above the mean.</summary>
    private const double HighestShare = 0.9;

    public static LearnedRule Everyone { get; } = new(Segment.LearnedPrefix + "everyone", """{"and": []}""", null);

    /// <summary>One rule a genre that enough viewers have an interest in.</summary>
    public static IReadOnlyList<LearnedRule> OfGenres(AudienceTally universe, IReadOnlyCollection<string> excluded, ProfilingOptions options) =>
    [
        .. universe.Genres.Where(genre => genre.Value.Viewers >= options.KAnonymityFloor && !excluded.Contains(genre.Key, StringComparer.OrdinalIgnoreCase)
                && SensitiveConditions.FaultOfInterest(genre.Key) is null)
            .OrderBy(genre => genre.Key, StringComparer.Ordinal).Select(genre => OfGenre(genre.Key, universe, options)),
    ];

    /// <summary>Null when fewer than the floor's viewers have shown an interest of this name, a genre or an IAB category.</summary>
    public static LearnedRule? OfInterest(string interest, AudienceTally universe, ProfilingOptions options)
    {
        var name = interest.Trim().ToLowerInvariant();
        if (universe.Genres.GetValueOrDefault(name).Viewers >= options.KAnonymityFloor) return OfGenre(name, universe, options);
        var category = universe.Categories.GetValueOrDefault(name);
        if (category.Viewers < options.KAnonymityFloor) return null;
        var share = Threshold(category.Total / universe.Viewers, options);
        return new($"{Segment.LearnedPrefix}category {name}", Json(new { interest = new { category = name, measure = "share", atLeast = share } }), share);
    }

    /// <summary>Whether the rule that is stored says nearly the same.</summary>
    public static bool IsCloseTo(this LearnedRule rule, string storedRule)
    {
        if (rule.Share is not { } share) return true;
        using var stored = JsonDocument.Parse(storedRule);
        return FindShare(stored.RootElement) is { } earlier && Math.Abs(share - earlier) <= WorthAVersion * earlier;
    }

    private static LearnedRule OfGenre(string genre, AudienceTally universe, ProfilingOptions options)
    {
        var share = Threshold(universe.MeanShare(genre), options);
        return new(Segment.LearnedPrefix + genre, Json(new
        {
            and = new object[]
            {
                new { interest = new { genre, measure = "share", atLeast = share } },
                new { @event = new { genre, atLeast = options.LearnedEvents } },
            },
        }), share);
    }

    private static double Threshold(double mean, ProfilingOptions options) => Math.Round(Math.Min(mean * options.LearnedAffinity, HighestShare), 4);

    private static string Json(object rule) => JsonSerializer.Serialize(rule, AdPlatform.Hosting.PlatformJson.Bus);

    private static double? FindShare(JsonElement rule) =>
        rule.TryGetProperty("and", out var all) ? (all.GetArrayLength() > 0 ? FindShare(all[0]) : null)
        : rule.TryGetProperty("interest", out var interest) && interest.TryGetProperty("atLeast", out var share) ? share.GetDouble() : null;
}
