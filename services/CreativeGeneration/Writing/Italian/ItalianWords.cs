namespace AdPlatform.CreativeGeneration.Writing.Italian;

internal static class ItalianWords
{
    public static readonly RomanceNouns Nouns = new(
        [("una ", 'f'), ("un’", 'f'), ("uno ", 'm'), ("un ", 'm'), ("la ", 'f'), ("lo ", 'm'), ("il ", 'm'), ("i ", 'p'), ("gli ", 'p'), ("le ", 'p')],
        ClauseWords.Set("mano radio auto moto foto bici luce carne polvere serie crema pelle chiave rete nave base lozione"),
        ClauseWords.Set("tè caffè latte miele pane sale pesce olio programma sistema problema tema cinema film computer bar hotel shampoo gel profumo abbonamento servizio bicchiere cellulare televisore altoparlante portatile giornale detersivo sapone balsamo"),
        ["zione", "sione", "tà", "tù", "trice", "ezza", "ina", "a"], ["o", "ore", "ale", "one", "ere"],
        head => head.EndsWith('i') || head.EndsWith("che", StringComparison.Ordinal) || head.EndsWith("ghe", StringComparison.Ordinal));

    /// <summary>Third person to the imperatives of tu and Lei, where the reader can be the one who does it.</summary>
    private static readonly Dictionary<string, (string Tu, string Lei)> ReaderDoes = new()
    {
        ["calma"] = ("calma", "calmi"), ["semplifica"] = ("semplifica", "semplifichi"), ["facilita"] = ("facilita", "faciliti"), ["migliora"] = ("migliora", "migliori"), ["lava"] = ("lava", "lavi"),
        ["scalda"] = ("scalda", "scaldi"), ["illumina"] = ("illumina", "illumini"), ["profuma"] = ("profuma", "profumi"), ["idrata"] = ("idrata", "idrati"), ["ripara"] = ("ripara", "ripari"),
        ["rinforza"] = ("rinforza", "rinforzi"), ["trasforma"] = ("trasforma", "trasformi"), ["evita"] = ("evita", "eviti"), ["elimina"] = ("elimina", "elimini"), ["filtra"] = ("filtra", "filtri"),
        ["cucina"] = ("cucina", "cucini"), ["ricicla"] = ("ricicla", "ricicli"), ["cura"] = ("cura", "curi"), ["protegge"] = ("proteggi", "protegga"), ["riduce"] = ("riduci", "riduca"), ["pulisce"] = ("pulisci", "pulisca"),
        ["rinfresca"] = ("rinfresca", "rinfreschi"), ["accende"] = ("accendi", "accenda"), ["distende"] = ("distendi", "distenda"),
    };

    public static readonly ClauseWords Clauses = new()
    {
        Singular = [.. ReaderDoes.Keys, .. ClauseWords.Set("è ha fa dà va può offre apre copre segue vive serve dorme dice aiuta rilassa dura porta sveglia accompagna invita ispira cambia libera mescola costa rispetta utilizza usa controlla basta crea mostra racconta propone consegna collega unisce ascolta parla pensa piace consiglia resta passa monta pesa misura gira funziona arriva lascia assorbe permette garantisce include ricarica asciuga nutre tiene mantiene risparmia")],
        Plural = ClauseWords.Set("sono hanno fanno dormono dicono consigliano preferiscono usano trovano notano sentono comprano comprerebbero ricomprerebbero"),
        Determiners = ClauseWords.Set("un uno una il lo la i gli le l’ suo sua tuo tua nostro nostra ogni tutto tutta tutti tutte due tre quattro cinque sei sette otto nove dieci dodici con senza di da per in"),
        Clitics = ClauseWords.Set("si le ti vi lo la li non ci ne"),
        Qualities = ClauseWords.Set("pronto pronta facile semplice ideale dolce leggero leggera naturale fresco fresca compatto compatta fatto fatta prodotto prodotta realizzato realizzata coltivato coltivata tessuto tessuta cucito cucita pensato pensata ricco ricca vegano vegana"),
        IsQuality = word => word.EndsWith("abile", StringComparison.Ordinal) || word.EndsWith("ibile", StringComparison.Ordinal),
    };

    public static string Indefinite(string noun, char gender) => gender == 'f' ? Vowel(noun) ? "un’" + noun : "una " + noun : Impure(noun) ? "uno " + noun : "un " + noun;

    public static string Definite(string noun, char gender) => Vowel(noun) ? "l’" + noun : gender == 'f' ? "la " + noun : Impure(noun) ? "lo " + noun : "il " + noun;

    /// <summary>il tuo tè, la Sua lampada: the possessive takes the article.</summary>
    public static string Yours(string noun, char gender, bool formal) => (gender == 'f' ? "la " : "il ") + (formal ? "suo" : "tuo")[..^1] + (gender == 'f' ? "a " : "o ") + noun;

    /// <summary>fino al 31 dicembre, but fino all’8 and all’11: said, they begin with a vowel.</summary>
    public static string Until(string date) => date.StartsWith("8 ", StringComparison.Ordinal) || date.StartsWith("11 ", StringComparison.Ordinal) ? "all’" : "al ";

    public static bool SameInBothGenders(string word) => word is "facile" or "semplice" or "ideale" or "dolce" or "naturale" || word.EndsWith("bile", StringComparison.Ordinal);

    public static string? Imperative(string clause, bool formal)
    {
        var parts = clause.Split(' ', 2);
        return parts.Length == 2 && ReaderDoes.TryGetValue(parts[0].ToLowerInvariant(), out var verb) ? $"{(formal ? verb.Lei : verb.Tu)} {parts[1]}" : null;
    }

    private static bool Vowel(string noun) => "aeiouàèéìòù".Contains(char.ToLowerInvariant(noun[0]));

    /// <summary>s before a consonant, z, gn, ps, pn, x, y.</summary>
    private static bool Impure(string noun) => noun.ToLowerInvariant() switch
    {
        ['s', var second, ..] => !"aeiouàèéìòù".Contains(second),
        ['z' or 'x' or 'y', ..] or ['g', 'n', ..] or ['p', 's' or 'n', ..] => true,
        _ => false,
    };
}
