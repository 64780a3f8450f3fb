using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.English;

/// <summary>The facts as English sentence parts: articles, base forms, and what shape a clause has.</summary>
internal sealed class EnglishTerms(FactSheet facts, bool american)
{
    private static readonly string[] SilentH = ["hour", "honest", "honour", "honor", "heir"];
    private static readonly string[] YouSound = ["uni", "use", "usu", "util", "euro", "one", "once", "ubi", "uku", "ute"];
    private static readonly HashSet<string> Uncountable =
        ["furniture", "software", "clothing", "equipment", "insurance", "luggage", "jewellery", "jewelry", "bedding", "footwear", "water", "milk", "bread", "rice", "skincare", "haircare", "makeup", "music", "electricity", "internet"];

    public FactSheet Facts => facts;
    public Term Product { get; } = new(facts.Product, FactBook.ProductId, IsName: true);
    public Term Advertiser { get; } = new(facts.Advertiser, FactBook.AdvertiserId, IsName: true);

    /// <summary>The name of the advertiser says something that the product's does not.</summary>
    public bool NamesAdvertiser { get; } = !facts.Product.Contains(facts.Advertiser, StringComparison.OrdinalIgnoreCase);

    /// <summary>Kind without its article; null when there is none.</summary>
    public Term? Kind { get; } = facts.Kind is { } kind ? new Term(WithoutArticle(kind), FactBook.ProductId) : null;

    /// <summary>One of it can be counted, so that "a ... that" works and the verb is singular.</summary>
    public bool KindIsSingular => Kind is { Text: var kind } && !Uncountable.Contains(LastWord(kind))
        && (!kind.EndsWith('s') || kind.EndsWith("ss", StringComparison.Ordinal) || kind.EndsWith("us", StringComparison.Ordinal) || kind.EndsWith("is", StringComparison.Ordinal));

    /// <summary>"Hestia Radiator" says by itself that it is a radiator: naming the kind beside it would stutter.</summary>
    public bool NameSaysKind => Kind is { } kind && Gate.Tokens.Contains(facts.Product, LastWord(kind.Text));

    public Term AKind => Kind!.Value.With(Article(Kind.Value.Text) + " ");

    public static Term Of(Claim claim) => new(claim.Text, claim.Id);

    /// <summary>The claim as an infinitive or imperative ("calm the evening"), where the reader can be the one who does it.</summary>
    public Term? Imperative(Claim claim)
    {
        var words = claim.Text.Split(' ', 2);
        if (words.Length < 2 || !EnglishVerbs.ReaderDoes.Contains(EnglishVerbs.Base(words[0]) ?? "")) return null;
        return $" {words[1]} ".Contains(" you ") || words[1].Contains("itself") ? null : new Term($"{EnglishVerbs.Base(words[0])} {words[1]}", claim.Id);
    }

    public Shape ShapeOf(Claim claim)
    {
        var words = claim.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var first = words[0].ToLowerInvariant();
        if (claim.Text.Contains(facts.Product, StringComparison.OrdinalIgnoreCase)) return Shape.Sentence;
        if (EnglishVerbs.Base(first) is not null) return Shape.Verb;
        // After a determiner or a preposition stands a noun, also where it looks like a verb: "a blend of".
        bool NounPlace(int i) => EnglishVerbs.Determiners.Contains(words[i - 1].ToLowerInvariant()) || EnglishVerbs.Prepositions.Contains(words[i - 1].ToLowerInvariant());
        var verbLater = Enumerable.Range(1, words.Length - 1).Any(i => !NounPlace(i) && EnglishVerbs.IsFinite(words[i].TrimEnd(',').ToLowerInvariant()));
        if (char.IsAsciiDigit(first[0]) || EnglishVerbs.Determiners.Contains(first)) return verbLater ? Shape.Sentence : Shape.Noun;
        if (EnglishVerbs.IsQuality(first)) return Shape.Quality;
        return words.Skip(1).Any(w => EnglishVerbs.Base(w.ToLowerInvariant()) is not null) && !EnglishVerbs.Prepositions.Contains(first) ? Shape.Sentence : Shape.Label;
    }

    public string Article(string noun)
    {
        var word = noun.Split(' ', '-')[0];
        var lower = word.ToLowerInvariant();
        if (word.Length > 1 && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))) return "AEFHILMNORSX8".Contains(word[0]) ? "an" : "a";
        if (char.IsAsciiDigit(word[0])) return word[0] == '8' || word is "11" or "18" ? "an" : "a";
        if (SilentH.Any(lower.StartsWith) || (american && lower.StartsWith("herb", StringComparison.Ordinal))) return "an";
        if (YouSound.Any(lower.StartsWith)) return "a";
        return "aeiouàâéèêîôû".Contains(lower[0]) ? "an" : "a";
    }

    private static string WithoutArticle(string kind) =>
        new[] { "a ", "an ", "the " }.FirstOrDefault(a => kind.StartsWith(a, StringComparison.OrdinalIgnoreCase)) is { } article ? kind[article.Length..] : kind;

    private static string LastWord(string text) => text[(text.LastIndexOf(' ') + 1)..].ToLowerInvariant();
}
