using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Formats;

namespace AdPlatform.CreativeGeneration.MarketRules;

/// <summary>Every rule of law that creatives are held against, each with its source and date. What the table does not know, it does not decide: sensitive categories then wait for a person.</summary>
internal static class RuleTable
{
    private static readonly HashSet<string> Eu =
        ["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"];

    private static readonly HashSet<string> Eea = [.. Eu, "IS", "LI", "NO"];
    private static readonly HashSet<string> Everywhere = [];

    /// <summary>Since when the platform asks for more than it can cite.</summary>
    private static readonly DateOnly PlatformRules = new(2026, 11, 1);

    /// <summary>Regulation (EU) 2024/900 applies from this day on (Art. 30).</summary>
    private static readonly DateOnly PoliticalAdvertising = new(2025, 10, 10);

    /// <summary>Nothing that is known of viewers may steer what it says: Regulation (EU) 2024/900, Art. 18.</summary>
    public static bool MustNotTarget(CampaignBrief brief) => Categories.Of(brief) == Categories.Politics && brief.Geographies.Any(Eu.Contains);

    public static IReadOnlyList<MarketRule> All { get; } =
    [
        // The Digital Omnibus of 2026 lets systems wait until 2026-12-02 that were on the market before: this one was not.
        new("eu-ai-act-marking", Eu, "Regulation (EU) 2024/1689 (AI Act), Art. 50(2)", new(2026, 8, 2), c => c.Marked
            ? Met("creative", "says in machine-readable form that it was generated (IPTC digital source type)")
            : c.ByModel || c.DrawnByModel ? NotMet("creative", "a model's words or picture without a machine-readable mark: generate the campaign again") : Exempt("creative", "written by grammar rules, not by an AI system")),
        new("eu-ai-act-deep-fake", Eu, "Regulation (EU) 2024/1689 (AI Act), Art. 50(4), first subparagraph", new(2026, 8, 2), c => c.Format.Canvas is null && c.Pictures.Count == 0 ? null
            : c.DrawnByModel ? c.ByPerson ? Exempt("creative", "a named person has seen that the model's picture passes for no person, object, place or event that exists")
                : PersonOnly("whether a model's picture passes for something that exists, a person must see")
            : c.Pictures.Count > 0 ? Exempt("creative", "its pictures are from the advertiser's library or of the publisher's titles: no AI system of this platform made or changed them")
            : Exempt("creative", "the picture is drawn from shapes: it resembles no person, object, place or event")),
        // A person's review exempts text only, never an image.
        new("eu-ai-act-public-interest", Eu, "Regulation (EU) 2024/1689 (AI Act), Art. 50(4), second subparagraph", new(2026, 8, 2), c => !c.ByModel || c.Category != Categories.Politics ? null
            : c.ByPerson ? Exempt("creative", "a named person reviews the text and answers for it") : PersonOnly("a model's text on a matter of public interest")),
        new("eu-prior-price", Eea, "Directive 98/6/EC, Art. 6a", new(2022, 5, 28), c => c.Brief.Offer is not { DiscountPercent: not null } offer || !c.Cites.Contains(offer.Id) ? null
            : offer.PriorPrice is { } prior ? Met("offer.priorPrice", $"reduced from {prior}, declared as the lowest price of the 30 days before")
            : NotMet("offer.priorPrice", "announces a discount without the lowest price of the 30 days before")),
        new("eu-who-paid", Eu, "Regulation (EU) 2022/2065 (Digital Services Act), Art. 26(1)", new(2024, 2, 17), WhoPaid),
        new("eu-political-label", Eu, "Regulation (EU) 2024/900 (political advertising), Art. 11(1)(a) to (d); Implementing Regulation (EU) 2025/1410", PoliticalAdvertising, PoliticalRules.Labelled),
        new("eu-political-notice", Eu, "Regulation (EU) 2024/900 (political advertising), Art. 11(1)(e) and 12(1)", PoliticalAdvertising, PoliticalRules.Noticed),
        new("eu-political-sponsor", Eu, "Regulation (EU) 2024/900 (political advertising), Art. 5(2)", PoliticalAdvertising, c => PoliticalRules.Sponsored(c, Eu)),
        new("eu-political-targeting", Eu, "Regulation (EU) 2024/900 (political advertising), Art. 18(1)", PoliticalAdvertising, PoliticalRules.Untargeted),

        new("fr-alcohol", Set("FR"), "Code de la santé publique, Art. L3323-2 to L3323-4 (loi Évin)", new(1991, 1, 10), c => c.Category != Categories.Alcohol ? null
            : OnTelevision(c.Format) ? NotMet("formats", "alcohol is not advertised on television, nor intrusively online") : Printed(c, "L’abus d’alcool est dangereux pour la santé")),
        new("lt-alcohol", Set("LT"), "Law on Alcohol Control No. I-857, Art. 29", new(2018, 1, 1), c => Forbidden(c, Categories.Alcohol)),
        new("no-alcohol", Set("NO"), "Alkoholloven (LOV-1989-06-02-27), § 9-2", new(1989, 6, 2), c => Forbidden(c, Categories.Alcohol)),
        new("alcohol-content", Everywhere, "Directive 2010/13/EU, Art. 22 in the EU; national codes elsewhere", new(2010, 5, 5), c => ByPerson(c, Categories.Alcohol)),

        new("it-gambling", Set("IT"), "Decreto-legge 87/2018, Art. 9", new(2018, 7, 14), c => Forbidden(c, Categories.Gambling)),
        new("be-gambling", Set("BE"), "Royal Decree of 27 February 2023 on advertising for games of chance", new(2023, 7, 1), c => Forbidden(c, Categories.Gambling)),
        new("fr-gambling", Set("FR"), "Code de la sécurité intérieure, Art. D320-2; arrêté of 29 July 2022", new(2022, 10, 2), c => c.Category != Categories.Gambling ? null : Printed(c, "09 74 75 13 13")),
        new("gambling-licence", Everywhere, "Platform rule: an operator's licence must cover the market, which no text shows", PlatformRules, c => ByPerson(c, Categories.Gambling)),

        new("eu-medicines", Eea, "Directive 2001/83/EC, Art. 88 and 89", new(2001, 11, 6), c => c.Category != Categories.Medicines ? null
            : c.Print is null ? NotMet($"brand.mandatoryText.{c.Locale}", "a medicine is advertised with its name, its use and the invitation to read the leaflet") : Met("brand.mandatoryText", "stands whole in the creative")),
        new("de-medicines", Set("DE"), "Heilmittelwerbegesetz, § 4(3)", new(2023, 12, 27), c => c.Category != Categories.Medicines ? null : Printed(c, "Zu Risiken und Nebenwirkungen")),
        new("medicines-prescription", Everywhere, "Directive 2001/83/EC, Art. 88(1)(a) in the EU: never for prescription medicines; 21 CFR 202 in the US", new(2001, 11, 6), c => ByPerson(c, Categories.Medicines)),
        new("political-content", Everywhere, "Platform rule: electoral laws differ by country and date", PlatformRules, c => ByPerson(c, Categories.Politics)),
    ];

    private static Verdict? WhoPaid(RuleCase c)
    {
        var advertiser = c.Brief.Advertiser;
        if (!c.Format.IsSet && !c.Texts.ContainsKey(Roles.Disclosure) && !c.Texts.ContainsKey(Roles.Sponsored)) return NotMet("creative", "is not marked as an advertisement");
        if (advertiser.Payer is not { } payer || payer == advertiser.Name) return Met("advertiser", $"for {advertiser.Name}, which pays for it itself");
        return c.Prints(payer) ? Met("brand.mandatoryText", $"for {advertiser.Name}, and says that {payer} pays") : NotMet($"brand.mandatoryText.{c.Locale}", $"must name {payer}, which pays, and be shown whole");
    }

    private static bool OnTelevision(FormatSpec format) => !format.IsSet && format.Id != FormatIds.Native && !format.Id.StartsWith("display-", StringComparison.Ordinal);

    private static Verdict Printed(RuleCase c, string text) =>
        c.Prints(text) ? Met("brand.mandatoryText", $"says \"{text}\"") : NotMet($"brand.mandatoryText.{c.Locale}", $"must say \"{text}\", and be shown whole");

    private static Verdict? Forbidden(RuleCase c, string category) => c.Category == category ? NotMet("geographies", $"{category} is not advertised in this market") : null;

    private static Verdict? ByPerson(RuleCase c, string category) =>
        c.Category != category ? null : c.ByPerson ? Met("creative", "a named person decides about it") : PersonOnly($"{category}: the law looks at what is said, and to whom");

    private static Verdict Met(string field, string reason) => new(Outcome.Met, field, reason);

    private static Verdict NotMet(string field, string reason) => new(Outcome.NotMet, field, reason);

    private static Verdict Exempt(string field, string reason) => new(Outcome.Exempt, field, reason);

    private static Verdict PersonOnly(string reason) => new(Outcome.PersonOnly, "creative", reason);

    private static HashSet<string> Set(params string[] markets) => [.. markets];
}
