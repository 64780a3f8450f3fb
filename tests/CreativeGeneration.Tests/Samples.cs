using AdPlatform.Contracts;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;

namespace AdPlatform.CreativeGeneration.Tests;

/// <summary>A realistic brief of a fictional advertiser, and segments that respond to different things.</summary>
internal static class Samples
{
    public static readonly Guid Campaign = Guid.Parse("0199c0de-0000-7000-8000-000000000001");

    /// <summary>One of each family.</summary>
    public static readonly string[] Formats = [FormatIds.Display300x250, FormatIds.Native, FormatIds.Pause1920x1080, FormatIds.ResponsiveSearch];

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
        Formats = Formats,
        Brand = new() { Colours = ["#1F3D2B", "#F2C14E"], ForbiddenTerms = ["medicine", "médicament"], MandatoryText = Both("Enjoy as part of a varied diet.", "À consommer dans le cadre d'une alimentation variée.") },
        LandingUrl = "https://www.maisonverte.example/solene",
    };

    private static readonly string[] RichFacts =
    [
        "calms the evening", "smells of wild honey", "brews in cold water too", "keeps its taste for two years", "comes in a tin that seals itself", "needs no sugar", "suits children and grandparents", "warms cold hands", "sweetens the long drive home",
        "pairs with dark chocolate", "travels well in a shirt pocket", "grows on terraces above the sea", "supports a school in Forcalquier", "refreshes tired eyes after screens", "a blend of 12 organic herbs from Provence", "a box of 40 paper sachets",
        "lavender picked before sunrise", "verbena dried in the shade", "chamomile from one single field", "labels printed with plant ink", "ready in three minutes", "opens without scissors", "grown by six families", "blended by hand in Banon",
        "no plastic in any sachet", "a taste between apple and hay", "softens the end of a working day", "fits beside every novel", "roots that rest until February", "served in nine mountain refuges",
        "quiets a noisy kitchen", "tastes of July", "lasts four infusions", "dissolves no dye", "cools into iced tea", "stems cut with sickles", "thyme gathered near Sault", "water drawn from snow", "paper recycled twice", "tins stamped in Lyon",
    ];

    /// <summary>A brief with as much to say as a busy brand has: 40 short facts in English.</summary>
    public static CampaignBrief Rich() => Tea() with
    {
        Locales = ["en"],
        Facts = [.. RichFacts.Select((text, i) => new BriefFact { Id = $"r{i + 1}", Kind = (FactKind)(i % 5 == 2 ? 1 : i % 5), Text = new Dictionary<string, string> { ["en"] = text }, Appeals = [new[] { "Drama", "Comedy", "Documentary", "News", "Action", "Romance" }[i % 6]] })],
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
