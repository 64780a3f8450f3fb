using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>For a language whose words it knows: every word must be neutral or come from a cited fact.</summary>
internal sealed class PhraseGate : IPhraseGate
{
    private readonly FactSheet _facts;
    private readonly BrandRules _brand;
    private readonly Vocabulary _words;
    private readonly IReadOnlyDictionary<string, Evidence> _evidence;
    private readonly Dictionary<string, IReadOnlyList<Violation>> _read = [];

    public PhraseGate(FactSheet facts, BrandRules brand)
    {
        (_facts, _brand) = (facts, brand);
        _words = Vocabulary.For(facts.Language) ?? throw new InvalidOperationException($"The gate has no words of {facts.Language}.");
        _evidence = Evidence.Of(facts, _words);
    }

    public IReadOnlyList<Violation> Check(string role, Phrase phrase, FormatSpec format)
    {
        List<Violation> found = [];
        if (format.Find(role) is { } limit && phrase.Text.Length > limit.Max) found.Add(new(Codes.TooLong, $"{phrase.Text.Length} characters, at most {limit.Max}"));
        found.AddRange(InAnyFormat(role, phrase));
        if (role is Roles.Headline or Roles.ShortHeadline or Roles.LongHeadline or Roles.Body) found.AddRange(InThisFormat(_facts, role, phrase, format));
        return found;
    }

    /// <summary>The same phrase is read once, whatever formats use it.</summary>
    private IReadOnlyList<Violation> InAnyFormat(string role, Phrase phrase)
    {
        var free = role is not (Roles.Cta or Roles.Disclosure or Roles.Legal or Roles.Sponsored);
        var key = $"{(free ? "" : role)}|{string.Join(',', phrase.Facts)}|{phrase.Text}";
        return _read.TryGetValue(key, out var known) ? known : _read[key] = [.. Read(role, phrase)];
    }

    private IEnumerable<Violation> Read(string role, Phrase phrase)
    {
        var text = phrase.Text;
        return Characters.Check(text, _facts.Language, string.Join(' ', Cited(phrase).Select(e => e.Text)))
            .Concat(Links.Check(text, _facts.Domains))
            .Concat(_brand.ForbiddenTerms.Where(term => Tokens.Contains(text, term)).Select(term => new Violation(Codes.ForbiddenTerm, $"\"{term}\"")))
            .Concat(role switch
            {
                Roles.Cta => Closed(_words.Buttons.Contains(text), Codes.UnknownButton, text),
                Roles.Disclosure => Closed(text == _words.Disclosure, Codes.NotVerbatim, "the disclosure is fixed"),
                Roles.Legal => Closed(text == _facts.Mandatory, Codes.NotVerbatim, "the mandatory text must stand whole"),
                Roles.Sponsored => Closed(text == _facts.Advertiser, Codes.NotVerbatim, "must be the advertiser's name"),
                _ => Claims(phrase),
            });
    }

    public static IEnumerable<Violation> Closed(bool ok, string code, string detail) => ok ? [] : [new(code, detail)];

    private IEnumerable<Violation> Claims(Phrase phrase)
    {
        if (phrase.Facts.Count == 0) yield return new(Codes.Uncited, "cites no fact");
        foreach (var id in phrase.Facts.Where(id => !_evidence.ContainsKey(id))) yield return new(Codes.UnknownFact, id);
        var cited = Cited(phrase);
        var offer = _facts.Offer is { } o && phrase.Facts.Contains(o.Id) ? o : null;
        foreach (var number in NumberReader.In(phrase.Text, _facts.Language))
            if (!cited.Any(e => e.Numbers.Contains(number))) yield return new(Codes.UnsupportedNumber, $"{number.Value} {number.Unit}".TrimEnd());
        foreach (var violation in _words.Unspaced ? new UnspacedClaims(_words, cited, offer).Check(phrase.Text) : new ClaimWords(_words, cited, offer).Check(phrase.Text)) yield return violation;
    }

    /// <summary>Where a format has no line for sources, a proof names its own; a text of a set reads alone.</summary>
    public static IEnumerable<Violation> InThisFormat(FactSheet facts, string role, Phrase phrase, FormatSpec format)
    {
        foreach (var claim in facts.Claims.Where(c => c.Source is not null && phrase.Facts.Contains(c.Id)))
            if (format.Find(Roles.Source) is null && !phrase.Text.Contains(claim.Source!, StringComparison.Ordinal)) yield return new(Codes.MissingSource, $"{claim.Id} must name its source here");
        if (format.IsSet)
            foreach (var violation in ReadsAlone.Check(role, phrase.Text, facts.Language)) yield return violation;
    }

    private List<Evidence> Cited(Phrase phrase) => [.. phrase.Facts.Where(_evidence.ContainsKey).Select(id => _evidence[id])];
}
