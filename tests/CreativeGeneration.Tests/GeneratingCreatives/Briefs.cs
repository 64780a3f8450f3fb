using AdPlatform.Contracts;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;

/// <summary>Briefs drawn from a seed: names that elide, kinds of every gender, clauses of every shape, offers of every form, distractors all over.</summary>
internal static class RandomBriefs
{
    private static readonly (string En, string Fr)[] Names = [("Solène", "Solène"), ("Aurore", "Aurore"), ("eLume", "eLume"), ("Le Petit Pot", "Le Petit Pot"), ("Émeraude & Fils", "Émeraude & Fils"), ("Hestia 3", "Hestia 3"), ("Oslo", "Oslo"), ("Nordlys", "Nordlys"), ("The Remarkably Patient Companion for Quiet Evenings", "Le Compagnon remarquablement patient des soirées calmes")];
    private static readonly (string En, string Fr)[] Kinds = [("herbal tea", "tisane"), ("electric bike", "vélo électrique"), ("LED lamp", "lampe"), ("running shoes", "chaussures de course"), ("insurance", "assurance"), ("organic coffee", "café bio"), ("streaming service", "service de streaming"), ("glorb", "glorbe")];
    private static readonly string[] Advertisers = ["Maison Verte", "Oslo Works", "Atelier d'Anna", "B&B", "Nordic Goods Company"];
    private static readonly string[] Interests = ["Drama", "Comedy", "Documentary", "News", "Action", "Romance"];

    private static readonly (FactKind Kind, string En, string Fr, string? Source)[] Clauses =
    [
        (FactKind.Benefit, "calms the evening", "apaise la soirée", null),
        (FactKind.Benefit, "saves you two hours a week", "vous fait gagner deux heures par semaine", null),
        (FactKind.Benefit, "keeps everyone's feet dry", "garde les pieds au sec", null),
        (FactKind.Benefit, "simplifies the morning", "simplifie le matin", null),
        (FactKind.Feature, "a battery of 500 Wh", "une batterie de 500 Wh", null),
        (FactKind.Feature, "organic cotton from Izmir", "coton bio d'Izmir", null),
        (FactKind.Feature, "made of \"second life\" steel", "fabriqué en acier « seconde vie »", null),
        (FactKind.Feature, "the only lamp of its line with 3 filters", "la seule lampe de sa gamme avec 3 filtres", null),
        (FactKind.Proof, "87% of users sleep better", "87 % des utilisateurs dorment mieux", "Consumer survey, March 2026, n = 1,204"),
        (FactKind.Proof, "rated 4.6 out of 5 by 1,204 buyers", "note de 4,6 sur 5 par 1 204 acheteurs", "Shop reviews: 2025-2026"),
        (FactKind.Proof, "9 of 10 buyers would buy it again", "9 acheteurs sur 10 le rachèteraient", "Institut Médian, 2026"),
        (FactKind.Ease, "ready in three minutes", "prête en trois minutes", null),
        (FactKind.Ease, "assembles without tools", "se monte sans outil", null),
        (FactKind.Identity, "grown by six families", "cultivée par six familles", null),
        (FactKind.Feature, "a guarantee of ten years on every part that can wear out, with repairs at home within two working days", "une garantie de dix ans sur chaque pièce d'usure, avec réparation à domicile sous deux jours ouvrés", null),
        (FactKind.Identity, "by craftspeople, for craftspeople!", "par des artisans, pour des artisans !", null),
    ];

    private static readonly string[][] Palettes = [[], ["#1F3D2B", "#F2C14E"], ["#FFFFFF", "#FFFF00"], ["#808080", "#7F7F7F"], ["#FF5A5F", "#00A699"], ["#000000", "#111111"], ["#F7F3E9", "#B5651D"], ["#777777", "#FFFFFF", "#123456"]];

    public static CampaignBrief Draw(int seed)
    {
        var random = new Random(seed);
        T One<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
        var (name, kind, advertiser) = (One(Names), One(Kinds), One(Advertisers));
        var facts = Clauses.OrderBy(_ => random.Next()).Take(random.Next(1, 9)).Select((c, i) => new BriefFact
        {
            Id = $"f{i + 1}",
            Kind = c.Kind,
            Text = random.Next(8) == 0 ? new Dictionary<string, string> { [One(["en", "fr"])] = "" , ["en"] = c.En, ["fr"] = c.Fr } : Samples.Both(c.En, c.Fr),
            Source = c.Source,
            Appeals = [.. Interests.Where(_ => random.Next(4) == 0)],
        }).ToList();
        return new CampaignBrief
        {
            Name = $"Brief {seed}",
            Advertiser = new(advertiser, ["shop.example", "brand.example"]),
            Product = new(Samples.Both(name.En, name.Fr), Samples.Both(kind.En, kind.Fr)),
            Facts = facts,
            Offer = random.Next(4) == 0 ? null : Offer(random),
            Objective = One(Enum.GetValues<Objective>()),
            Budget = Money.FromUnits(1000, "EUR"),
            Flight = new(new(2026, 12, 1), new(2027, 1, 31)),
            Zone = "Europe/Paris",
            Geographies = ["FR"],
            Locales = One<string[]>([["en", "fr"], ["fr-FR", "en-GB"], ["fr"], ["en"]]),
            Formats = FormatIds.All,
            Brand = new()
            {
                Colours = One(Palettes),
                FormalAddress = random.Next(2) == 0,
                ForbiddenTerms = One<string[]>([[], ["cheap", "pas cher"], ["discover", "découvrez"]]),
                MandatoryText = random.Next(2) == 0 ? Samples.Both("Terms apply, see brand.example.", "Voir conditions sur brand.example ; offre réservée aux particuliers.") : random.Next(3) == 0 ? Samples.Both(string.Join(" ", Enumerable.Repeat("Representative example, subject to status and to the terms on brand.example.", 4)), string.Join(" ", Enumerable.Repeat("Exemple représentatif sous réserve d'acceptation, voir brand.example.", 4))) : new Dictionary<string, string>(),
            },
            LandingUrl = One(["https://shop.example/", "https://www.brand.example/fr?x=1"]),
        };
    }

    private static Offer Offer(Random random)
    {
        var currency = new[] { "EUR", "USD", "GBP", "CHF" }[random.Next(4)];
        var prior = random.Next(20, 3000) * 0.5m;
        var percent = random.Next(5, 60);
        DateOnly? end = random.Next(2) == 0 ? new DateOnly(2026, 12, 1).AddDays(random.Next(60)) : null;
        var code = random.Next(3) == 0 ? "CODE25" : null;
        return random.Next(3) switch
        {
            0 => new() { DiscountPercent = percent, EndsOn = end, Code = code },
            1 => new() { Price = Money.FromUnits(prior, currency), EndsOn = end, Code = code },
            _ => new() { PriorPrice = Money.FromUnits(prior, currency), Price = Money.FromUnits(Math.Round(prior * (100 - percent) / 100, 2), currency), DiscountPercent = percent, EndsOn = end, Code = code },
        };
    }

    public static IReadOnlyList<AudienceSegment> Segments(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(i => Samples.Segment(i, $"Segment {i}", 10_000, [.. Interests.OrderBy(_ => random.Next()).Take(3).Select(x => (x, 0.5 + 3 * random.NextDouble()))]))];
    }
}
