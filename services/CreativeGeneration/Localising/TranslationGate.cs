using System.Globalization;
using System.Text;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Localising;

/// <summary>
/// For a language whose words the gate does not know. What stands in the text is checked directly: length, script, code points, addresses, forbidden terms, numbers, names, citations. What it claims is
/// checked through its translation back: that must pass the source language's own gate on the same facts, and say something of each of them.
/// </summary>
internal sealed class TranslationGate : IPhraseGate
{
    /// <summary>What the source's gate may find in a translation back that would be a claim; how it is typeset does not matter, because nobody sees it.</summary>
    private static readonly HashSet<string> Claims =
        [Codes.UnsupportedNumber, Codes.UnsupportedSuperlative, Codes.UnsupportedUrgency, Codes.UnsupportedOffer, Codes.UnsupportedWord, Codes.ForbiddenTerm, Codes.MarkUp, Codes.ForeignUrl, Codes.Uncited, Codes.UnknownFact];

    private const string Marks = " .,:;!?'’‘“”„«»()-–—−%‰€$£¥₽₴&/+…·°®™@#\"";
    private readonly FactSheet _facts;
    private readonly BrandRules _brand;
    private readonly TargetLanguage _target;
    private readonly bool _byPerson;
    private readonly PhraseGate _source;
    private readonly Vocabulary _sourceWords;
    private readonly IReadOnlyDictionary<string, Evidence> _evidence;
    private readonly Mask _mask;

    public TranslationGate(FactSheet facts, BrandRules brand, TargetLanguage target, bool byPerson)
    {
        (_facts, _brand, _target, _byPerson) = (facts, brand, target, byPerson);
        var from = facts.TranslatedFrom!;
        _sourceWords = Vocabulary.For(from.Language)!;
        _source = new(from, brand);
        _evidence = Evidence.Of(from, _sourceWords);
        _mask = new(facts, Grammars.For(from.Locale)!, target);
    }

    public IReadOnlyList<Violation> Check(string role, Phrase phrase, FormatSpec format)
    {
        var text = phrase.Text;
        List<Violation> found = [];
        if (format.Find(role) is { } limit && text.Length > limit.Max) found.Add(new(Codes.TooLong, $"{text.Length} characters, at most {limit.Max}"));
        found.AddRange(Links.Check(text, _facts.Domains));
        found.AddRange(_brand.ForbiddenTerms.Where(term => Tokens.Contains(text, term)).Select(term => new Violation(Codes.ForbiddenTerm, $"\"{term}\"")));
        switch (role)
        {
            case Roles.Cta: found.AddRange(PhraseGate.Closed(_target.Buttons.Contains(text), Codes.UnknownButton, text)); break;
            case Roles.Disclosure: found.AddRange(PhraseGate.Closed(text == _target.Labels.Disclosure, Codes.NotVerbatim, "the disclosure is fixed")); break;
            case Roles.Legal: found.AddRange(PhraseGate.Closed(text == _facts.Mandatory, Codes.NotVerbatim, "the mandatory text must stand whole")); break;
            case Roles.Sponsored: found.AddRange(PhraseGate.Closed(text == _facts.Advertiser, Codes.NotVerbatim, "must be the advertiser's name")); break;
            default: found.AddRange(Cited(phrase)); break;
        }
        if (role is not (Roles.Headline or Roles.ShortHeadline or Roles.LongHeadline or Roles.Body)) return found;
        found.AddRange(PhraseGate.InThisFormat(_facts, role, phrase, format));
        if (!_byPerson) found.AddRange(Translated(role, phrase, format));
        return found;
    }

    private IEnumerable<Violation> Cited(Phrase phrase)
    {
        if (phrase.Facts.Count == 0) yield return new(Codes.Uncited, "cites no fact");
        foreach (var id in phrase.Facts.Where(id => !_evidence.ContainsKey(id))) yield return new(Codes.UnknownFact, id);
        var cited = phrase.Facts.Where(_evidence.ContainsKey).Select(id => _evidence[id]).ToList();
        var bare = _mask.Bare(phrase.Text, target: true).Replace(_target.Labels.Source, "", StringComparison.Ordinal);
        foreach (var number in NumberReader.In(bare, _target.Language))
            if (!cited.Any(e => e.Numbers.Contains(number))) yield return new(Codes.UnsupportedNumber, $"{number.Value} {number.Unit}".TrimEnd());
        foreach (var violation in Written(bare, cited)) yield return violation;
        if (!phrase.Text.IsNormalized(NormalizationForm.FormC)) yield return new(Codes.CodePoint, "is not in normalization form C");
        if (phrase.Text != phrase.Text.Trim() || phrase.Text.Contains("  ", StringComparison.Ordinal)) yield return new(Codes.Typography, "stray spaces");
        if (phrase.Text.Contains("!!", StringComparison.Ordinal) || phrase.Text.Contains("??", StringComparison.Ordinal)) yield return new(Codes.Typography, "repeated marks");
    }

    /// <summary>Every word in the target's script, letter by letter: a look-alike of another script is none of its letters. Foreign words stand only as a cited fact has them.</summary>
    private IEnumerable<Violation> Written(string bare, List<Evidence> cited)
    {
        var spaces = bare.Replace("\u00A0%", "%", StringComparison.Ordinal);
        for (var at = 0; at < spaces.Length; at++)
            if (spaces[at] is '\u00A0' && !(at > 0 && char.IsAsciiDigit(spaces[at - 1]))) yield return new(Codes.CodePoint, $"U+00A0 at {at}");
        foreach (var rune in bare.EnumerateRunes().Where(r => !Rune.IsLetter(r) && r.Value != 0xA0 && !(r.Value is >= '0' and <= '9') && !Marks.Contains(r.ToString(), StringComparison.Ordinal)).Distinct())
            yield return new(Codes.CodePoint, $"U+{rune.Value:X4}");
        foreach (var word in Words(bare).Where(w => !w.EnumerateRunes().Where(Rune.IsLetter).All(_target.Has)))
            if (!cited.Any(e => e.Words.Contains(Tokens.Fold(word)))) yield return new(Codes.WrongScript, $"\"{word}\" is not written in {_target.Script} letters");
        foreach (var word in Words(bare).Where(w => w.Count(char.IsUpper) >= 4 && !w.Any(char.IsLower)))
            if (!cited.Any(e => e.Text.Contains(word, StringComparison.Ordinal))) yield return new(Codes.Shouting, $"\"{word}\"");
    }

    private static IEnumerable<string> Words(string text) => text.Split([.. Marks, '\u00A0'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.EnumerateRunes().Any(Rune.IsLetter));

    private IEnumerable<Violation> Translated(string role, Phrase phrase, FormatSpec format)
    {
        if (phrase.Translation is not { } made) { yield return new(Codes.Untranslated, "does not say what it was translated from"); yield break; }
        if (made.Fault is { } fault) yield return new(Codes.Placeholder, fault);
        var (asked, came) = (Numbers(_mask.Bare(made.Source, target: false), _facts.TranslatedFrom!.Language), Numbers(_mask.Bare(phrase.Text, target: true), _target.Language));
        if (!asked.SequenceEqual(came)) yield return new(Codes.UnsupportedNumber, $"its numbers ({Say(came)}) are not the source's ({Say(asked)})");
        // A text that the source's gate can read word by word is still in the source's language.
        var bare = new Phrase(phrase.Rule, [new Part(_mask.Bare(phrase.Text, target: true).Trim(' ', ':', '.', ',', '–', '-'), phrase.Facts.FirstOrDefault()), .. phrase.Facts.Skip(1).Select(id => new Part("", id))]);
        if (Words(bare.Text).Any() && _source.Check(role, bare, format).All(v => v.Code != Codes.UnsupportedWord)) yield return new(Codes.Untranslated, $"is still in {_facts.TranslatedFrom.Language}");
        if (made.Back is not { } back) { yield return new(Codes.BackTranslation, "was not translated back"); yield break; }
        var said = new Phrase(phrase.Rule, [new Part(back, phrase.Facts.FirstOrDefault()), .. phrase.Facts.Skip(1).Select(id => new Part("", id))]);
        foreach (var v in _source.Check(role, said, format).Where(v => Claims.Contains(v.Code))) yield return new(Codes.BackTranslation, $"reads back as \"{back}\": {v.Code}, {v.Detail}");
        if (!Numbers(_mask.Bare(back, target: false), _facts.TranslatedFrom.Language).SequenceEqual(asked)) yield return new(Codes.BackTranslation, $"reads back as \"{back}\": other numbers than the source");
        foreach (var id in phrase.Facts.Where(id => _evidence.TryGetValue(id, out var e) && !Says(back, e))) yield return new(Codes.BackTranslation, $"reads back as \"{back}\": nothing of {id}");
    }

    /// <summary>A word of the fact that is not one of those that claim nothing, or one of its numbers.</summary>
    private bool Says(string back, Evidence fact)
    {
        if (NumberReader.In(back, _facts.TranslatedFrom!.Language).Any(fact.Numbers.Contains)) return true;
        return _sourceWords.Unspaced ? Likeness.Shingles(back).Overlaps(Likeness.Shingles(fact.Text)) : Tokens.Of(back).Any(t => fact.Words.Contains(t) && !_sourceWords.Neutral.Contains(t));
    }

    private static List<StatedNumber> Numbers(string text, string language) => [.. NumberReader.In(text, language).OrderBy(n => n.Value).ThenBy(n => n.Unit, StringComparer.Ordinal)];

    private static string Say(List<StatedNumber> numbers) => numbers.Count == 0 ? "none" : string.Join(", ", numbers.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Value:0.##}{n.Unit}")));
}
