using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>Every word of a phrase must be neutral or come from a fact that it cites; ranks, trade and pressure have rules of their own.</summary>
internal sealed class ClaimWords(Vocabulary words, IReadOnlyList<Evidence> cited, Offer? offer)
{
    private readonly HashSet<string> _evidence = [.. cited.SelectMany(e => e.Words)];
    private readonly bool _onlyNeutral = cited.All(e => e.Words.All(words.Neutral.Contains));

    public IEnumerable<Violation> Check(string text)
    {
        var padded = Tokens.Padded(text);
        var tokens = padded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var named = new HashSet<string>();
        foreach (var term in words.Superlatives.Where(t => padded.Contains(t, StringComparison.Ordinal) && !cited.Any(e => e.Padded.Contains(t, StringComparison.Ordinal))))
        {
            named.UnionWith(term.Split(' '));
            yield return new(Codes.UnsupportedSuperlative, $"\"{term.Trim()}\" is in no cited fact");
        }
        foreach (var term in words.Urgency.Where(t => padded.Contains(t, StringComparison.Ordinal)))
        {
            named.UnionWith(term.Split(' '));
            if (!NamesLastDay(text)) yield return new(Codes.UnsupportedUrgency, $"\"{term.Trim()}\" without a last day that the offer has");
        }
        foreach (var token in tokens.Distinct())
        {
            if (token.Length < 2 || char.IsAsciiDigit(token[0]) || named.Contains(token) || words.Neutral.Contains(token) || Supported(token)) continue;
            if (words.OfferWords.Contains(token)) { if (offer is null) yield return new(Codes.UnsupportedOffer, $"\"{token}\" without citing the offer"); }
            else if (words.DeadlineWords.Contains(token)) { if (offer?.EndsOn is null) yield return new(Codes.UnsupportedUrgency, $"\"{token}\" without a last day"); }
            else yield return new(Codes.UnsupportedWord, $"\"{token}\" is in no cited fact");
        }
        if (tokens.All(words.Neutral.Contains) && !_onlyNeutral) yield return new(Codes.SaysNothing, "nothing of what it cites");
        for (var i = 1; i < tokens.Length; i++)
            if (tokens[i] == tokens[i - 1] && tokens[i].Length > 1 && !char.IsAsciiDigit(tokens[i][0]) && !cited.Any(e => e.Padded.Contains($" {tokens[i]} {tokens[i]} ", StringComparison.Ordinal)))
                yield return new(Codes.RepeatedWord, $"\"{tokens[i]} {tokens[i]}\"");
        foreach (var word in text.Split(' ').Select(w => w.Trim('.', ',', ':', '!', '?', '(', ')')).Where(w => w.Count(char.IsUpper) >= 4 && !w.Any(char.IsLower)))
            if (!cited.Any(e => e.Text.Contains(word, StringComparison.Ordinal))) yield return new(Codes.Shouting, $"\"{word}\"");
    }

    /// <summary>The phrase itself says when it ends, and that is when the offer ends.</summary>
    private bool NamesLastDay(string text) => offer?.EndsOn is { } end && Tokens.Contains(text, words.Months[end.Month - 1])
        && NumberReader.In(text, "en").Any(n => n.Value == end.Day && n.Unit.Length == 0);

    private bool Supported(string token) => _evidence.Contains(token) || _evidence.Any(word => SameWord(token, word));

    /// <summary>calm and calms, apaise and apaisez: a common stem of three letters or more, and endings of the language.</summary>
    private bool SameWord(string a, string b)
    {
        var stem = 0;
        while (stem < a.Length && stem < b.Length && a[stem] == b[stem]) stem++;
        return stem >= 3 && Ending(a[stem..]) && Ending(b[stem..]);
    }

    private bool Ending(string rest) => rest.Length == 0 || words.Endings.Contains(rest);
}
