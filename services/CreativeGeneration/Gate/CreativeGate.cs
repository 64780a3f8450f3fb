using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>What only shows when the phrases stand together: what is missing, what is said twice, what another creative already says.</summary>
internal sealed class CreativeGate(FactSheet facts, FormatSpec format)
{
    private readonly HashSet<string> _seen = [];

    public IReadOnlyList<Violation> Check(IReadOnlyDictionary<string, Phrase> texts)
    {
        List<Violation> found = [];
        foreach (var limit in format.Texts.Where(t => t.Required && !texts.ContainsKey(t.Role) && format.Canvas is not null))
            found.Add(new(Codes.Uncited, $"{limit.Role} is missing"));
        var print = texts.GetValueOrDefault(Roles.Source)?.Text ?? "";
        foreach (var claim in facts.Claims.Where(c => c.Source is not null && format.Find(Roles.Source) is not null))
            if (texts.Any(t => t.Key != Roles.Source && t.Value.Facts.Contains(claim.Id)) && !print.Contains(claim.Source!, StringComparison.Ordinal))
                found.Add(new(Codes.MissingSource, $"{claim.Id} is cited without its source"));
        if (texts.GetValueOrDefault(Roles.Headline) is { } headline && texts.GetValueOrDefault(Roles.Body) is { } body && Math.Max(Says(body.Text, headline.Text), Says(headline.Text, body.Text)) > 0.6)
            found.Add(new(Codes.NearDuplicate, "the body repeats the headline"));
        if (_seen.Contains(Key(texts))) found.Add(new(Codes.Twin, "another creative says the same"));
        return found;
    }

    /// <summary>Call when a creative is kept.</summary>
    public void Keep(IReadOnlyDictionary<string, Phrase> texts) => _seen.Add(Key(texts));

    /// <summary>Share of the second text's word pairs that the first has too.</summary>
    public static double Says(string text, string other)
    {
        var (all, asked) = (Likeness.Shingles(text), Likeness.Shingles(other));
        return asked.Count == 0 ? 0 : asked.Count(all.Contains) / (double)asked.Count;
    }

    private static string Key(IReadOnlyDictionary<string, Phrase> texts) =>
        string.Join('\n', texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}:{Tokens.Fold(t.Value.Text)}"));
}
