namespace AdPlatform.CreativeGeneration.Facts;

/// <summary>Finds the entry of a per-locale map by the lookup of RFC 4647 section 3.4: fr-CA, then fr.</summary>
internal static class LocaleText
{
    public static string? Find(IReadOnlyDictionary<string, string> texts, string locale)
    {
        for (var range = locale; range.Length > 0; range = Shorter(range))
            foreach (var (tag, text) in texts)
                if (tag.Equals(range, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(text)) return text;
        // A brief in fr-FR also serves fr: the region says nothing that the text would contradict.
        foreach (var (tag, text) in texts.OrderBy(t => t.Key, StringComparer.Ordinal))
            if (Language(tag) == Language(locale) && !string.IsNullOrWhiteSpace(text)) return text;
        return null;
    }

    public static string Language(string locale) => locale.Split('-', '_')[0].ToLowerInvariant();

    private static string Shorter(string range) => range.LastIndexOf('-') is > 0 and var cut ? range[..cut] : "";
}
