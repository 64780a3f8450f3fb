using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Rendering;

namespace AdPlatform.CreativeGeneration.MarketRules;

/// <summary>A creative as a rule sees it.</summary>
/// <param name="Print">The mandatory text as it is shown; null where the format shows none, or has no room for all of it.</param>
/// <param name="Cites">Ids of the facts that it rests on.</param>
/// <param name="ByModel">At least one phrase is a language model's.</param>
/// <param name="Marked">It says in a form that machines read that it was generated.</param>
/// <param name="ByPerson">A named person decides about it; false where a rule would.</param>
internal sealed record RuleCase(
    CampaignBrief Brief, FormatSpec Format, string Locale, IReadOnlyDictionary<string, string> Texts, string? Print, IReadOnlySet<string> Cites, bool ByModel, bool Marked, bool ByPerson)
{
    /// <summary>Where the pictures in its files come from; none where all of it is drawn from shapes.</summary>
    public IReadOnlyList<PictureOrigin> Pictures { get; init; } = [];

    /// <summary>An image model made one of them, here or before it came.</summary>
    public bool DrawnByModel => Pictures.Any(p => p.ByModel);

    public string? Category { get; } = Categories.Of(Brief);

    /// <summary>Folded, so that accents, case and spaces do not matter.</summary>
    public bool Prints(string text) => Print is not null && Gate.Tokens.Contains(Print, text);
}

internal enum Outcome { Met, NotMet, Exempt, PersonOnly }

/// <param name="Field">Of the brief, or of the creative, that would have to change.</param>
internal sealed record Verdict(Outcome Outcome, string Field, string Reason);

/// <summary>One duty of the law in some markets.</summary>
/// <param name="Markets">ISO 3166-1 alpha-2; empty for all.</param>
/// <param name="Source">Act and article.</param>
/// <param name="From">First day on which it applies; of old acts their date.</param>
/// <param name="Judge">Null where the rule has nothing to say about the creative.</param>
internal sealed record MarketRule(string Id, IReadOnlySet<string> Markets, string Source, DateOnly From, Func<RuleCase, Verdict?> Judge);

/// <summary>A rule's decision about one creative, as it is kept with it.</summary>
/// <param name="Markets">Of the campaign, those in which the rule applies.</param>
internal sealed record Disclosure(string Rule, IReadOnlyList<string> Markets, string Source, DateOnly AppliesFrom, Outcome Outcome, string Field, string Reason)
{
    /// <summary>It keeps the creative from being approved.</summary>
    public bool Blocks => Outcome is Outcome.NotMet or Outcome.PersonOnly;
}
