namespace AdPlatform.CreativeGeneration.Writing.French;

/// <summary>Gender of the head noun of a product kind. Unknown stays unknown: sentences that need it are then not written.</summary>
internal static class FrenchNouns
{
    private static readonly HashSet<string> Feminine =
    [
        "tisane", "infusion", "boisson", "eau", "bière", "limonade", "crème", "huile", "lotion", "mousse", "brosse", "lampe", "table", "chaise", "armoire", "montre", "bague", "robe", "veste", "chemise", "chaussure",
        "basket", "botte", "voiture", "moto", "trottinette", "assurance", "banque", "carte", "application", "appli", "plateforme", "série", "chaîne", "radio", "enceinte", "télé", "télévision", "tablette", "caméra", "console",
        "machine", "cafetière", "bouilloire", "poêle", "casserole", "couette", "literie", "serviette", "valise", "trousse", "croisière", "destination", "école", "formation", "méthode", "recette", "pâte", "pizza", "confiture",
        "farine", "soupe", "salade", "glace", "barre", "box", "offre", "formule", "gamme", "collection", "marque", "mutuelle", "épicerie", "boutique", "vodka", "main", "dent", "peau", "noix", "souris", "housse", "clé", "tente",
    ];

    private static readonly HashSet<string> Masculine =
    [
        "thé", "café", "jus", "vin", "lait", "sirop", "chocolat", "biscuit", "gâteau", "pain", "fromage", "yaourt", "miel", "savon", "shampoing", "shampooing", "gel", "sérum", "baume", "parfum", "vélo", "casque", "sac", "manteau",
        "pantalon", "jean", "pull", "t-shirt", "matelas", "lit", "canapé", "fauteuil", "bureau", "tapis", "ordinateur", "téléphone", "smartphone", "écran", "clavier", "logiciel", "service", "abonnement", "forfait", "crédit",
        "compte", "livre", "magazine", "journal", "film", "jeu", "jouet", "voyage", "séjour", "hôtel", "cours", "programme", "plat", "repas", "menu", "bouquet", "coffret", "kit", "robot", "four", "aspirateur", "lave-linge",
        "réfrigérateur", "radiateur", "musée", "lycée", "beurre", "riz", "sel", "spa", "club", "festival", "concert", "spectacle", "magasin", "supermarché", "site", "outil", "couteau", "produit", "soin", "masque", "rasoir", "arbre", "groupe", "système", "hamac", "meuble", "porte-bébé", "stylo", "carnet", "agenda", "réveil",
    ];

    private static readonly HashSet<string> SingularInS = ["jus", "cours", "matelas", "tapis", "repas", "corps", "colis", "anis", "maïs", "cassis", "riz", "noix", "souris", "box", "prix", "choix"];

    private static readonly string[] FeminineEndings = ["tion", "sion", "aison", "ette", "elle", "esse", "ance", "ence", "ture", "euse", "trice", "ière", "ée", "té", "tié", "ie", "ise", "ade", "ude", "ine", "isse", "otte"];
    private static readonly string[] MasculineEndings = ["age", "ment", "eau", "oir", "isme", "teur", "ier", "on", "in", "et", "al", "ail", "eil", "euil", "phone", "scope", "gramme", "mètre"];

    public static (string Noun, Gender? Gender, bool Plural) Read(string kind)
    {
        var (noun, article) = Split(kind);
        var head = noun.Split(' ')[0].ToLowerInvariant();
        var plural = article is "des " or "les " || (head[^1] is 's' or 'x' && !SingularInS.Contains(head));
        Gender? gender = article switch { "une " or "la " => Gender.Feminine, "un " or "le " => Gender.Masculine, _ => OfNoun(head) };
        return (noun, gender, plural);
    }

    private static Gender? OfNoun(string head)
    {
        if (Feminine.Contains(head)) return Gender.Feminine;
        if (Masculine.Contains(head)) return Gender.Masculine;
        if (FeminineEndings.Any(e => head.EndsWith(e, StringComparison.Ordinal))) return Gender.Feminine;
        return MasculineEndings.Any(e => head.EndsWith(e, StringComparison.Ordinal)) ? Gender.Masculine : null;
    }

    private static (string Noun, string Article) Split(string kind)
    {
        foreach (var article in new[] { "une ", "un ", "des ", "les ", "la ", "le ", "l’" })
            if (kind.StartsWith(article, StringComparison.OrdinalIgnoreCase)) return (kind[article.Length..], article);
        return (kind, "");
    }
}
