using AdPlatform.CreativeGeneration.GeneratingCreatives;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>Why a creative is not approved with the rest: a person should look at it.</summary>
/// <param name="Code">low-score, new-claim, model-written, model-drawn, sensitive-category or edited.</param>
internal sealed record EyesReason(string Code, string Reason);

/// <summary>Review by exception: facts and grammar are approved once, so that of hundreds of creatives only the outliers are read. Pure.</summary>
internal static class NeedingEyes
{
    public const string LowScore = "low-score";
    public const string NewClaim = "new-claim";
    public const string ModelWritten = "model-written";
    public const string ModelDrawn = "model-drawn";
    public const string SensitiveCategory = "sensitive-category";
    public const string Edited = "edited";

    /// <summary>Standard deviations below the campaign's mean: about one in forty, were scores normal.</summary>
    private const double Outlier = 2;

    /// <param name="scores">Of each draft, relative to the campaign's mean.</param>
    /// <param name="claims">Of each draft, what it claims.</param>
    /// <param name="approved">Claims that a person of the account has approved in a creative before.</param>
    /// <param name="category">What is advertised, where that is sensitive; null otherwise.</param>
    /// <returns>Of each draft, its reasons; nothing for one that may be approved with the rest.</returns>
    public static IReadOnlyList<IReadOnlyList<EyesReason>> Of(
        IReadOnlyList<CreativeDraft> drafts, IReadOnlyList<double> scores, IReadOnlyList<IReadOnlyList<StatedClaim>> claims, IReadOnlySet<string> approved, string? category)
    {
        var deviation = drafts.Count == 0 ? 0 : Math.Sqrt(scores.Average(s => s * s));
        var shown = new HashSet<string>(approved);
        return [.. drafts.Select((draft, i) => (IReadOnlyList<EyesReason>)
        [
            .. scores[i] < -Outlier * deviation ? [new EyesReason(LowScore, $"scores {scores[i]:0.###}, more than {Outlier} standard deviations ({deviation:0.###}) below the campaign")] : Array.Empty<EyesReason>(),
            // A claim is read once a language, in the first creative that makes it, not in each.
            .. claims[i].Where(c => shown.Add(c.Key)).Select(c => new EyesReason(NewClaim, $"{c.Fact} was not approved before: {c.Text}")),
            .. draft.Writer == "model" ? [new EyesReason(ModelWritten, $"a phrase is by the model {draft.WriterVersion}")] : Array.Empty<EyesReason>(),
            .. draft.Pictures?.Select(p => p.Origin.Model).FirstOrDefault(m => m is not null) is { } painter ? [new EyesReason(ModelDrawn, $"a picture is by the model {painter}")] : Array.Empty<EyesReason>(),
            .. category is null ? [] : new[] { new EyesReason(SensitiveCategory, $"advertises {category}") },
        ])];
    }

    public static EyesReason ByEdit(string editor, IEnumerable<string> roles) => new(Edited, $"{editor} changed {string.Join(", ", roles.Order(StringComparer.Ordinal))}");
}
