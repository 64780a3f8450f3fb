namespace AdPlatform.CreativeGeneration.Writing.Dutch;

/// <summary>A product's kind as a Dutch noun phrase: de or het, by the last part of the head noun.</summary>
internal sealed class DutchKind
{
    private static readonly HashSet<string> De = ClauseWords.Set(
        "thee koffie wijn melk soep saus jam pizza lamp fiets auto motor step schoen laars jas broek trui tas rugzak koffer bril klok ring riem kaas yoghurt honing taart koek crème lotion zeep borstel zalf shampoo parfum verzekering bank kaart app serie zender reis cruise school cursus opleiding matras deken kast stoel tafel bank zetel kussensloop pan oven koelkast stofzuiger droger föhn machine wasmachine computer laptop printer koptelefoon speaker televisie telefoon camera console radio film roman dienst streamingdienst krant winkel tuin boom bloem doos box kaars batterij verwarming tent software wekker agenda pen collectie set sok muts sjaal handdoek");
    private static readonly HashSet<string> Het = ClauseWords.Set(
        "bier water brood ei zout hemd shirt kleed bed kussen mes servies boek tijdschrift spel speelgoed programma abonnement account hotel ticket museum concert festival theater huis apparaat toestel gereedschap hout poeder menu bestek scherm toetsenbord horloge sap ijs vlees fruit vest jack pakket sieraad gordijn tapijt krediet contract plan magazine");

    private static readonly HashSet<string> Prepositions = ClauseWords.Set("van voor met uit zonder op in aan");
    private readonly bool? _het;
    private readonly bool _adjectives;

    public DutchKind(string kind)
    {
        foreach (var article in new[] { "een ", "de ", "het " })
            if (kind.StartsWith(article, StringComparison.OrdinalIgnoreCase)) kind = kind[article.Length..];
        Text = kind;
        var words = kind.Split(' ');
        var end = Array.FindIndex(words, Prepositions.Contains);
        Bare = words[end > 0 ? end - 1 : ^1].ToLowerInvariant();
        _adjectives = (end > 0 ? end - 1 : words.Length - 1) > 0;
        _het = GenderOf(Bare);
    }

    public string Text { get; }
    public string Bare { get; }

    public bool HasArticle => _het is not null;

    public string Indefinite => "een " + Text;

    /// <summary>Null for a het-word with an adjective, which would need another ending: een biologisch bier, het biologische bier.</summary>
    public string? Definite => _het switch { true when _adjectives => null, true => "het " + Text, _ => "de " + Text };

    /// <summary>The relative pronoun: die or dat.</summary>
    public string Who => _het == true ? "dat" : "die";

    public string Yours(bool formal) => (formal ? "uw " : "je ") + Text;

    private static bool? GenderOf(string word)
    {
        for (var from = 0; from <= word.Length - 2; from++)
        {
            if (De.Contains(word[from..])) return false;
            if (Het.Contains(word[from..])) return true;
        }
        if (word.EndsWith("ing", StringComparison.Ordinal) || word.EndsWith("heid", StringComparison.Ordinal) || word.EndsWith("teit", StringComparison.Ordinal) || word.EndsWith("tie", StringComparison.Ordinal)) return false;
        return word.EndsWith("tje", StringComparison.Ordinal) || word.EndsWith("ment", StringComparison.Ordinal) ? true : null;
    }
}

internal static class DutchVerbs
{
    /// <summary>Third person to imperative, where the reader can be the one who does it.</summary>
    private static readonly Dictionary<string, string> ReaderDoes = new()
    {
        ["kalmeert"] = "kalmeer", ["verzacht"] = "verzacht", ["beschermt"] = "bescherm", ["verzorgt"] = "verzorg", ["reinigt"] = "reinig", ["verwarmt"] = "verwarm", ["verlicht"] = "verlicht", ["vereenvoudigt"] = "vereenvoudig",
        ["versterkt"] = "versterk", ["verbetert"] = "verbeter", ["filtert"] = "filter", ["kookt"] = "kook", ["droogt"] = "droog", ["repareert"] = "repareer", ["vermijdt"] = "vermijd", ["bespaart"] = "bespaar", ["koelt"] = "koel",
        ["ontspant"] = "ontspan", ["verfrist"] = "verfris", ["verkort"] = "verkort",
    };

    private static readonly HashSet<string> SeparablePrefixes = ClauseWords.Set("op uit aan af in mee voor toe terug weg los bij na om vast over door samen");

    public static ClauseWords Words { get; } = new()
    {
        Singular = [.. ReaderDoes.Keys, .. ClauseWords.Set("is heeft wordt kan houdt maakt brengt zorgt laadt past geeft helpt smaakt ruikt ligt blijft draagt rijdt loopt nodig biedt begeleidt wekt schenkt schijnt klinkt verbindt opent dekt verzekert bakt wast spoelt zuigt leert toont vertelt streamt levert komt gaat staat werkt duurt kost meet weegt gebruikt verandert laat scheelt spaart")],
        Plural = ClauseWords.Set("zijn hebben worden kunnen slapen zeggen raden vinden zouden kopen melden voelen gebruiken merken"),
        Determiners = ClauseWords.Set("een de het ons onze uw je jouw elk elke alle twee drie vier vijf zes zeven acht negen tien twaalf met zonder van voor uit in geen"),
        Qualities = ClauseWords.Set("klaar makkelijk eenvoudig zacht licht snel vers natuurlijk veganistisch stil warm koel sterk veilig wasbaar draagbaar compact opvouwbaar gemaakt geweven genaaid gebrouwen gebakken gebrand geplukt gedroogd ontworpen getest gecertificeerd geboren geteeld geschikt rijk"),
    };

    public static string? Imperative(string clause)
    {
        var parts = clause.Split(' ', 2);
        return parts.Length == 2 && ReaderDoes.TryGetValue(parts[0].ToLowerInvariant(), out var verb) && !parts[1].Split(' ').Any(w => w is "u" or "je" or "zich") ? $"{verb} {parts[1]}" : null;
    }

    /// <summary>The clause with its verb at the end: de avond verzacht. Null where more than moving one word would be needed.</summary>
    public static string? VerbLast(string clause)
    {
        var words = clause.Split(' ');
        if (words.Length < 2 || clause.Contains(',') || clause.Contains(" en ") || clause.Contains(" dan ") || SeparablePrefixes.Contains(words[^1])) return null;
        return string.Join(' ', words[1..].Append(words[0]));
    }
}
