namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>Gender of the head noun of a product's kind, by lexicon, then by ending. Unknown stays unknown: sentences that need it are then not written.</summary>
/// <param name="Articles">Article with a space or apostrophe behind it, with what it tells: m, f, or p for a plural.</param>
/// <param name="Feminine">Nouns that an ending does not tell.</param>
/// <param name="Plural">How plurals end, where the lexicon does not know better.</param>
internal sealed record RomanceNouns(
    IReadOnlyList<(string Article, char Tells)> Articles, IReadOnlySet<string> Feminine, IReadOnlySet<string> Masculine, IReadOnlyList<string> FeminineEndings, IReadOnlyList<string> MasculineEndings, Func<string, bool> Plural)
{
    /// <returns>The noun phrase without its article, and m or f; null for a plural or an unknown.</returns>
    public (string Noun, char? Gender) Read(string kind)
    {
        var told = Articles.FirstOrDefault(a => kind.StartsWith(a.Article, StringComparison.OrdinalIgnoreCase));
        var noun = told.Article is null ? kind : kind[told.Article.Length..];
        var head = noun.Split(' ')[0].ToLowerInvariant();
        if (told.Tells == 'p') return (noun, null);
        if (told.Tells is 'm' or 'f') return (noun, told.Tells);
        if (Feminine.Contains(head)) return (noun, 'f');
        if (Masculine.Contains(head)) return (noun, 'm');
        if (Plural(head)) return (noun, null);
        if (FeminineEndings.Any(e => head.EndsWith(e, StringComparison.Ordinal))) return (noun, 'f');
        return (noun, MasculineEndings.Any(e => head.EndsWith(e, StringComparison.Ordinal)) ? 'm' : null);
    }
}
