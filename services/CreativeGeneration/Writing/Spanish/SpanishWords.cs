namespace AdPlatform.CreativeGeneration.Writing.Spanish;

internal static class SpanishWords
{
    public static readonly RomanceNouns Nouns = new(
        [("una ", 'f'), ("un ", 'm'), ("la ", 'f'), ("el ", 'm'), ("los ", 'p'), ("las ", 'p'), ("unos ", 'p'), ("unas ", 'p')],
        ClauseWords.Set("leche miel sal carne nave moto foto radio mano piel noche red crema infusión serie base suite torre"),
        ClauseWords.Set("té café día sofá mapa programa sistema idioma tema viaje coche aceite chocolate dulce jarabe traje reloj pan móvil hotel sillón televisor altavoz ordenador chándal lápiz champú gel jabón perfume bálsamo autobús jersey plan club festival concierto"),
        ["ción", "sión", "dad", "tad", "tud", "umbre", "ez", "a"], ["o", "or", "aje", "án", "ón", "al", "el", "ín"],
        head => head.EndsWith("as", StringComparison.Ordinal) || head.EndsWith("os", StringComparison.Ordinal) || head.EndsWith("es", StringComparison.Ordinal));

    /// <summary>Feminine nouns that begin with a stressed a take el and un.</summary>
    private static readonly HashSet<string> StressedA = ClauseWords.Set("agua aula arma alma área arpa");

    /// <summary>-er and -ir verbs, third person to usted's imperative; -ar verbs follow a rule.</summary>
    private static readonly Dictionary<string, string> Subjunctive = new() { ["protege"] = "proteja", ["reduce"] = "reduzca", ["mantiene"] = "mantenga", ["embellece"] = "embellezca", ["enciende"] = "encienda" };

    private static readonly HashSet<string> ReaderDoes = ClauseWords.Set("calma alivia simplifica facilita mejora limpia lava calienta ilumina perfuma hidrata repara refuerza estimula transforma ahorra evita elimina filtra cocina recicla cuida protege reduce mantiene embellece enciende refresca");

    public static readonly ClauseWords Clauses = new()
    {
        Singular = [.. ReaderDoes, .. ClauseWords.Set("es está tiene hace da va puede ofrece abre cubre sigue vive sirve duerme dice ayuda relaja dura aporta despierta acompaña invita inspira cambia libera mezcla cuesta sabe respeta utiliza usa controla basta crea muestra cuenta propone entrega conecta une escucha habla piensa gusta recomienda queda pasa lleva monta pesa mide gira funciona llega deja absorbe suaviza permite garantiza incluye carga seca nutre")],
        Plural = ClauseWords.Set("son están tienen hacen duermen dicen recomiendan prefieren usan encuentran notan sienten compran comprarían repetirían volverían"),
        Determiners = ClauseWords.Set("un una unos unas el la los las su sus tu tus nuestro nuestra cada todo toda todos todas dos tres cuatro cinco seis siete ocho nueve diez doce con sin de del para por en"),
        Clitics = ClauseWords.Set("se le les te lo la los las no"),
        Qualities = ClauseWords.Set("listo lista fácil simple ideal suave ligero ligera natural fresco fresca compacto compacta hecho hecha fabricado fabricada cultivado cultivada tejido tejida cosido cosida elaborado elaborada diseñado diseñada rico rica vegano vegana"),
        IsQuality = word => word.EndsWith("able", StringComparison.Ordinal) || word.EndsWith("ible", StringComparison.Ordinal),
    };

    public static string Indefinite(string noun, char gender) => (gender == 'm' || StressedA.Contains(noun.Split(' ')[0]) ? "un " : "una ") + noun;

    public static string Definite(string noun, char gender) => (gender == 'm' || StressedA.Contains(noun.Split(' ')[0]) ? "el " : "la ") + noun;

    public static bool SameInBothGenders(string word) => word is "fácil" or "simple" or "ideal" or "suave" or "natural" || word.EndsWith("ble", StringComparison.Ordinal);

    /// <summary>Calma la noche to a friend, Calme la noche to usted. Null where the reader cannot be the one who does it.</summary>
    public static string? Imperative(string clause, bool formal)
    {
        var parts = clause.Split(' ', 2);
        var verb = parts[0].ToLowerInvariant();
        if (parts.Length < 2 || !ReaderDoes.Contains(verb) || (verb == "mantiene" && !formal)) return null;
        if (!formal) return $"{verb} {parts[1]}";
        return (Subjunctive.GetValueOrDefault(verb) ?? OfAr(verb)) + " " + parts[1];
    }

    /// <summary>a becomes e; c, g and z keep their sound: recarga, recargue; simplifica, simplifique.</summary>
    private static string OfAr(string verb) => verb switch
    {
        [.., 'c', 'a'] => verb[..^2] + "que",
        [.., 'g', 'a'] => verb[..^1] + "ue",
        [.., 'z', 'a'] => verb[..^2] + "ce",
        _ => verb[..^1] + "e",
    };
}
