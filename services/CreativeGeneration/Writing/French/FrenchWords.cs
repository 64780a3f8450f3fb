using System.Globalization;
using System.Text;

namespace AdPlatform.CreativeGeneration.Writing.French;

internal enum Gender { Masculine, Feminine }

/// <summary>Elision, contraction and gender.</summary>
internal static class FrenchWords
{
    private static readonly HashSet<string> AspiratedH =
    [
        "hache", "haie", "hall", "halte", "hamac", "hamburger", "hammam", "hamster", "hanche", "handball", "hangar", "hanneton", "haricot", "harnais", "harpe", "hasard", "hausse", "haut", "haute", "hauteur",
        "havre", "hérisson", "héron", "héros", "hibou", "hockey", "homard", "hotte", "houe", "housse", "houx", "hublot", "huit", "huitième", "hutte", "hot", "hoodie", "hub", "hijab", "halva", "hareng", "harissa", "houmous",
    ];

    private static readonly HashSet<string> NoElision = ["onze", "onzième", "oui", "ouistiti", "yaourt", "yoga", "yacht", "yucca", "yourte", "uhlan", "ululement"];

    /// <summary>The vowel before this word falls: l’eau, d’Aurore, qu’elle; but le yaourt, le haricot, de Honda.</summary>
    public static bool Elides(string text)
    {
        var word = new string([.. text.TakeWhile(c => char.IsLetterOrDigit(c))]);
        if (word.Length == 0 || char.IsDigit(word[0])) return false;
        var lower = word.ToLowerInvariant();
        if (NoElision.Contains(lower) || AspiratedH.Contains(lower)) return false;
        // Usage wavers for names with H; the full form is never wrong to read.
        if (lower[0] == 'h') return char.IsLower(word[0]);
        if (lower[0] == 'y') return lower.Length > 1 && !"aeiou".Contains(Plain(lower)[1]);
        return "aeiouœæ".Contains(Plain(lower)[0]);
    }

    /// <summary>de, d’, du, des: "Le Petit Thé" gives "du Petit Thé".</summary>
    public static string De(string name) => Contracted(name, "de", "du", "des");

    private static string Contracted(string name, string preposition, string withLe, string withLes)
    {
        if (name.StartsWith("Le ", StringComparison.OrdinalIgnoreCase)) return $"{withLe} {name[3..]}";
        if (name.StartsWith("Les ", StringComparison.OrdinalIgnoreCase)) return $"{withLes} {name[4..]}";
        return Elides(name) ? $"{preposition[..^1]}’{name}" : $"{preposition} {name}";
    }

    public static string A(string name)
    {
        if (name.StartsWith("Le ", StringComparison.OrdinalIgnoreCase)) return $"au {name[3..]}";
        return name.StartsWith("Les ", StringComparison.OrdinalIgnoreCase) ? $"aux {name[4..]}" : $"à {name}";
    }

    public static string Definite(string noun, Gender gender) => Elides(noun) ? $"l’{noun}" : gender == Gender.Feminine ? $"la {noun}" : $"le {noun}";

    public static string Indefinite(string noun, Gender gender) => gender == Gender.Feminine ? $"une {noun}" : $"un {noun}";

    /// <summary>Lower case without diacritics, for comparing.</summary>
    public static string Plain(string text) => new string([.. text.Normalize(NormalizationForm.FormD)
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)]).ToLowerInvariant();
}
