namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>The gate's own word lists of a language, folded. Kept apart from the grammars on purpose: a writer cannot widen them.</summary>
internal sealed partial record Vocabulary
{
    /// <summary>Words that claim nothing: anything else must come from a cited fact. Negations are not among them: they turn a fact round.</summary>
    public required IReadOnlySet<string> Neutral { get; init; }

    /// <summary>Words of trade: only in a phrase that cites the offer.</summary>
    public required IReadOnlySet<string> OfferWords { get; init; }

    /// <summary>Only in a phrase that cites an offer with a last day.</summary>
    public required IReadOnlySet<string> DeadlineWords { get; init; }

    /// <summary>Words or phrases that claim a rank, perfection or certainty, each with a space before and after.</summary>
    public required IReadOnlyList<string> Superlatives { get; init; }

    /// <summary>Words or phrases that press: they need a real last day, named in the same phrase.</summary>
    public required IReadOnlyList<string> Urgency { get; init; }

    public required IReadOnlyList<string> Months { get; init; }
    public required IReadOnlySet<string> Buttons { get; init; }
    public required string Disclosure { get; init; }

    /// <summary>Endings in which two forms of one word may differ after a common stem.</summary>
    public required IReadOnlySet<string> Endings { get; init; }

    /// <summary>Words are not told apart by spaces: a text must be covered by neutral words and pieces of cited facts.</summary>
    public bool Unspaced { get; init; }

    public static Vocabulary? For(string language) => language switch
    {
        "en" => English, "fr" => French, "de" => German, "es" => Spanish, "it" => Italian, "pt" => Portuguese, "nl" => Dutch, "ja" => Japanese, _ => null,
    };

    /// <summary>With spaces around, to be looked for in <see cref="Tokens.Padded"/>.</summary>
    private static string[] Terms(string[] terms) => [.. terms.Select(t => $" {t} ")];

    private static HashSet<string> Set(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static readonly Vocabulary English = new()
    {
        Neutral = Set("a an the that this it its is and or in on of to for by with from at meet discover introducing get know say hello see how your our figures source comes"),
        OfferWords = Set("save off instead use code offer details only"),
        DeadlineWords = Set("until"),
        Superlatives = Terms(
        [
            "best", "better", "most", "greatest", "finest", "leading", "leader", "number one", "no 1", "1 in", "unique", "the only", "world class", "world s", "unbeatable", "unrivalled", "unmatched", "perfect", "ultimate",
            "guaranteed", "guarantee", "always", "never", "free", "cheapest", "lowest", "miracle", "proven", "clinically", "scientifically", "revolutionary", "new", "award winning", "top", "safest", "fastest", "easiest",
            "favourite", "favorite", "everyone", "nobody", "forever", "instantly", "cures", "cure", "heals",
        ]),
        Urgency = Terms(
        [
            "now", "today", "tonight", "hurry", "last chance", "last day", "last days", "last hours", "final hours", "ends soon", "ending soon", "limited", "act fast", "quick", "while stocks last", "while supplies last",
            "don t miss", "miss out", "before it s gone", "expires", "flash", "selling fast", "almost gone", "immediately", "soon", "only until", "don t wait", "running out", "this week", "this weekend", "tomorrow",
        ]),
        Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"],
        Buttons = new HashSet<string> { "See the offer", "Get the offer", "View details", "Use the code", "Order yours", "Shop the range", "Discover", "Order online", "Learn more", "Find out more", "See more" },
        Disclosure = "Ad",
        Endings = Set("s es e ed d ing y ies ied"),
    };

    private static readonly Vocabulary French = new()
    {
        Neutral = Set("le la les un une des du de au aux qui que qu et est il elle en pour avec par sur voici decouvrez decouvre connaissance decouverte faites fais dites dis bonjour votre ton ta chiffres signe signee source"),
        OfferWords = Set("remise lieu economisez economise code offre valable"),
        DeadlineWords = Set("jusqu"),
        Superlatives = Terms(
        [
            "meilleur", "meilleure", "meilleurs", "meilleures", "mieux", "le plus", "la plus", "les plus", "numero un", "numero 1", "n 1", "leader", "unique", "le seul", "la seule", "imbattable", "inegale", "inegalable", "parfait",
            "parfaite", "ultime", "garanti", "garantie", "toujours", "jamais", "gratuit", "gratuite", "gratuitement", "miracle", "prouve", "prouvee", "cliniquement", "scientifiquement", "revolutionnaire", "nouveau", "nouvelle",
            "moins cher", "moins chere", "prefere", "preferee", "incontournable", "exceptionnel", "exceptionnelle", "guerit", "instantanement", "tout le monde",
        ]),
        Urgency = Terms(
        [
            "maintenant", "aujourd hui", "ce soir", "vite", "derniere chance", "dernier jour", "derniers jours", "dernieres heures", "depechez vous", "depeche toi", "limitee", "limite", "plus que", "ne manquez pas", "ne manque pas",
            "ne ratez pas", "bientot", "flash", "immediatement", "dans la limite des stocks", "urgent", "expire", "n attendez plus", "n attends plus", "avant qu il", "cette semaine", "ce week end", "demain", "presque epuise",
        ]),
        Months = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"],
        Buttons = new HashSet<string> { "Voir l’offre", "Profitez-en", "Profites-en", "En profiter", "Commandez", "Commande", "Commander", "Découvrez", "Découvre", "Découvrir", "En savoir plus" },
        Disclosure = "Publicité",
        Endings = Set("s x e es r z er ez ent nt"),
    };
}
