using System.Globalization;
using System.Text;

namespace AdPlatform.MediaPlanning.SearchingInventory;

/// <summary>Words of a text as search compares them: lower case, without accents, endings cut, common words left out; and which words mean nearly the same.</summary>
internal static class SearchWords
{
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "for", "with", "by", "from", "as", "is", "are", "be", "his", "her", "their", "its", "this", "that", "who", "when", "while", "into", "about", "after", "film", "movie",
        "series", "show", "title", "un", "une", "le", "la", "les", "de", "des", "du", "et", "ou", "en", "sur", "qui", "dans", "avec", "pour", "il", "elle", "he", "she", "they", "it", "some", "something", "where", "how", "one",
    };

    private static readonly Dictionary<string, string[]> Groups = Build(
        "chemistry chemist science", "teacher professor instructor tutor", "drug meth narcotic cocaine drogue", "thief robber burglar heist robbery robbing steal voleur braquage", "police cop detective inspector policier",
        "kid child children boy girl enfant youngster", "parent mother father mom dad famille family", "king queen royal monarch crown monarchy reign roi reine", "war battle soldier army guerre military", "space astronaut galaxy mars planet espace",
        "murder killer kill serial homicide meurtre assassin", "vampire undead dracula", "zombie undead outbreak", "ghost haunted spirit haunting fantome", "witch magic sorcerer spell magicien wizard", "school college campus university student ecole lycee",
        "love romance romantic couple amour", "marriage wedding bride married mariage", "lawyer attorney court trial avocat", "doctor hospital medical surgeon medecin", "prison jail inmate prisoner", "money cash fortune wealth rich argent",
        "launder laundering", "chess echec", "game contest competition tournament jeu", "cook chef cooking culinary baking kitchen cuisine food", "football soccer", "dog puppy chien", "cat kitten chat", "horse equestrian cheval",
        "robot android machine", "alien extraterrestrial", "future dystopia dystopian futuristic", "music singer band musician song", "dance dancer ballet danse", "fashion designer mode model", "journalist reporter newspaper", "politician president politics government",
        "spy agent espionage cia undercover", "orphan orphaned orphanage", "vanish disappear disappearance missing disparition", "funny comedy humor hilarious comedie", "scary horror terrifying horreur", "ocean sea marine underwater mer", "mountain climb climber montagne",
        "island castaway stranded ile", "car racing driver race voiture", "christmas holiday santa noel", "nature wildlife animal animaux", "prodigy genius gifted", "hostage captive kidnap kidnapped abducted", "mafia gangster mob crime cartel",
        "britain british england english uk", "france french paris", "japan japanese", "korea korean", "spain spanish", "india indian", "brother sister sibling twin", "deadly lethal fatal dangerous", "secret hidden mystery", "experiment laboratory lab");

    public static IEnumerable<string> Of(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormD).Append(' '))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsLetterOrDigit(c)) word.Append(char.ToLowerInvariant(c));
            else if (c is not ('\'' or '\u2019') && word.Length > 0)
            {
                var whole = word.ToString();
                word.Clear();
                if (!Common.Contains(whole)) yield return Stem(whole);
            }
        }
    }

    public static IReadOnlyList<string> Synonyms(string stem) => Groups.GetValueOrDefault(stem, []);

    /// <summary>English plurals and verb endings, French plurals: enough that words of one root meet.</summary>
    private static string Stem(string word)
    {
        if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal)) return word[..^3] + "y";
        if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal)) word = word[..^3];
        else if (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)) word = word[..^2];
        else if (word.Length > 4 && word.EndsWith("es", StringComparison.Ordinal)) word = word[..^2];
        else if (word.Length > 3 && word[^1] == 's' && word[^2] != 's') word = word[..^1];
        return word.Length > 4 && word[^1] == 'e' ? word[..^1] : word.Length > 4 && word[^1] == word[^2] ? word[..^1] : word;
    }

    private static Dictionary<string, string[]> Build(params string[] groups)
    {
        var all = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var stems = group.Split(' ').Select(Stem).Distinct().ToArray();
            foreach (var stem in stems) all[stem] = [.. all.GetValueOrDefault(stem, []).Concat(stems).Distinct().Where(s => s != stem)];
        }
        return all;
    }
}
