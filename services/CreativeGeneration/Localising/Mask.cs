using System.Text.RegularExpressions;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Localising;

/// <summary>
/// Names, sources and the figures of the offer never reach a translator: a mark such as {1} stands for each, and what the target language prints is put back in its place. So none of them can be changed,
/// and a currency cannot become another.
/// </summary>
internal sealed partial class Mask
{
    private readonly List<(string Source, string Target)> _kept;

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Mark();

    /// <param name="target">Made by <see cref="Tongue"/>: it knows the sheet that it is translated from.</param>
    public Mask(FactSheet target, ITypography sourcePrint, ITypography targetPrint)
    {
        var source = target.TranslatedFrom!;
        List<(string? Source, string? Target)> kept =
        [
            .. source.Claims.Where(c => c.Source is not null).Select(c => (c.Source, c.Source)),
            (source.Product, target.Product), (source.Advertiser, target.Advertiser), (new Uri(source.LandingUrl).Host, new Uri(source.LandingUrl).Host),
            .. source.Offer is { } offer ? Terms(offer, sourcePrint).Zip(Terms(offer, targetPrint)) : [],
        ];
        // A name that has another in it goes first.
        _kept = [.. kept.Where(k => k is { Source.Length: > 0, Target: not null }).Select(k => (k.Source!, k.Target!)).DistinctBy(k => k.Item1).OrderByDescending(k => k.Item1.Length)];
    }

    /// <summary>The text with marks, which mean the same in every text of a sheet.</summary>
    public string Cover(string source)
    {
        for (var i = 0; i < _kept.Count; i++) source = source.Replace(_kept[i].Source, $"{{{i + 1}}}", StringComparison.Ordinal);
        return source;
    }

    /// <summary>A translation with its marks again, those that its source has.</summary>
    public string CoverTarget(string target, string covered)
    {
        var used = Marks(covered).ToHashSet();
        foreach (var (kept, i) in _kept.Select((k, i) => (k.Target, i)).OrderByDescending(k => k.Target.Length))
            if (used.Contains($"{{{i + 1}}}")) target = target.Replace(kept, $"{{{i + 1}}}", StringComparison.Ordinal);
        return target;
    }

    /// <summary>What each mark of a covered text stands for, so that the sentence around it can be written.</summary>
    public Dictionary<string, string> Meanings(IEnumerable<string> covered)
    {
        var used = covered.SelectMany(t => Mark().Matches(t).Select(m => m.Value)).ToHashSet();
        return _kept.Select((k, i) => (Key: $"{{{i + 1}}}", k.Source)).Where(k => used.Contains(k.Key)).ToDictionary(k => k.Key, k => k.Source);
    }

    /// <param name="covered">What was asked.</param>
    /// <param name="answer">What came back: it must have the same marks, each as often.</param>
    /// <param name="toTarget">False puts the source's own words back.</param>
    /// <returns>The text, and why it is not whole.</returns>
    public (string Text, string? Fault) Uncover(string covered, string answer, bool toTarget)
    {
        var (asked, came) = (Marks(covered), Marks(answer));
        var fault = asked.Except(came).FirstOrDefault() is { } missing ? $"{missing} ({Meaning(missing)}) is missing"
            : came.Except(asked).FirstOrDefault() is { } foreign ? $"{foreign} stands for nothing in the source"
            : asked.Count != came.Count ? "a name or figure is said more often, or less, than in the source" : null;
        return (Mark().Replace(answer, m => Number(m.Value) is var i && i < _kept.Count ? toTarget ? _kept[i].Target : _kept[i].Source : m.Value), fault);
    }

    /// <summary>What is left of a text when all that is kept word by word is taken out.</summary>
    public string Bare(string text, bool target)
    {
        foreach (var kept in _kept.Select(k => target ? k.Target : k.Source).OrderByDescending(k => k.Length)) text = text.Replace(kept, " ", StringComparison.Ordinal);
        return text;
    }

    private static List<string> Marks(string text) => [.. Mark().Matches(text).Select(m => m.Value)];

    private static int Number(string mark) => int.TryParse(mark.AsSpan(1, mark.Length - 2), out var n) && n > 0 ? n - 1 : int.MaxValue;

    private string Meaning(string mark) => Number(mark) is var i && i < _kept.Count ? _kept[i].Source : mark;

    private static IEnumerable<string?> Terms(Offer offer, ITypography print)
    {
        var terms = new OfferTerms(print, offer);
        return [terms.Price?.Text, terms.Prior?.Text, terms.Saving?.Text, terms.Discount?.Text, terms.Code?.Text, terms.Until?.Text];
    }
}
