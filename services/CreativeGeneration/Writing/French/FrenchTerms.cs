using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.French;

/// <summary>The facts as French sentence parts.</summary>
internal sealed class FrenchTerms
{
    private static readonly string[] FormalWords = ["vous", "votre", "vos"];
    private static readonly string[] InformalWords = ["tu", "te", "ton", "ta", "tes", "toi"];
    private readonly (string Noun, Gender? Gender, bool Plural)? _kind;

    public FrenchTerms(FactSheet facts)
    {
        Facts = facts;
        _kind = facts.Kind is { } kind ? FrenchNouns.Read(kind) : null;
        Product = new Term(facts.Product, FactBook.ProductId, IsName: true);
        Advertiser = new Term(facts.Advertiser, FactBook.AdvertiserId, IsName: true);
    }

    public FactSheet Facts { get; }
    public bool Formal => Facts.Formal;
    public Term Product { get; }
    public Term Advertiser { get; }
    public bool NamesAdvertiser => !Facts.Product.Contains(Facts.Advertiser, StringComparison.OrdinalIgnoreCase);
    public Term? Kind => _kind is { } kind ? Noun(kind.Noun) : null;

    /// <summary>de Solène, d’Aurore, du Petit Thé.</summary>
    public Term DeProduct => Product with { Text = FrenchWords.De(Product.Text), IsName = false };

    /// <summary>de Maison Verte.</summary>
    public Term DeAdvertiser => Advertiser with { Text = FrenchWords.De(Advertiser.Text), IsName = false };

    public Term AProduct => Product with { Text = FrenchWords.A(Product.Text), IsName = false };

    /// <summary>une tisane; null where the gender is not known, or it is a plural.</summary>
    public Term? UnKind => Known is { } k ? Noun(FrenchWords.Indefinite(k.Noun, k.Gender)) : null;

    /// <summary>la tisane, l’eau.</summary>
    public Term? LeKind => Known is { } k ? Noun(FrenchWords.Definite(k.Noun, k.Gender)) : null;

    /// <summary>"Radiateur Hestia" says by itself that it is a radiator: naming the kind beside it would stutter.</summary>
    public bool NameSaysKind => _kind is { } kind && Gate.Tokens.Contains(Facts.Product, kind.Noun.Split(' ')[0]);

    /// <summary>votre tisane; ton infusion is masculine in form before a vowel.</summary>
    public Term? VotreKind => Formal && _kind is { Plural: false } f ? Noun("votre " + f.Noun)
        : Known is { } k ? Noun((k.Gender == Gender.Feminine && !FrenchWords.Elides(k.Noun) ? "ta " : "ton ") + k.Noun) : null;

    /// <summary>signé or signée.</summary>
    public string? Signed => Known is { } k ? k.Gender == Gender.Feminine ? "signée" : "signé" : null;

    /// <summary>Elle or Il, standing for the product of this kind.</summary>
    public string? Pronoun => Known is { } k ? k.Gender == Gender.Feminine ? "Elle" : "Il" : null;

    public string Discover => Formal ? "Découvrez" : "Découvre";
    public string Save => Formal ? "Économisez" : "Économise";

    public static Term Of(Claim claim) => new(claim.Text, claim.Id);

    public Shape ShapeOf(Claim claim)
    {
        var words = Words(claim);
        if (FrenchWords.Plain(claim.Text).Contains(FrenchWords.Plain(Facts.Product))) return Shape.Sentence;
        if (FrenchVerbs.IsSingular(words[0]) || (words.Count > 1 && FrenchVerbs.IsClitic(words[0]) && FrenchVerbs.IsSingular(words[1]))) return Shape.Verb;
        // After an article stands a noun, also where it looks like a verb: "un mélange de".
        var verbLater = Enumerable.Range(1, words.Count - 1).Any(i => FrenchVerbs.IsFinite(words[i]) && !FrenchVerbs.Determiners.Contains(words[i - 1]));
        if (char.IsAsciiDigit(words[0][0]) || FrenchVerbs.Determiners.Contains(words[0]) || claim.Text.StartsWith("l’", StringComparison.OrdinalIgnoreCase))
            return verbLater ? Shape.Sentence : Shape.Noun;
        if (FrenchVerbs.Qualities.Contains(words[0]) || words[0].EndsWith('é') || words[0].EndsWith("ée", StringComparison.Ordinal)) return Shape.Quality;
        return Shape.Label;
    }

    /// <summary>Apaisez la soirée, or Apaise la soirée: only where the clause speaks to nobody in the other form.</summary>
    public Term? Imperative(Claim claim) => Act(claim, verb => FrenchVerbs.Imperative(verb, Formal));

    public Term? Infinitive(Claim claim) => Act(claim, FrenchVerbs.Infinitive);

    /// <summary>An adjective or participle agrees with the product in the brief's words; it may only stand beside the kind if it agrees with that too.</summary>
    public bool AgreesWithKind(Claim claim)
    {
        var word = Words(claim)[0];
        return Known is { } kind && (FrenchVerbs.SameInBothGenders(word) || word.EndsWith('e') == (kind.Gender == Gender.Feminine));
    }

    /// <summary>Whether a clause addresses the reader in the brief's form of address, or not at all.</summary>
    public bool Addresses(Claim claim) => !Words(claim).Any((Formal ? InformalWords : FormalWords).Contains);

    private Term? Act(Claim claim, Func<string, string?> conjugate)
    {
        var words = claim.Text.Split(' ', 2);
        return words.Length == 2 && Addresses(claim) && conjugate(words[0].ToLowerInvariant()) is { } verb ? new Term($"{verb} {words[1]}", claim.Id) : null;
    }

    private (string Noun, Gender Gender)? Known => _kind is { Gender: { } gender, Plural: false } kind ? (kind.Noun, gender) : null;

    private static Term Noun(string text) => new(text, FactBook.ProductId);

    private static List<string> Words(Claim claim) => [.. claim.Text.ToLowerInvariant().Split([' ', '\u00A0', '\u202F', ','], StringSplitOptions.RemoveEmptyEntries)];
}
