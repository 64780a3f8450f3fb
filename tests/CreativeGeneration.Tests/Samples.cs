using AdPlatform.Contracts;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;

namespace AdPlatform.CreativeGeneration.Tests;

/// <summary>A realistic brief of a fictional advertiser, and segments that respond to different things.</summary>
internal static class Samples
{
    public static readonly Guid Campaign = Guid.Parse("0199c0de-0000-7000-8000-000000000001");

    public static Dictionary<string, string> Both(string en, string fr) => new() { ["en"] = en, ["fr"] = fr };

    public static CampaignBrief Tea() => new()
    {
        Name = "Solène autumn",
        Advertiser = new("Maison Verte", ["maisonverte.example"], "210"),
        Product = new(Both("Solène", "Solène"), Both("herbal tea", "tisane")),
        Facts =
        [
            new() { Id = "f1", Kind = FactKind.Benefit, Text = Both("calms the evening", "apaise la soirée"), Appeals = ["Drama", "Romance"] },
            new() { Id = "f2", Kind = FactKind.Feature, Text = Both("a blend of 12 organic herbs from Provence", "un mélange de 12 plantes bio de Provence"), Appeals = ["Documentary"] },
            new() { Id = "f3", Kind = FactKind.Proof, Text = Both("87% of drinkers sleep better", "87 % des buveurs dorment mieux"), Source = "Consumer survey, March 2026, n = 1,204", Appeals = ["Documentary", "News"] },
            new() { Id = "f4", Kind = FactKind.Ease, Text = Both("ready in three minutes", "prête en trois minutes"), Appeals = ["Comedy", "Action"] },
            new() { Id = "f5", Kind = FactKind.Identity, Text = Both("grown by six families", "cultivée par six familles") },
        ],
        Offer = new() { Price = Money.FromUnits(12, "EUR"), PriorPrice = Money.FromUnits(15, "EUR"), DiscountPercent = 20, Code = "SOIR20", EndsOn = new(2026, 12, 31) },
        Objective = Objective.Conversions,
        Budget = Money.FromUnits(40_000, "EUR"),
        Flight = new(new(2026, 12, 1), new(2026, 12, 31)),
        Zone = "Europe/Paris",
        Geographies = ["FR", "GB"],
        Locales = ["en", "fr"],
        Formats = FormatIds.All,
        Brand = new() { Colours = ["#1F3D2B", "#F2C14E"], ForbiddenTerms = ["medicine", "médicament"], MandatoryText = Both("Enjoy as part of a varied diet.", "À consommer dans le cadre d'une alimentation variée.") },
        LandingUrl = "https://www.maisonverte.example/solene",
    };

    public static AudienceSegment Segment(int id, string name, long viewers, params (string Name, double Weight)[] interests) =>
        new(Guid.Parse($"0199c0de-0000-7000-9000-{id:D12}"), 1, name, viewers, [.. interests.Select(i => new Weighted(i.Name, i.Weight))], [], [], []);

    public static IReadOnlyList<AudienceSegment> Segments() =>
    [
        Segment(1, "Evening drama", 48_000, ("Drama", 2.4), ("Romance", 1.8)),
        Segment(2, "Documentary lovers", 21_000, ("Documentary", 3.1), ("News", 1.6)),
        Segment(3, "Weekend comedy", 17_500, ("Comedy", 2.7), ("Action", 1.9)),
    ];

    public static GenerateCreatives Command(CampaignBrief? brief = null, IReadOnlyList<AudienceSegment>? segments = null, Guid? campaign = null, int version = 1, string account = "acc_a") => new()
    {
        AccountId = account,
        PublisherId = "acc_p",
        CampaignId = campaign ?? Campaign,
        CampaignVersion = version,
        Brief = brief ?? Tea(),
        Segments = segments ?? Segments(),
    };
}
