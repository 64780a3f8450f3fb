namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>The words by which a language's clauses are told apart. One that is missing only costs sentence patterns, never correctness.</summary>
internal sealed record ClauseWords
{
    /// <summary>Present tense, third person singular.</summary>
    public required HashSet<string> Singular { get; init; }

    /// <summary>Other finite forms: their presence makes a clause a sentence.</summary>
    public required IReadOnlySet<string> Plural { get; init; }

    public required IReadOnlySet<string> Determiners { get; init; }

    /// <summary>Pronouns that stand between subject and verb: se, si, lo.</summary>
    public IReadOnlySet<string> Clitics { get; init; } = new HashSet<string>();

    /// <summary>Adjectives and participles that can describe the product.</summary>
    public required IReadOnlySet<string> Qualities { get; init; }

    public Func<string, bool> IsQuality { get; init; } = _ => false;

    public static HashSet<string> Set(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    public static List<string> Split(string clause) => [.. clause.ToLowerInvariant().Split([' ', '\u00A0', '\u202F', ','], StringSplitOptions.RemoveEmptyEntries)];

    public Shape ShapeOf(string clause, string product)
    {
        var words = Split(clause);
        if (clause.Contains(product, StringComparison.OrdinalIgnoreCase)) return Shape.Sentence;
        if (Singular.Contains(words[0]) || (words.Count > 1 && Clitics.Contains(words[0]) && Singular.Contains(words[1]))) return Shape.Verb;
        // After a determiner stands a noun, also where it looks like a verb.
        var verbLater = Enumerable.Range(1, words.Count - 1).Any(i => (Singular.Contains(words[i]) || Plural.Contains(words[i])) && !Determiners.Contains(words[i - 1]));
        if (char.IsAsciiDigit(words[0][0]) || Determiners.Contains(words[0])) return verbLater ? Shape.Sentence : Shape.Noun;
        return Qualities.Contains(words[0]) || IsQuality(words[0]) ? Shape.Quality : Shape.Label;
    }
}
