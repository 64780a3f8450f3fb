using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Localising;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Scoring;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.EditingCreative;

/// <summary>What an edit starts from.</summary>
/// <param name="Texts">By role, with their citations.</param>
/// <param name="Pictures">What it shows.</param>
/// <param name="Others">Texts by role of the other creatives in the same format and language: an edit must not say the same.</param>
internal sealed record EditTask(
    FactBook Book, FormatSpec Format, string Locale, Guid Segment, string Angle, string? Evidence, int Seed, string Writer, IReadOnlyDictionary<string, Phrase> Texts, IReadOnlyList<Picture> Pictures,
    IReadOnlyList<IReadOnlyDictionary<string, string>> Others)
{
    /// <summary>What it is drawn in.</summary>
    public Rendering.Fonts.Typeface Type { get; init; } = Rendering.Fonts.Typeface.Inter;

    /// <summary>Last day on which its film may be shown.</summary>
    public DateOnly? FilmUntil { get; init; }
}

internal abstract record EditOutcome
{
    /// <param name="Artwork">Null where the files stay what they were.</param>
    /// <param name="Score">What the edit adds to the creative's score, log-odds.</param>
    internal sealed record Accepted(
        IReadOnlyDictionary<string, Phrase> Texts, Artwork? Artwork, string Angle, string? Evidence, double Score, IReadOnlyDictionary<string, double> Features, DateOnly? LastDay) : EditOutcome;

    /// <param name="Reasons">By role; the gate's code and what it found.</param>
    internal sealed record Refused(IReadOnlyDictionary<string, IReadOnlyList<Violation>> Reasons) : EditOutcome;
}

/// <summary>A person's words go through the same gate, fixtures, picture and score as a writer's. Pure.</summary>
internal static class Editing
{
    /// <summary>The gate's role of a text that a person may change; null for what is fixed, and for what the format does not have.</summary>
    public static string? RoleOf(string key, FormatSpec format) => format.IsSet
        ? format.Set.FirstOrDefault(p => key.StartsWith(p.Prefix, StringComparison.Ordinal) && int.TryParse(key.AsSpan(p.Prefix.Length), out _))?.From switch
        {
            Source.Headlines => Roles.Headline,
            Source.ShortHeadlines => Roles.ShortHeadline,
            Source.LongHeadlines => Roles.LongHeadline,
            Source.Bodies => Roles.Body,
            _ => null,
        }
        : key is Roles.Headline or Roles.ShortHeadline or Roles.Body or Roles.Cta ? key : null;

    /// <summary>As the language prints it: what a keyboard has not, no-break spaces and curly apostrophes, is set.</summary>
    public static string Typeset(string text, string locale) => Tongue.PrintOf(locale)!.Typeset(Wording.OneLine(text));

    /// <param name="edits">Typeset texts by key; each is one that <see cref="RoleOf"/> knows and the creative has.</param>
    public static EditOutcome Decide(EditTask task, IReadOnlyDictionary<string, string> edits, string editor)
    {
        var (facts, grammar, gate) = Tongue.Of(task.Book, task.Locale, byPerson: true);
        var found = new Dictionary<string, List<Violation>>();
        void Blame(string key, IEnumerable<Violation> violations) { foreach (var v in violations) (found.TryGetValue(key, out var list) ? list : found[key] = []).Add(v); }

        var texts = task.Texts.Where(t => !Fixtures.Fixed.Contains(t.Key)).ToDictionary(t => t.Key, t => t.Value);
        foreach (var (key, text) in edits)
        {
            var (phrase, violations) = Citing.Find(RoleOf(key, task.Format)!, text, task.Texts[key].Facts, facts, $"edited by {editor}", written => gate.Check(RoleOf(key, task.Format)!, written, task.Format));
            texts[key] = phrase;
            Blame(key, violations);
        }
        var (angle, evidence) = Argument(task, facts, texts);
        Fixtures.Add(texts, facts, task.Format, grammar, angle == Offer);

        // What only shows when they stand together belongs to every text that was changed.
        var whole = new CreativeGate(facts, task.Format);
        var together = whole.Check(texts).Concat(Twins(task, texts)).Concat(texts.Where(t => Fixtures.Fixed.Contains(t.Key)).SelectMany(t => gate.Check(t.Key, t.Value, task.Format)))
            .Concat(InSet(task.Format, texts, edits.Keys)).ToList();
        var drawn = found.Count == 0 && together.Count == 0 ? Draw(task, facts, texts) : default;
        if (drawn.Fault is { } fault) together.Add(new(Codes.DoesNotFit, fault));
        foreach (var key in edits.Keys) Blame(key, together);
        if (found.Count > 0) return new EditOutcome.Refused(found.ToDictionary(f => f.Key, f => (IReadOnlyList<Violation>)f.Value));
        var headlines = Headlines(task.Format, texts);
        return new EditOutcome.Accepted(
            texts, drawn.Artwork, angle, evidence, Score(headlines, facts) - Score(Headlines(task.Format, task.Texts), facts),
            StyleScorer.Features(headlines[0], facts.Language), Fixtures.LastDay(facts, texts.Values, task.Pictures.Select(p => p.Origin.Until).Concat(task.Type.Faces.Select(f => f.Origin.Until)).Append(task.FilmUntil)));
    }

    /// <summary>With the same pictures: where a text leaves no room for one, nothing is dropped unasked; the editor says it in fewer words.</summary>
    private static (Artwork? Artwork, string? Fault) Draw(EditTask task, FactSheet facts, Dictionary<string, Phrase> texts)
    {
        // The main image of a native shows none of what may be edited: it stays, and its other shapes with it.
        if (task.Format.Id == FormatIds.Native) return default;
        var illustration = new Illustration(
            task.Pictures.FirstOrDefault(p => p.Plate is null), task.Pictures.FirstOrDefault(p => p.Plate is not null), task.Format.Scannable ? ScanCode.Of(task.Book.Brief.LandingUrl) : null);
        var (art, fault) = Fixtures.Draw(texts, facts, task.Format, Palette.From(task.Book.Brief.Brand.Colours), task.Seed, task.Segment, task.Angle, task.Writer, illustration, task.Type);
        return art is not null && art.Pictures.Count < task.Pictures.Count ? (null, art.Notes[^1]) : (art, fault);
    }

    private static readonly string Offer = Angle.Offer.ToString().ToLowerInvariant();

    private static double Score(List<string> headlines, FactSheet facts) => headlines.Average(h => StyleScorer.Score(h, facts.Language));

    /// <summary>The texts that are scored, as when they were written.</summary>
    private static List<string> Headlines(FormatSpec format, IReadOnlyDictionary<string, Phrase> texts) => format.IsSet
        ? [.. texts.Where(t => format.Set.First(p => p.From == Source.Headlines) is var part && t.Key.StartsWith(part.Prefix, StringComparison.Ordinal) && RoleOf(t.Key, format) == Roles.Headline).Select(t => t.Value.Text)]
        : [texts[Roles.Headline].Text];

    /// <summary>What the creative argues with, as long as it still says it; else what its words rest on now. A set argues with everything.</summary>
    private static (string Angle, string? Evidence) Argument(EditTask task, FactSheet facts, Dictionary<string, Phrase> texts)
    {
        if (task.Format.IsSet) return (task.Angle, task.Evidence);
        List<string> said = [.. texts[Roles.Headline].Facts, .. texts.GetValueOrDefault(Roles.Body)?.Facts ?? []];
        if (task.Evidence is { } kept && said.Contains(kept)) return (task.Angle, kept);
        if (said.Select(id => facts.Claims.FirstOrDefault(c => c.Id == id)).FirstOrDefault(c => c is not null) is { } claim) return (Slot.AngleOf(claim.Kind).ToString().ToLowerInvariant(), claim.Id);
        return facts.Offer is { } offer && said.Contains(offer.Id) ? (Offer, offer.Id) : (Angle.Product.ToString().ToLowerInvariant(), null);
    }

    /// <summary>Another creative says the same, whatever price or small print stands beside it.</summary>
    private static IEnumerable<Violation> Twins(EditTask task, Dictionary<string, Phrase> texts)
    {
        string Key(IEnumerable<KeyValuePair<string, string>> all) =>
            string.Join('\n', all.Where(t => RoleOf(t.Key, task.Format) is not null and not Roles.ShortHeadline).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => Tokens.Fold(t.Value)));
        return task.Others.Select(Key).Contains(Key(texts.Select(t => KeyValuePair.Create(t.Key, t.Value.Text)))) ? [new(Codes.Twin, "another creative says the same")] : [];
    }

    /// <summary>The network combines the texts of a set: no two alike, and a short one where it asks for one.</summary>
    private static IEnumerable<Violation> InSet(FormatSpec format, Dictionary<string, Phrase> texts, IEnumerable<string> edited)
    {
        if (!format.IsSet) yield break;
        foreach (var key in edited)
            foreach (var other in texts.Where(t => t.Key != key && RoleOf(t.Key, format) is not null))
                if (Likeness.Of(Likeness.Shingles(texts[key].Text), Likeness.Shingles(other.Value.Text)) >= TextSet.TooAlike)
                    yield return new(Codes.NearDuplicate, $"{key} is too like {other.Key}");
        foreach (var part in format.Set.Where(p => p.OneWithin > 0))
            if (texts.Where(t => t.Key.StartsWith(part.Prefix, StringComparison.Ordinal)).All(t => t.Value.Text.Length > part.OneWithin))
                yield return new(Codes.TooLong, $"no {part.Prefix} has at most {part.OneWithin} characters; one must");
    }
}
