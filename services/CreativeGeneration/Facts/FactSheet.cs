using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Facts;

/// <summary>The facts of a brief in one locale, typeset for it.</summary>
internal sealed record FactSheet
{
    public required string Locale { get; init; }
    public required string Language { get; init; }
    public required string Product { get; init; }

    /// <summary>Common noun in running text ("herbal tea"); null when the brief has none in this language.</summary>
    public required string? Kind { get; init; }

    public required string Advertiser { get; init; }
    public required IReadOnlyList<Claim> Claims { get; init; }
    public required Offer? Offer { get; init; }
    public required string? Mandatory { get; init; }
    public required string LandingUrl { get; init; }
    public required IReadOnlyList<string> Domains { get; init; }
    /// <summary>The same facts in the language that is translated from; null where the sheet's own words are written with.</summary>
    public FactSheet? TranslatedFrom { get; init; }

    public required bool Formal { get; init; }
    public required Objective Objective { get; init; }
}

/// <param name="Text">A clause in the advertiser's own words, without final punctuation.</param>
internal sealed record Claim(string Id, FactKind Kind, string Text, string? Source, IReadOnlyList<string> Appeals);
