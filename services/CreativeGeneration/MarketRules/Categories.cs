using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.MarketRules;

/// <summary>What is advertised, as far as a law or a reviewer cares: ids of the IAB Tech Lab Content Taxonomy 3.1.</summary>
internal static class Categories
{
    public const string Alcohol = "alcohol";
    public const string Gambling = "gambling";
    public const string Medicines = "medicines";
    public const string Politics = "politics";

    private static readonly Dictionary<string, string> ById = new(StringComparer.OrdinalIgnoreCase)
    {
        ["211"] = Alcohol,
        ["pg0WhF"] = Alcohol,
        ["181"] = Gambling,
        ["320"] = Medicines,
        ["322"] = Medicines,
        ["286"] = "medical health",
        ["287"] = "medical health",
        ["319"] = "medical health",
        ["321"] = "medical health",
        ["323"] = "medical health",
        ["v9i3On"] = "a sensitive topic",
        ["Rm3SiT"] = "adult content",
        ["avbNf2"] = "arms",
        ["Z7rJBM"] = "a debated social issue",
    };

    /// <returns>Null for what needs no particular care, and for what is not known.</returns>
    public static string? Of(CampaignBrief brief) => PoliticalAdvertising.Concerns(brief) ? Politics : Of(brief.Advertiser.Category);

    /// <returns>Null for what needs no particular care, and for what is not known.</returns>
    public static string? Of(string? category) => category is null ? null : PoliticalAdvertising.Categories.Contains(category) ? Politics : ById.GetValueOrDefault(category);
}
