using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Tests.Gate;

/// <summary>The gate reads texts, not promises: a writer that cites the right facts for the wrong words gets nothing through.</summary>
public sealed class Planted_claims_are_dropped
{
    [Theory]
    [InlineData("en", "f3", "91% of drinkers sleep better", "unsupported-number")]
    [InlineData("en", "f3", "87 of drinkers sleep better", "unsupported-number")]
    [InlineData("en", "offer", "30% off until December 31", "unsupported-number")]
    [InlineData("en", "offer", "€11 instead of €15", "unsupported-number")]
    [InlineData("en", "offer", "$12 instead of €15", "unsupported-number")]
    [InlineData("en", "offer", "20% off until December 30", "unsupported-number")]
    [InlineData("en", "offer", "20% off until November 31", "unsupported-word")]
    [InlineData("en", "brief.product", "The best herbal tea ever", "unsupported-superlative")]
    [InlineData("en", "brief.product", "Solène, the only herbal tea", "unsupported-superlative")]
    [InlineData("en", "brief.product", "Herbal tea, 100 percent natural", "unsupported-number")]
    [InlineData("en", "f1", "Clinically proven: calms the evening", "unsupported-superlative")]
    [InlineData("en", "f1", "Always calms the evening", "unsupported-superlative")]
    [InlineData("en", "f1", "Calms the evening, today only", "unsupported-urgency")]
    [InlineData("en", "offer", "Hurry, 20% off", "unsupported-urgency")]
    [InlineData("en", "f1", "Save on Solène", "unsupported-offer")]
    [InlineData("en", "f1", "Calms the evening and lowers blood pressure", "unsupported-word")]
    [InlineData("en", "f1", "Never calms the evening", "unsupported-superlative")]
    [InlineData("en", "f1", "Does not calm the evening", "unsupported-word")]
    [InlineData("en", "f2", "A blend of twelve herbs", "unsupported-word")]
    [InlineData("en", "f1", "This", "says-nothing")]
    [InlineData("en", "", "Calms the evening", "uncited")]
    [InlineData("en", "f9", "Calms the evening", "unknown-fact")]
    [InlineData("en", "f2", "Calms the evening", "unsupported-word")]
    [InlineData("en", "f1", "Medicine that calms the evening", "forbidden-term")]
    [InlineData("en", "f1", "<b>Calms</b> the evening", "mark-up")]
    [InlineData("en", "f1", "Calms the evening {{name}}", "mark-up")]
    [InlineData("en", "f1", "Calms the evening at evil.example", "foreign-url")]
    [InlineData("en", "f1", "Calms the evening http://maisonverte.example", "foreign-url")]
    [InlineData("en", "f1", "Calms the evening https://maisonverte.example.evil.example/", "foreign-url")]
    [InlineData("en", "f1", "Calms the eve\u200Bning", "code-point")]
    [InlineData("en", "f1", "Calms the \u202EgninevE", "code-point")]
    [InlineData("en", "f1", "C\u0430lms the evening", "code-point")]
    [InlineData("en", "f1", "Calms\u00A0the evening", "code-point")]
    [InlineData("en", "f1", "CALMS THE EVENING", "shouting")]
    [InlineData("en", "f1", "Calms the the evening", "repeated-word")]
    [InlineData("fr", "f3", "91\u202F% des buveurs dorment mieux", "unsupported-number")]
    [InlineData("fr", "brief.product", "La meilleure tisane", "unsupported-superlative")]
    [InlineData("fr", "brief.product", "La tisane la plus douce", "unsupported-superlative")]
    [InlineData("fr", "f1", "Apaise la soirée, vite\u202F!", "unsupported-urgency")]
    [InlineData("fr", "offer", "Dernière chance\u202F: 20\u202F% de remise", "unsupported-urgency")]
    [InlineData("fr", "f1", "N’apaise jamais la soirée", "unsupported-superlative")]
    [InlineData("fr", "f1", "Soigne le sommeil", "unsupported-word")]
    [InlineData("fr", "f1", "Médicament qui apaise la soirée", "forbidden-term")]
    [InlineData("fr", "f1", "Apaise la soirée !", "typography")]
    [InlineData("fr", "f3", "87 % des buveurs dorment mieux", "typography")]
    [InlineData("fr", "f1", "Apaise\u202Fla soirée", "code-point")]
    public void With_the_reason(string locale, string fact, string text, string reason) => Assert.Contains(reason, Check(Samples.Tea(), locale, fact, text));

    [Theory]
    [InlineData("en", "f1", "Calms the evening")]
    [InlineData("en", "f3", "87% of drinkers sleep better")]
    [InlineData("en", "offer", "20% off until December 31")]
    [InlineData("en", "offer", "Only €12 instead of €15")]
    [InlineData("fr", "f3", "87\u202F% des buveurs dorment mieux")]
    [InlineData("fr", "offer", "12\u00A0€ au lieu de 15\u00A0€")]
    [InlineData("fr", "f1", "Apaisez la soirée")]
    public void While_the_truth_passes(string locale, string fact, string text) => Assert.Empty(Check(Samples.Tea(), locale, fact, text));

    [Theory]
    [InlineData("en", "USD", "Save $100.45")]
    [InlineData("de", "USD", "Sparen Sie 100,45\u00A0$")]
    [InlineData("ja", "CHF", "CHF\u00A0599.04のところCHF\u00A0498.59")]
    public void Whatever_number_the_offer_comes_to_and_whatever_stands_beside_it(string locale, string currency, string text)
    {
        var brief = Samples.Tea();
        brief = brief with { Offer = brief.Offer! with { Price = Money.FromUnits(498.59m, currency), PriorPrice = Money.FromUnits(599.04m, currency), DiscountPercent = null } };
        Assert.Empty(Check(brief with { Locales = [locale], Facts = [] }, locale, "offer", text));
    }

    [Theory]
    [InlineData("Until December 31: €12")]
    [InlineData("20% off, only today")]
    public void Nothing_presses_without_a_last_day(string text)
    {
        var brief = Samples.Tea();
        Assert.Contains("unsupported-urgency", Check(brief with { Offer = brief.Offer! with { EndsOn = null } }, "en", "offer", text));
    }

    [Fact]
    public void Neutral_words_alone_say_nothing_in_a_language_without_spaces_either() =>
        Assert.Contains("says-nothing", Check(Samples.Tea() with { Locales = ["ja"], Facts = [] }, "ja", "offer", "これが"));

    [Fact]
    public void A_rank_that_the_advertiser_states_as_a_fact_may_be_said()
    {
        var brief = Samples.Tea();
        brief = brief with { Facts = [.. brief.Facts, new() { Id = "f6", Kind = FactKind.Feature, Text = Samples.Both("the first tea of Provence with a new filter", "la nouvelle tisane") }] };
        Assert.Empty(Check(brief, "en", "f6", "The first tea of Provence with a new filter"));
    }

    [Fact]
    public void A_pair_of_search_assets_must_not_lean_on_each_other()
    {
        Assert.Contains("does-not-read-alone", Check(Samples.Tea(), "en", "f1", "It calms the evening", FormatIds.ResponsiveSearch));
        Assert.Contains("missing-source", Check(Samples.Tea(), "en", "f3", "87% of drinkers sleep better", FormatIds.ResponsiveSearch));
    }

    private static List<string> Check(CampaignBrief brief, string locale, string fact, string text, string format = FormatIds.Native)
    {
        var (book, fault) = ReadingBrief.Read(brief);
        Assert.Null(fault);
        var facts = book!.In(locale, Grammars.For(locale)!);
        var phrase = new Phrase("planted", [new(text, fact.Length == 0 ? null : fact)]);
        return [.. new PhraseGate(facts, brief.Brand).Check(Roles.Headline, phrase, FormatCatalogue.Find(format)!).Select(v => v.Code)];
    }
}
