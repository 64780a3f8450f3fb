namespace AdPlatform.MediaPlanning.ReadingSentence;

/// <summary>The vocabulary of the grammar, English and French, lower case; longer entries are tried first.</summary>
internal static class SentenceWords
{
    public static IReadOnlyDictionary<string, string> Countries { get; } = Table(
        ("FR", "france|french|français|française"), ("GB", "uk|u.k.|united kingdom|great britain|britain|england|royaume-uni|grande-bretagne|angleterre"),
        ("US", "us|u.s.|usa|united states|the states|états-unis|etats-unis"), ("DE", "germany|allemagne"), ("ES", "spain|espagne"), ("IT", "italy|italie"),
        ("BE", "belgium|belgique"), ("CA", "canada"), ("BR", "brazil|brésil"), ("MX", "mexico|mexique"), ("JP", "japan|japon"), ("KR", "korea|south korea|corée|corée du sud"));

    public static IReadOnlyDictionary<string, string> Genres { get; } = Table(
        ("horror", "horror|horreur|horror films|films d'horreur|épouvante"), ("comedy", "comedy|comedies|comédie|comédies|humour"), ("drama", "drama|dramas|drame|drames"),
        ("thriller", "thriller|thrillers"), ("crime", "crime|true crime|crime series|policier|policiers|polar|polars"), ("documentary", "documentary|documentaries|documentaire|documentaires"),
        ("family", "family films|family titles|family content|films familiaux|contenus familiaux"), ("children", "kids|children's|kids' titles|children's titles|jeunesse|programmes jeunesse|dessins animés"),
        ("action", "action"), ("romance", "romance|romantic films|romances|films romantiques"), ("sci-fi", "sci-fi|science fiction|science-fiction"), ("fantasy", "fantasy|fantastique"),
        ("anime", "anime|animes"), ("animation", "animation|cartoons"), ("war", "war films|war|guerre|films de guerre"), ("reality", "reality|reality tv|reality shows|téléréalité|télé-réalité"),
        ("sports", "sport|sports"), ("music", "music|musique|musicals"), ("history", "history|histoire"), ("western", "westerns|western"), ("nature", "nature|wildlife"), ("teen", "teen titles|teen shows"));

    public static IReadOnlyDictionary<string, string> Formats { get; } = Table(
        ("display-300x250", "display|banner|banners|bannière|bannières|mpu|300x250"), ("native", "native|natif|native ads|format natif"), ("pause-1920x1080", "pause|pause ads|pause screen|écran de pause|publicité de pause|sur pause"));

    public static IReadOnlyDictionary<string, string> Devices { get; } = Table(
        ("tv", "tv|connected tv|ctv|television|smart tv|télévision|télé|tv connectée"), ("mobile", "mobile|phones|smartphones|smartphone|mobiles|téléphone|téléphones"), ("tablet", "tablet|tablets|tablette|tablettes"),
        ("desktop", "desktop|computers|pc|ordinateur|ordinateurs"), ("console", "console|consoles|game consoles|consoles de jeu"));

    public static IReadOnlyDictionary<string, int> Months { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["january"] = 1, ["february"] = 2, ["march"] = 3, ["april"] = 4, ["may"] = 5, ["june"] = 6, ["july"] = 7, ["august"] = 8, ["september"] = 9, ["october"] = 10, ["november"] = 11, ["december"] = 12,
        ["jan"] = 1, ["feb"] = 2, ["mar"] = 3, ["apr"] = 4, ["jun"] = 6, ["jul"] = 7, ["aug"] = 8, ["sep"] = 9, ["sept"] = 9, ["oct"] = 10, ["nov"] = 11, ["dec"] = 12,
        ["janvier"] = 1, ["février"] = 2, ["fevrier"] = 2, ["mars"] = 3, ["avril"] = 4, ["mai"] = 5, ["juin"] = 6, ["juillet"] = 7, ["août"] = 8, ["aout"] = 8, ["septembre"] = 9, ["octobre"] = 10, ["novembre"] = 11,
        ["décembre"] = 12, ["decembre"] = 12,
    };

    public static IReadOnlyDictionary<string, int> Numbers { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["once"] = 1, ["twice"] = 2, ["thrice"] = 3, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
        ["une"] = 1, ["deux"] = 2, ["trois"] = 3, ["quatre"] = 4, ["cinq"] = 5, ["sept"] = 7, ["huit"] = 8, ["neuf"] = 9, ["dix"] = 10,
    };

    /// <summary>Words that carry no field of their own.</summary>
    public static IReadOnlySet<string> Fillers { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "with", "and", "or", "from", "by", "i", "we", "want", "need", "please", "would", "like", "plan", "campaign", "budget", "spend", "spending", "reach", "reaching", "people",
        "viewers", "persons", "audience", "get", "buy", "media", "our", "my", "is", "are", "be", "as", "many", "possible", "over", "during", "across", "within", "only", "all", "that", "this", "it", "them", "each", "per", "between", "until",
        "next", "month", "titles", "shows", "series", "films", "movies", "ads", "maximise", "maximize", "max", "most", "should", "see", "run", "running", "starting", "start", "weeks", "week", "days", "using", "us", "give", "me", "make", "person",
        "un", "une", "le", "la", "les", "l", "d", "de", "des", "du", "en", "au", "aux", "à", "et", "ou", "avec", "pour", "par", "sur", "dans", "je", "nous", "veux", "voudrais", "voulons", "souhaite", "souhaitons", "toucher", "touchez", "campagne",
        "plan", "personnes", "téléspectateurs", "spectateurs", "qui", "que", "est", "sont", "notre", "mon", "ma", "il", "faut", "s", "chaque", "entre", "pendant", "durant", "jusqu", "semaines", "semaine", "jours", "mois", "prochain", "prochaine", "titres",
        "séries", "publicités", "possible", "maximum", "maximiser", "dépenser", "acheter", "faire", "svp", "personne", "public", "auprès", "programmes", "chez", "fois", "times", "time", "qu",
    };

    private static Dictionary<string, string> Table(params (string Value, string Words)[] rows) =>
        rows.SelectMany(row => row.Words.Split('|').Select(word => (word, row.Value))).ToDictionary(p => p.word, p => p.Value, StringComparer.Ordinal);
}
