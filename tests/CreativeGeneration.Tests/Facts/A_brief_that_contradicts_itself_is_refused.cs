using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Tests.Facts;

public sealed class A_brief_that_contradicts_itself_is_refused
{
    public static TheoryData<string, string> Faults() => new()
    {
        { "discount", "offer.discountPercent" }, { "prior", "offer.priorPrice" }, { "currency", "offer.priorPrice" }, { "empty offer", "offer" }, { "over", "offer.endsOn" }, { "code", "offer.code" },
        { "no source", "facts[2].source" }, { "no number", "facts[2].text.en" }, { "languages differ", "facts[2].text.fr" }, { "other discount", "facts[0].text.en" },
        { "twice", "facts[1].id" }, { "reserved", "facts[0].id" }, { "mark-up", "facts[0].text.en" }, { "invisible", "facts[0].text.en" },
        { "landing", "landingUrl" }, { "http", "landingUrl" }, { "address", "landingUrl" }, { "inside", "landingUrl" }, { "european portuguese", "locales[1]" }, { "kind", "product.kind.en" }, { "colour", "brand.colours[1]" }, { "forbidden", "brand.forbiddenTerms[0]" }, { "mandatory", "brand.mandatoryText.en" },
        { "locale", "locales[1]" }, { "format", "formats[0]" }, { "silent", "facts" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void With_the_field(string fault, string field)
    {
        var brief = Samples.Tea();
        var offer = brief.Offer!;
        BriefFact[] facts = [.. brief.Facts];
        brief = fault switch
        {
            "discount" => brief with { Offer = offer with { DiscountPercent = 30 } },
            "prior" => brief with { Offer = offer with { PriorPrice = Money.FromUnits(11, "EUR") } },
            "currency" => brief with { Offer = offer with { PriorPrice = Money.FromUnits(15, "USD") } },
            "empty offer" => brief with { Offer = new() { Code = "X20" } },
            "over" => brief with { Offer = offer with { EndsOn = new(2026, 11, 30) } },
            "code" => brief with { Offer = offer with { Code = "<script>" } },
            "no source" => With(brief, 2, facts[2] with { Source = null }),
            "no number" => With(brief, 2, facts[2] with { Text = Samples.Both("drinkers sleep better", "87 % des buveurs dorment mieux") }),
            "languages differ" => With(brief, 2, facts[2] with { Text = Samples.Both("87% of drinkers sleep better", "78 % des buveurs dorment mieux") }),
            "other discount" => With(brief, 0, facts[0] with { Text = new Dictionary<string, string> { ["en"] = "now 30% off" } }),
            "twice" => With(brief, 1, facts[1] with { Id = "f1" }),
            "reserved" => With(brief, 0, facts[0] with { Id = "brief.product" }),
            "mark-up" => With(brief, 0, facts[0] with { Text = Samples.Both("calms <b>the</b> evening", "apaise") }),
            "invisible" => With(brief, 0, facts[0] with { Text = Samples.Both("calms the\u200B evening", "apaise") }),
            "landing" => brief with { LandingUrl = "https://maisonverte.example.evil.example/" },
            "http" => brief with { LandingUrl = "http://maisonverte.example/" },
            "address" => brief with { LandingUrl = "https://10.0.0.7/", Advertiser = brief.Advertiser with { Domains = ["10.0.0.7"] } },
            "inside" => brief with { LandingUrl = "https://shop.local/", Advertiser = brief.Advertiser with { Domains = ["shop.local"] } },
            "european portuguese" => brief with { Locales = ["en", "pt-PT"] },
            "kind" => brief with { Product = brief.Product with { Kind = Samples.Both("herbal\u200B tea", "tisane") } },
            "colour" => brief with { Brand = brief.Brand with { Colours = ["#112233", "red"] } },
            "forbidden" => brief with { Brand = brief.Brand with { ForbiddenTerms = ["solene"] } },
            "mandatory" => brief with { Brand = brief.Brand with { MandatoryText = Samples.Both("<script>", "x") } },
            "locale" => brief with { Locales = ["en", "pl"] },
            "format" => brief with { Formats = ["hologram"] },
            "silent" => brief with { Offer = null, Facts = [.. facts.Select(f => f with { Text = new Dictionary<string, string> { ["en"] = f.Text["en"] } })] },
            _ => throw new InvalidOperationException(fault),
        };
        Assert.Equal(field, Fault(brief)?.Field);
    }

    [Theory]
    [InlineData(33, 10, 14.99)]
    [InlineData(34, 9.9, 14.9)]
    public void A_percent_that_is_rounded_either_way_is_no_contradiction(int percent, decimal price, decimal prior)
    {
        var brief = Samples.Tea();
        Assert.Null(Fault(brief with { Offer = new() { Price = Money.FromUnits(price, "EUR"), PriorPrice = Money.FromUnits(prior, "EUR"), DiscountPercent = percent } }));
    }

    private static BriefFault? Fault(CampaignBrief brief) => Studio.Open(Samples.Command(brief), new CreativeGenerationOptions(), [new GroundedWriter()]).Fault;

    private static CampaignBrief With(CampaignBrief brief, int index, BriefFact fact) => brief with { Facts = [.. brief.Facts.Select((f, i) => i == index ? fact : f)] };
}
