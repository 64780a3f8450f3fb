using System.Text.RegularExpressions;

namespace AdPlatform.MediaPlanning.ReadingSentence;

/// <summary>The sentence in lower case; what a rule has taken is blanked, so that no word counts twice and places stay.</summary>
internal sealed class SentenceRest(string text)
{
    private readonly char[] rest = text.ToLowerInvariant().Replace('\u2019', '\'').Replace('\u00a0', ' ').Replace('\u202f', ' ').ToCharArray();

    public Match? Match(Regex rule)
    {
        var found = rule.Match(new string(rest));
        if (!found.Success) return null;
        Blank(found.Index, found.Length);
        return found;
    }

    /// <summary>Takes a whole word or phrase; false when it is not there.</summary>
    public bool Take(string word) => TakeWithin(word, 0, rest.Length);

    public bool TakeWithin(string word, int from, int to)
    {
        var at = from;
        while ((at = Array.IndexOf(rest, word[0], at)) >= 0 && at < Math.Min(to, rest.Length))
        {
            if (at + word.Length <= rest.Length && rest.AsSpan(at, word.Length).SequenceEqual(word) && !IsLetter(at - 1) && !IsLetter(at + word.Length))
            {
                Blank(at, word.Length);
                return true;
            }
            at++;
        }
        return false;
    }

    public List<string> TakeAll(IReadOnlyDictionary<string, string> words)
    {
        var found = new List<(int Place, string Value)>();
        foreach (var (word, value) in words.OrderByDescending(p => p.Key.Length).ThenBy(p => p.Key, StringComparer.Ordinal))
        {
            var place = new string(rest).IndexOf(word, StringComparison.Ordinal);
            while (Take(word)) found.Add((place, value));
        }
        return [.. found.OrderBy(f => f.Place).Select(f => f.Value).Distinct()];
    }

    /// <summary>What no rule has taken and what is no filler.</summary>
    public IReadOnlyList<string> Words() =>
        [.. new string(rest).Split([' ', ',', '.', ';', ':', '!', '?', '\'', '(', ')', '"', '-'], StringSplitOptions.RemoveEmptyEntries).Where(word => !SentenceWords.Fillers.Contains(word) && word.Any(char.IsLetterOrDigit)).Distinct()];

    private bool IsLetter(int at) => at >= 0 && at < rest.Length && (char.IsLetterOrDigit(rest[at]) || rest[at] == '-');

    private void Blank(int from, int length) => rest.AsSpan(from, length).Fill(' ');
}
