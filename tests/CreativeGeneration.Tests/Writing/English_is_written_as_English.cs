using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Writing.English;

namespace AdPlatform.CreativeGeneration.Tests.Writing;

public sealed class English_is_written_as_English
{
    [Theory]
    [InlineData("herbal tea", true, "an")]
    [InlineData("herbal tea", false, "a")]
    [InlineData("hourly service", true, "an")]
    [InlineData("unique blend", true, "a")]
    [InlineData("umbrella", true, "an")]
    [InlineData("electric bike", true, "an")]
    [InlineData("European train pass", true, "a")]
    [InlineData("LED lamp", true, "an")]
    [InlineData("USB charger", true, "a")]
    [InlineData("8-piece set", true, "an")]
    [InlineData("one-way ticket", true, "a")]
    public void The_article_follows_the_sound(string noun, bool american, string article) => Assert.Equal(article, Terms(american: american).Article(noun));

    [Theory]
    [InlineData("calms the evening", "Verb")]
    [InlineData("washes at 30 degrees", "Verb")]
    [InlineData("a blend of 12 organic herbs", "Noun")]
    [InlineData("87% of drinkers sleep better", "Sentence")]
    [InlineData("ready in three minutes", "Quality")]
    [InlineData("organic chamomile from Provence", "Quality")]
    [InlineData("chamomile from Provence", "Label")]
    [InlineData("without added sugar", "Label")]
    public void A_clause_is_recognised_or_left_alone(string clause, string shape) => Assert.Equal(shape, Terms().ShapeOf(new("f", FactKind.Feature, clause, null, [])).ToString());

    [Theory]
    [InlineData("calms the evening", "calm the evening")]
    [InlineData("lasts 12 hours", null)]
    [InlineData("saves you an hour", null)]
    public void An_imperative_is_only_made_where_the_reader_can_do_it(string clause, string? expected) =>
        Assert.Equal(expected, Terms().Imperative(new("f", FactKind.Benefit, clause, null, []))?.Text);

    [Theory]
    [InlineData("en", "12", "EUR", "€12")]
    [InlineData("en", "1204.5", "USD", "$1,204.50")]
    [InlineData("en-GB", "9.99", "GBP", "£9.99")]
    [InlineData("en", "9.99", "CHF", "CHF\u00A09.99")]
    public void Money_is_printed_after_CLDR(string locale, string units, string currency, string expected) =>
        Assert.Equal(expected, new EnglishGrammar(locale).Money(Money.FromUnits(decimal.Parse(units, System.Globalization.CultureInfo.InvariantCulture), currency)));

    [Theory]
    [InlineData("en", "December 31")]
    [InlineData("en-GB", "31 December")]
    public void Dates_follow_the_region(string locale, string expected) => Assert.Equal(expected, new EnglishGrammar(locale).Date(new(2026, 12, 31)));

    private static EnglishTerms Terms(bool american = true) => new(ReadingBrief.Read(Samples.Tea()).Book!.In("en", new EnglishGrammar("en")), american);
}
