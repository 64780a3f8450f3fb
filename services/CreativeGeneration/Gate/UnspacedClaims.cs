using System.Text.RegularExpressions;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>
/// <see cref="ClaimWords"/> for a language without spaces: a phrase must be coverable, end to end, by neutral words and by pieces of cited facts of two
/// characters or more. A negation, a rank or a new noun leaves a gap.
/// </summary>
internal sealed partial class UnspacedClaims(Vocabulary words, IReadOnlyList<Evidence> cited, Offer? offer)
{
    private readonly string _evidence = string.Join('\n', cited.Select(e => Flat(e.Text)).Concat(cited.SelectMany(e => e.Words)));
    private readonly string[] _free = [.. words.Neutral, .. words.OfferWords.Where(_ => offer is not null), .. words.DeadlineWords.Append(words.Months[(offer?.EndsOn?.Month ?? 1) - 1]).Where(_ => offer?.EndsOn is not null)];

    [GeneratedRegex("[A-Z][A-Z0-9-]{3,}")]
    private static partial Regex Capitals();

    public IEnumerable<Violation> Check(string text)
    {
        var flat = Flat(text);
        var named = false;
        foreach (var term in words.Superlatives.Select(t => t.Trim()).Where(t => flat.Contains(t, StringComparison.Ordinal) && !_evidence.Contains(t, StringComparison.Ordinal)))
        {
            named = true;
            yield return new(Codes.UnsupportedSuperlative, $"\"{term}\" is in no cited fact");
        }
        foreach (var term in words.Urgency.Select(t => t.Trim()).Where(t => flat.Contains(t, StringComparison.Ordinal)))
        {
            named = true;
            if (!NamesLastDay(text)) yield return new(Codes.UnsupportedUrgency, $"\"{term}\" without a last day that the offer has");
        }
        if (!named && Gap(flat, _free, _evidence) is { } gap)
        {
            var (trade, ends) = (words.OfferWords.Any(w => gap.StartsWith(w, StringComparison.Ordinal)), words.DeadlineWords.Any(w => gap.StartsWith(w, StringComparison.Ordinal)));
            yield return new(ends ? Codes.UnsupportedUrgency : trade ? Codes.UnsupportedOffer : Codes.UnsupportedWord, $"\"{gap}\" is in no cited fact");
        }
        else if (!named && !flat.Any(char.IsAsciiDigit) && Gap(flat, words.Neutral, "") is null && Gap(_evidence, words.Neutral, "") is not null)
            yield return new(Codes.SaysNothing, "nothing of what it cites");
        foreach (Match word in Capitals().Matches(text))
            if (!cited.Any(e => e.Text.Contains(word.Value, StringComparison.Ordinal))) yield return new(Codes.Shouting, $"\"{word.Value}\"");
    }

    private bool NamesLastDay(string text) => offer?.EndsOn is { } end && text.Contains(words.Months[end.Month - 1], StringComparison.Ordinal)
        && NumberReader.In(text, "ja").Any(n => n.Value == end.Day && n.Unit.Length == 0);

    /// <returns>From where on no cover reaches any further; null when the text is covered.</returns>
    private static string? Gap(string text, IEnumerable<string> free, string evidence)
    {
        var reached = new bool[text.Length + 1];
        reached[0] = true;
        var furthest = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!reached[at]) continue;
            furthest = at;
            foreach (var word in free)
                if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0) reached[at + word.Length] = true;
            if (!char.IsLetter(text[at])) { reached[at + 1] = true; continue; }
            var (least, most) = Latin(text[at]) ? (Run(text, at), Run(text, at)) : (2, text.Length - at);
            for (var length = least; length <= most && evidence.Contains(text.AsSpan(at, length), StringComparison.Ordinal); length++) reached[at + length] = true;
        }
        return reached[text.Length] ? null : text[furthest..Math.Min(text.Length, furthest + 8)];
    }

    private static bool Latin(char c) => c < 0x0250;

    /// <summary>Foreign words stand whole or not at all.</summary>
    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && Latin(text[end]) && char.IsLetterOrDigit(text[end])) end++;
        return end - at;
    }

    private static string Flat(string text) => Tokens.Fold(text);
}
