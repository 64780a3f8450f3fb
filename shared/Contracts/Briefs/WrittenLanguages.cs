namespace AdPlatform.Contracts.Briefs;

/// <summary>Languages that creatives are written in from the brief's own texts. Any other can only be translated into, by a model, from one of these.</summary>
public static class WrittenLanguages
{
    /// <summary>BCP 47; a primary language stands for all its regions, except that European Portuguese is not written.</summary>
    public static IReadOnlyList<string> All { get; } = ["en", "fr", "de", "es", "it", "pt-BR", "nl", "ja"];

    /// <summary>Whether a brief in this locale must have texts of its own.</summary>
    public static bool Has(string locale) => !locale.Equals("pt-PT", StringComparison.OrdinalIgnoreCase) && All.Any(l => l[..2].Equals(locale.Split('-')[0], StringComparison.OrdinalIgnoreCase));
}
