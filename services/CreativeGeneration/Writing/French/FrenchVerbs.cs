namespace AdPlatform.CreativeGeneration.Writing.French;

/// <summary>Present tense, third person, of verbs that briefs use. A verb that is missing only costs sentence patterns.</summary>
internal static class FrenchVerbs
{
    private static readonly HashSet<string> Singular =
    [
        "a", "est", "fait", "va", "peut", "rend", "met", "prend", "tient", "vient", "permet", "offre", "ouvre", "couvre", "suit", "vit", "sert", "sent", "dort", "part", "reçoit", "voit", "dit", "tend", "détend", "défend", "répond",
        "réduit", "produit", "conduit", "connaît", "plaît", "adoucit", "nourrit", "embellit", "rafraîchit", "réussit", "grandit", "fleurit", "réunit", "garantit", "choisit", "convient", "maintient", "contient", "soutient", "finit", "saisit",
        "aide", "apaise", "calme", "soulage", "simplifie", "facilite", "garde", "dure", "donne", "apporte", "améliore", "protège", "nettoie", "lave", "sèche", "chauffe", "réchauffe", "éclaire", "illumine", "parfume", "hydrate",
        "répare", "renforce", "stimule", "réveille", "accompagne", "invite", "inspire", "transforme", "change", "libère", "économise", "épargne", "évite", "élimine", "filtre", "mélange", "infuse", "cuisine", "coûte", "goûte", "respecte",
        "recycle", "utilise", "contrôle", "suffit", "trouve", "retrouve", "crée", "montre", "raconte", "réserve", "propose", "livre", "connecte", "relie", "écoute", "parle", "pense", "aime", "adore", "préfère", "recommande", "conseille",
        "reste", "passe", "entre", "monte", "porte", "emporte", "allège", "soigne", "enveloppe", "épouse", "absorbe", "dissout", "pèse", "mesure", "tourne", "roule", "vole", "joue", "travaille", "fonctionne", "démarre", "arrive", "laisse",
    ];

    private static readonly HashSet<string> Plural =
    [
        "ont", "sont", "font", "vont", "peuvent", "dorment", "disent", "recommandent", "préfèrent", "aiment", "adorent", "trouvent", "retrouvent", "constatent", "ressentent", "apprécient", "conseillent", "utilisent", "gagnent",
        "voient", "sentent", "se", "restent", "durent", "infusent", "suffisent", "rachètent", "déclarent",
    ];

    private static readonly HashSet<string> Clitics = ["vous", "te", "nous", "se", "s’", "t’", "ne", "n’", "le", "la", "les", "y", "en"];

    /// <summary>Verbs of the first group without a change in the stem, whose agent the reader can be: Apaisez la soirée avec ...</summary>
    private static readonly HashSet<string> ReaderDoes =
    [
        "apaise", "calme", "soulage", "simplifie", "facilite", "améliore", "lave", "chauffe", "réchauffe", "éclaire", "illumine", "parfume", "hydrate", "répare", "renforce", "stimule", "réveille", "transforme",
        "économise", "évite", "élimine", "filtre", "cuisine", "goûte", "recycle", "retrouve", "soigne", "écoute", "allume",
    ];

    public static IReadOnlySet<string> Determiners { get; } = new HashSet<string> { "un", "une", "des", "le", "la", "les", "du", "ce", "cette", "ces", "votre", "vos", "ton", "ta", "tes", "son", "sa", "ses", "notre", "nos", "chaque", "tout", "toute", "tous", "toutes", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "douze", "plusieurs" };

    public static IReadOnlySet<string> Qualities { get; } = new HashSet<string> { "prêt", "prête", "facile", "simple", "idéal", "idéale", "doux", "douce", "léger", "légère", "conçu", "conçue", "fait", "faite", "né", "née", "bio", "naturel", "naturelle", "frais", "fraîche", "compact", "compacte", "lavable", "pliable", "recyclable", "compostable", "issu", "issue", "riche", "pauvre", "garanti", "garantie", "cueilli", "cueillie", "produit", "produite", "cousu", "cousue" };

    public static bool SameInBothGenders(string word) => word is "facile" or "simple" or "bio" or "riche" or "pauvre" || word.EndsWith("able", StringComparison.Ordinal) || word.EndsWith("ible", StringComparison.Ordinal);

    public static bool IsSingular(string word) => Singular.Contains(word);

    public static bool IsFinite(string word) => Singular.Contains(word) || Plural.Contains(word);

    public static bool IsClitic(string word) => Clitics.Contains(word);

    /// <summary>apaise -> apaisez or apaise; null where the reader cannot be the one who does it.</summary>
    public static string? Imperative(string verb, bool formal) => ReaderDoes.Contains(verb) ? formal ? verb + "z" : verb : null;

    public static string? Infinitive(string verb) => ReaderDoes.Contains(verb) ? verb + "r" : null;
}
