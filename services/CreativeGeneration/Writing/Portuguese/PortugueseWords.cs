namespace AdPlatform.CreativeGeneration.Writing.Portuguese;

internal static class PortugueseWords
{
    public static readonly RomanceNouns Nouns = new(
        [("uma ", 'f'), ("um ", 'm'), ("a ", 'f'), ("o ", 'm'), ("os ", 'p'), ("as ", 'p'), ("uns ", 'p'), ("umas ", 'p')],
        ClauseWords.Set("carne moto foto rádio mão pele série rede chave base luz infusão noite torre"),
        ClauseWords.Set("chá café pão sofá mapa programa sistema idioma tema leite mel creme peixe chocolate doce xarope sabonete shampoo xampu perfume relógio celular computador televisor tapete colchão caminhão cartão fogão violão avião limão hotel plano clube festival show telefone fone serviço"),
        ["ção", "são", "dade", "tude", "agem", "ez", "ice", "a"], ["o", "or", "al", "el", "ão", "im"],
        head => head.EndsWith("as", StringComparison.Ordinal) || head.EndsWith("os", StringComparison.Ordinal) || head.EndsWith("es", StringComparison.Ordinal) || head.EndsWith("ões", StringComparison.Ordinal) || head.EndsWith("ns", StringComparison.Ordinal));

    private static readonly Dictionary<string, string> Subjunctive = new() { ["protege"] = "proteja", ["reduz"] = "reduza", ["mantém"] = "mantenha", ["aquece"] = "aqueça", ["acende"] = "acenda" };

    private static readonly HashSet<string> ReaderDoes = ClauseWords.Set("acalma alivia simplifica facilita melhora limpa lava ilumina perfuma hidrata repara reforça estimula transforma economiza evita elimina filtra cozinha recicla cuida protege reduz mantém aquece acende refresca relaxa");

    public static readonly ClauseWords Clauses = new()
    {
        Singular = [.. ReaderDoes, .. ClauseWords.Set("é está tem faz dá vai pode oferece abre cobre segue vive serve dorme diz ajuda dura traz desperta acompanha convida inspira muda libera mistura custa respeita utiliza usa controla basta cria mostra conta propõe entrega conecta une escuta fala pensa gosta recomenda fica passa leva monta pesa mede gira funciona chega deixa absorve suaviza permite garante inclui carrega seca nutre poupa")],
        Plural = ClauseWords.Set("são estão têm fazem dormem dizem recomendam preferem usam encontram notam sentem compram comprariam"),
        Determiners = ClauseWords.Set("um uma uns umas o a os as seu sua seus suas nosso nossa cada todo toda todos todas dois duas três quatro cinco seis sete oito nove dez doze com sem de do da para por em"),
        Clitics = ClauseWords.Set("se lhe o a os as não te"),
        Qualities = ClauseWords.Set("pronto pronta fácil simples ideal suave leve natural fresco fresca compacto compacta feito feita fabricado fabricada cultivado cultivada tecido tecida costurado costurada elaborado elaborada pensado pensada rico rica vegano vegana"),
        IsQuality = word => word.EndsWith("ável", StringComparison.Ordinal) || word.EndsWith("ível", StringComparison.Ordinal),
    };

    public static string Indefinite(string noun, char gender) => (gender == 'f' ? "uma " : "um ") + noun;

    public static string Definite(string noun, char gender) => (gender == 'f' ? "a " : "o ") + noun;

    public static string Yours(string noun, char gender) => (gender == 'f' ? "sua " : "seu ") + noun;

    public static bool SameInBothGenders(string word) => word is "fácil" or "simples" or "ideal" or "suave" or "leve" or "natural" || word.EndsWith("vel", StringComparison.Ordinal);

    /// <summary>Acalme a noite; null where the reader cannot be the one who does it.</summary>
    public static string? Imperative(string clause)
    {
        var parts = clause.Split(' ', 2);
        var verb = parts[0].ToLowerInvariant();
        return parts.Length < 2 || !ReaderDoes.Contains(verb) ? null : $"{Subjunctive.GetValueOrDefault(verb) ?? OfAr(verb)} {parts[1]}";
    }

    /// <summary>a becomes e; c, g and ç keep their sound: simplifica, simplifique; reforça, reforce.</summary>
    private static string OfAr(string verb) => verb switch
    {
        [.., 'c', 'a'] => verb[..^2] + "que",
        [.., 'g', 'a'] => verb[..^1] + "ue",
        [.., 'ç', 'a'] => verb[..^2] + "ce",
        _ => verb[..^1] + "e",
    };
}
