using AdPlatform.CreativeGeneration.ReviewingCreative;
using AdPlatform.Hosting.Http;

namespace AdPlatform.CreativeGeneration.EditingCreative;

/// <param name="Version">The creative's version that the editor has read; another one is refused with 409.</param>
/// <param name="Texts">Only those that change, by role.</param>
/// <param name="Draft">Keep it as a draft: nobody decides about it until it is submitted.</param>
internal sealed record EditRequest(int? Version, string? Editor, IReadOnlyDictionary<string, string>? Texts, string? Comment, bool Draft = false)
{
    private const int Longest = 2000;

    public FieldErrors Errors()
    {
        var errors = new FieldErrors();
        errors.Check(Version is >= 1, "version", "must be the creative's version that was read");
        errors.Check(Editor?.Trim().Length is >= 1 and <= 200, "editor", "must name who edits, 1 to 200 characters");
        errors.Check(Comment is null or { Length: <= Longest }, "comment", "must have at most 2,000 characters");
        errors.Check(Texts is { Count: > 0 }, "texts", "must have at least one text");
        foreach (var (key, text) in Texts ?? new Dictionary<string, string>()) errors.Check(text is not null && !string.IsNullOrWhiteSpace(text) && text.Length <= Longest, $"texts.{key}", "must have 1 to 2,000 characters");
        return errors;
    }
}

internal sealed record EditResult(CreativeView Creative, IReadOnlyList<ChangeView> Changes);

internal sealed record ChangeView(int CreativeVersion, string Field, string Before, string After, string ChangedBy, string? Comment, DateTimeOffset ChangedAt)
{
    public static ChangeView Of(Change c) => new(c.CreativeVersion, c.Field, c.Before, c.After, c.ChangedBy, c.Comment, c.ChangedAt);
}
