using AdPlatform.Contracts;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;

/// <summary>Briefs drawn from a seed, in all eight locales: names that elide, kinds of every gender, clauses of every shape, offers of every form, distractors all over.</summary>
internal static class RandomBriefs
{
    public static readonly string[] Locales = ["en", "fr", "de", "es", "it", "pt-BR", "nl", "ja"];

    private static readonly string[] Names = ["Solène", "Aurore", "eLume", "Le Petit Pot", "Émeraude & Fils", "Hestia 3", "Oslo", "Nordlys", "The Remarkably Patient Companion for Quiet Evenings"];

    private static readonly string[][] Kinds =
    [
        ["herbal tea", "tisane", "Kräutertee", "infusión", "tisana", "chá de ervas", "kruidenthee", "ハーブティー"],
        ["electric bike", "vélo électrique", "elektrisches Fahrrad", "bicicleta eléctrica", "bicicletta elettrica", "bicicleta elétrica", "elektrische fiets", "電動自転車"],
        ["LED lamp", "lampe", "LED-Lampe", "lámpara", "lampada", "lâmpada", "ledlamp", "LEDランプ"],
        ["running shoes", "chaussures de course", "Laufschuhe", "zapatillas de correr", "scarpe da corsa", "tênis de corrida", "hardloopschoenen", "ランニングシューズ"],
        ["insurance", "assurance", "Versicherung", "seguro", "assicurazione", "seguro", "verzekering", "保険"],
        ["organic coffee", "café bio", "biologischer Kaffee", "café ecológico", "caffè biologico", "café orgânico", "biologische koffie", "オーガニックコーヒー"],
        ["streaming service", "service de streaming", "Streamingdienst", "servicio de streaming", "servizio di streaming", "serviço de streaming", "streamingdienst", "配信サービス"],
        ["glorb", "glorbe", "Glorb", "glorb", "glorb", "glorb", "glorb", "グローブ"],
    ];

    private static readonly string[] Advertisers = ["Maison Verte", "Oslo Works", "Atelier d'Anna", "B&B", "Nordic Goods Company"];
    private static readonly string[] Interests = ["Drama", "Comedy", "Documentary", "News", "Action", "Romance"];

    private static readonly (FactKind Kind, string? Source, string[] Texts)[] Clauses =
    [
        (FactKind.Benefit, null, ["calms the evening", "apaise la soirée", "beruhigt den Abend", "calma la noche", "calma la serata", "acalma a noite", "kalmeert de avond", "夜を穏やかにする"]),
        (FactKind.Benefit, null, ["saves you two hours a week", "vous fait gagner deux heures par semaine", "spart Ihnen zwei Stunden pro Woche", "ahorra dos horas a la semana", "fa risparmiare due ore a settimana", "poupa duas horas por semana", "bespaart u twee uur per week", "週に二時間を節約する"]),
        (FactKind.Benefit, null, ["keeps everyone's feet dry", "garde les pieds au sec", "hält die Füße trocken", "mantiene los pies secos", "mantiene i piedi asciutti", "mantém os pés secos", "houdt de voeten droog", "足を濡らさず守る"]),
        (FactKind.Benefit, null, ["simplifies the morning", "simplifie le matin", "vereinfacht den Morgen", "simplifica la mañana", "semplifica la mattina", "simplifica a manhã", "vereenvoudigt de ochtend", "朝の支度を楽にする"]),
        (FactKind.Feature, null, ["a battery of 500 Wh", "une batterie de 500 Wh", "ein Akku mit 500 Wh", "una batería de 500 Wh", "una batteria da 500 Wh", "uma bateria de 500 Wh", "een accu van 500 Wh", "500 Whのバッテリー"]),
        (FactKind.Feature, null, ["organic cotton from Izmir", "coton bio d'Izmir", "Bio-Baumwolle aus Izmir", "algodón orgánico de Izmir", "cotone biologico di Izmir", "algodão orgânico de Izmir", "biologisch katoen uit Izmir", "イズミル産オーガニックコットン"]),
        (FactKind.Feature, null, ["made of \"second life\" steel", "fabriqué en acier « seconde vie »", "gefertigt aus \"Second-Life\"-Stahl", "fabricado en acero \"segunda vida\"", "realizzato in acciaio \"seconda vita\"", "feito de aço \"segunda vida\"", "gemaakt van \"tweede leven\" staal", "\"再生\"スチール製"]),
        (FactKind.Feature, null, ["the only lamp of its line with 3 filters", "la seule lampe de sa gamme avec 3 filtres", "die einzige Lampe ihrer Reihe mit 3 Filtern", "la única lámpara de su gama con 3 filtros", "l’unica lampada della gamma con 3 filtri", "a única lâmpada da linha com 3 filtros", "de enige lamp van de reeks met 3 filters", "シリーズで唯一3枚のフィルターを搭載"]),
        (FactKind.Proof, "Consumer survey, March 2026, n = 1,204", ["87% of users sleep better", "87 % des utilisateurs dorment mieux", "87 % der Nutzer schlafen besser", "el 87 % de los usuarios duermen mejor", "l’87% degli utenti dorme meglio", "87% dos usuários dormem melhor", "87% van de gebruikers slaapt beter", "利用者の87%がよく眠れる"]),
        (FactKind.Proof, "Shop reviews: 2025-2026", ["rated 4.6 out of 5 by 1,204 buyers", "note de 4,6 sur 5 par 1 204 acheteurs", "4,6 von 5 Punkten bei 1.204 Käufern", "4,6 de 5 puntos según 1204 compradores", "4,6 su 5 secondo 1.204 acquirenti", "nota 4,6 de 5 por 1.204 compradores", "4,6 van de 5 volgens 1.204 kopers", "1,204人の購入者が5点満点で4.6点と評価"]),
        (FactKind.Proof, "Institut Médian, 2026", ["9 of 10 buyers would buy it again", "9 acheteurs sur 10 le rachèteraient", "9 von 10 Käufern würden es wieder kaufen", "9 de cada 10 compradores repetirían", "9 acquirenti su 10 lo ricomprerebbero", "9 em 10 compradores comprariam de novo", "9 van de 10 kopers zouden het opnieuw kopen", "購入者の10人中9人が再購入したいと回答"]),
        (FactKind.Ease, null, ["ready in three minutes", "prête en trois minutes", "fertig in drei Minuten", "lista en tres minutos", "pronta in tre minuti", "pronta em três minutos", "klaar in drie minuten", "三分で準備完了"]),
        (FactKind.Ease, null, ["assembles without tools", "se monte sans outil", "lässt sich ohne Werkzeug montieren", "se monta sin herramientas", "si monta senza attrezzi", "se monta sem ferramentas", "laat zich zonder gereedschap monteren", "工具なしで組み立てられる"]),
        (FactKind.Identity, null, ["grown by six families", "cultivée par six familles", "angebaut von sechs Familien", "cultivada por seis familias", "coltivata da sei famiglie", "cultivada por seis famílias", "geteeld door zes families", "六つの家族が育てた味"]),
        (FactKind.Feature, null, ["a guarantee of ten years on every part that can wear out, with repairs at home within two working days", "une garantie de dix ans sur chaque pièce d'usure, avec réparation à domicile sous deux jours ouvrés", "eine Garantie von zehn Jahren auf jedes Verschleißteil, mit Reparatur zu Hause binnen zwei Werktagen", "una garantía de diez años en cada pieza de desgaste, con reparación a domicilio en dos días laborables", "una garanzia di dieci anni su ogni pezzo soggetto a usura, con riparazione a domicilio entro due giorni lavorativi", "uma garantia de dez anos em cada peça de desgaste, com reparo em domicílio em até dois dias úteis", "een garantie van tien jaar op elk onderdeel dat slijt, met reparatie aan huis binnen twee werkdagen", "消耗部品を含むすべての部品に十年保証、二営業日以内の出張修理つき"]),
        (FactKind.Identity, null, ["by craftspeople, for craftspeople!", "par des artisans, pour des artisans !", "von Handwerkern, für Handwerker!", "¡de artesanos para artesanos!", "da artigiani, per artigiani!", "de artesãos para artesãos!", "door vaklui, voor vaklui!", "職人による、職人のための道具！"]),
    ];

    private static readonly string[][] Palettes = [[], ["#1F3D2B", "#F2C14E"], ["#FFFFFF", "#FFFF00"], ["#808080", "#7F7F7F"], ["#FF5A5F", "#00A699"], ["#000000", "#111111"], ["#F7F3E9", "#B5651D"], ["#777777", "#FFFFFF", "#123456"]];

    private static readonly Dictionary<string, string> Terms = In("Terms apply, see brand.example.", "Voir conditions sur brand.example ; offre réservée aux particuliers.", "Es gelten die Bedingungen auf brand.example.", "Se aplican condiciones, ver brand.example.",
        "Si applicano condizioni, vedi brand.example.", "Sujeito a condições, veja brand.example.", "Voorwaarden van toepassing, zie brand.example.", "条件があります。詳細は brand.example をご覧ください。");

    private static Dictionary<string, string> In(params string[] texts) => Locales.Zip(texts).ToDictionary(x => x.First, x => x.Second);

    /// <param name="locales">The brief's languages; all eight unless told.</param>
    public static CampaignBrief Draw(int seed, string[]? locales = null)
    {
        var random = new Random(seed);
        T One<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
        var (name, kind, advertiser) = (One(Names), One(Kinds), One(Advertisers));
        var formal = random.Next(2) == 0;
        // Two are in every brief, below.
        var facts = Clauses.Where((_, i) => i is not (4 or 12)).OrderBy(_ => random.Next()).Take(random.Next(2, 9)).Select((c, i) =>
        {
            var texts = In(c.Texts);
            if (random.Next(8) == 0) texts.Remove(One(Locales));
            return new BriefFact { Id = $"f{i + 1}", Kind = c.Kind, Text = texts, Source = c.Source, Appeals = [.. Interests.Where(_ => random.Next(4) == 0)] };
        }).ToList();
        // What speaks to a formal reader only would leave an informal brief without a word.
        facts.Add(new BriefFact { Id = "base", Kind = FactKind.Feature, Text = In(Clauses[4].Texts) });
        facts.Add(new BriefFact { Id = "ease", Kind = FactKind.Ease, Text = In(Clauses[12].Texts) });
        return new CampaignBrief
        {
            Name = $"Brief {seed}",
            Advertiser = new(advertiser, ["shop.example", "brand.example"]),
            Product = new(Locales.ToDictionary(l => l, _ => name), In(kind)),
            Facts = facts,
            Offer = random.Next(4) == 0 ? null : Offer(random),
            Objective = One(Enum.GetValues<Objective>()),
            Budget = Money.FromUnits(1000, "EUR"),
            Flight = new(new(2026, 12, 1), new(2027, 1, 31)),
            Zone = "Europe/Paris",
            Geographies = ["FR"],
            Locales = locales ?? Locales,
            Formats = FormatIds.All,
            Brand = new()
            {
                Colours = One(Palettes),
                FormalAddress = formal,
                ForbiddenTerms = One<string[]>([[], ["cheap", "pas cher"], ["discover", "découvrez"], ["billig", "barato", "安い"]]),
                MandatoryText = random.Next(2) == 0 ? Terms : random.Next(3) == 0 ? Terms.ToDictionary(t => t.Key, t => string.Join(' ', Enumerable.Repeat(t.Value, 5))) : new Dictionary<string, string>(),
            },
            LandingUrl = One(["https://shop.example/", "https://www.brand.example/fr?x=1"]),
        };
    }

    private static Offer Offer(Random random)
    {
        var currency = new[] { "EUR", "USD", "GBP", "CHF", "JPY", "BRL" }[random.Next(6)];
        var prior = random.Next(20, 3000) * (currency == "JPY" ? 100 : 0.5m);
        var percent = random.Next(5, 60);
        DateOnly? end = random.Next(2) == 0 ? new DateOnly(2026, 12, 1).AddDays(random.Next(60)) : null;
        var code = random.Next(3) == 0 ? "CODE25" : null;
        return random.Next(3) switch
        {
            0 => new() { DiscountPercent = percent, EndsOn = end, Code = code },
            1 => new() { Price = Money.FromUnits(prior, currency), EndsOn = end, Code = code },
            _ => new() { PriorPrice = Money.FromUnits(prior, currency), Price = Money.FromUnits(Math.Round(prior * (100 - percent) / 100, currency == "JPY" ? 0 : 2), currency), DiscountPercent = percent, EndsOn = end, Code = code },
        };
    }

    public static IReadOnlyList<AudienceSegment> Segments(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(i => Samples.Segment(i, $"Segment {i}", 10_000, [.. Interests.OrderBy(_ => random.Next()).Take(3).Select(x => (x, 0.5 + 3 * random.NextDouble()))]))];
    }
}
