namespace AdPlatform.CreativeGeneration.Writing.German;

internal enum GermanCase { Nominative, Accusative, Dative }

/// <summary>A product's kind as a German noun phrase: gender from the head noun's last part, adjectives inflected by article and case.</summary>
internal sealed class GermanKind
{
    private static readonly (string Gender, string Nouns)[] Lexicon =
    [
        ("m", "tee kaffee saft wein sirup kuchen käse joghurt honig schlafsack sack rucksack mantel pullover schuh stiefel hut schal gürtel ring roller wagen reifen helm tisch stuhl schrank teppich sessel kessel topf ofen herd kühlschrank staubsauger trockner föhn computer rechner laptop bildschirm drucker kopfhörer lautsprecher fernseher sender film roman kurs dienst vertrag tarif kredit urlaub flug reiseführer markt laden garten baum strauß kasten koffer rasierer balsam schutz service streamingdienst shop plan stift kalender wecker schmuck stoff"),
        ("f", "lampe leuchte jacke hose tasche mütze brille uhr kette creme lotion seife bürste salbe milch limonade schokolade suppe soße marmelade pizza versicherung bank karte app plattform serie reise kreuzfahrt schule ausbildung matratze decke bettwäsche liege couch kommode pfanne maschine kaffeemaschine spülmaschine waschmaschine kamera konsole box anlage heizung klimaanlage pumpe säge batterie software zeitung zeitschrift zahnbürste zahnpasta kerze pflege kollektion linie marke sammlung"),
        ("n", "rad fahrrad auto motorrad bier wasser brot müsli eis öl salz gewürz fleisch hemd kleid shirt t-shirt sofa bett regal kissen handtuch messer geschirr telefon handy smartphone tablet radio buch magazin spiel spielzeug programm abo abonnement konto hotel ticket museum konzert festival theater haus zimmer zelt boot shampoo gel serum parfüm parfum set gerät werkzeug holz pulver menü besteck"),
    ];

    private static readonly Dictionary<string, char> Genders = Lexicon.SelectMany(l => l.Nouns.Split(' ').Select(n => (n, l.Gender[0]))).DistinctBy(x => x.n).ToDictionary(x => x.n, x => x.Item2);
    private static readonly string[] FeminineEndings = ["ung", "heit", "keit", "schaft", "ion", "tät", "ik", "ei", "enz", "anz"];
    private static readonly string[] NeuterEndings = ["chen", "lein", "ment"];

    private readonly IReadOnlyList<string> _adjectives;
    private readonly string _noun;
    private readonly char? _gender;

    public GermanKind(string kind)
    {
        foreach (var article in new[] { "ein ", "eine ", "der ", "die ", "das " })
            if (kind.StartsWith(article, StringComparison.OrdinalIgnoreCase)) kind = kind[article.Length..];
        var words = kind.Split(' ');
        // Nouns have capitals; what stands before the first of them in lower case and inflected is an adjective.
        var head = Array.FindIndex(words, w => char.IsUpper(w[0]));
        _adjectives = head < 0 ? [] : words[..head];
        _noun = head < 0 ? kind : string.Join(' ', words[head..]);
        _gender = head < 0 || _adjectives.Any(a => Stem(a) is null) ? null : GenderOf(words[head].ToLowerInvariant());
        Text = kind;
        Bare = head < 0 ? kind : words[head];
    }

    public string Text { get; }

    /// <summary>The head noun.</summary>
    public string Bare { get; }

    /// <summary>Gender unknown, or a plural: sentences that need an article are then not written.</summary>
    public bool HasArticle => _gender is not null;

    /// <summary>einen elektrischen Roller.</summary>
    public string Indefinite(GermanCase c) => $"{Article("ein", c)} {Inflect(c, definite: false)}";

    /// <summary>den elektrischen Roller.</summary>
    public string Definite(GermanCase c) => $"{DefiniteArticle(c)} {Inflect(c, definite: true)}";

    /// <summary>Ihren elektrischen Roller; deinen elektrischen Roller.</summary>
    public string Yours(bool formal, GermanCase c) => $"{Article(formal ? "Ihr" : "dein", c)} {Inflect(c, definite: false)}";

    /// <summary>The relative pronoun as subject: der, die, das.</summary>
    public string Who => DefiniteArticle(GermanCase.Nominative);

    private string Article(string stem, GermanCase c) => stem + (_gender, c) switch
    {
        ('f', GermanCase.Dative) => "er",
        ('f', _) => "e",
        (_, GermanCase.Dative) => "em",
        ('m', GermanCase.Accusative) => "en",
        _ => "",
    };

    private string DefiniteArticle(GermanCase c) => (_gender, c) switch
    {
        ('f', GermanCase.Dative) => "der",
        ('f', _) => "die",
        (_, GermanCase.Dative) => "dem",
        ('m', GermanCase.Accusative) => "den",
        ('m', _) => "der",
        _ => "das",
    };

    private string Inflect(GermanCase c, bool definite) => string.Join(' ', _adjectives.Select(a => Stem(a) + Ending(c, definite)).Append(_noun));

    private string Ending(GermanCase c, bool definite) => (definite, c, _gender) switch
    {
        (_, GermanCase.Dative, _) => "en",
        (_, GermanCase.Accusative, 'm') => "en",
        (true, _, _) or (_, _, 'f') => "e",
        (_, _, 'm') => "er",
        _ => "es",
    };

    private static string? Stem(string adjective) => adjective switch
    {
        [.., 'e', 'r'] or [.., 'e', 's'] => adjective[..^2],
        [.., 'e'] => adjective[..^1],
        _ => null,
    };

    /// <summary>A compound has the gender of its last part: the longest known noun that the word ends in.</summary>
    private static char? GenderOf(string word)
    {
        for (var from = 0; from <= word.Length - 2; from++)
            if (Genders.TryGetValue(word[from..].TrimStart('-'), out var gender)) return gender;
        if (FeminineEndings.Any(e => word.EndsWith(e, StringComparison.Ordinal))) return 'f';
        return NeuterEndings.Any(e => word.EndsWith(e, StringComparison.Ordinal)) ? 'n' : null;
    }
}
