using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.CreativeGeneration.Writing.French;

namespace AdPlatform.CreativeGeneration.Tests.Writing;

public sealed class French_is_written_as_French
{
    [Theory]
    [InlineData("Aurore", "d’Aurore")]
    [InlineData("Solène", "de Solène")]
    [InlineData("Le Petit Thé", "du Petit Thé")]
    [InlineData("Les Deux Amis", "des Deux Amis")]
    [InlineData("La Maison", "de La Maison")]
    [InlineData("Émeraude", "d’Émeraude")]
    [InlineData("Yoplait", "de Yoplait")]
    [InlineData("Yves", "d’Yves")]
    [InlineData("Honda", "de Honda")]
    [InlineData("huile", "d’huile")]
    [InlineData("haricot", "de haricot")]
    [InlineData("Œuf", "d’Œuf")]
    public void De_contracts_and_elides(string name, string expected) => Assert.Equal(expected, FrenchWords.De(name));

    [Theory]
    [InlineData("tisane", "une tisane", "la tisane")]
    [InlineData("thé", "un thé", "le thé")]
    [InlineData("eau de source", "une eau de source", "l’eau de source")]
    [InlineData("application mobile", "une application mobile", "l’application mobile")]
    [InlineData("une valise", "une valise", "la valise")]
    [InlineData("hamac", "un hamac", "le hamac")]
    [InlineData("abonnement", "un abonnement", "l’abonnement")]
    public void Articles_agree_with_the_noun(string kind, string indefinite, string definite)
    {
        var terms = new FrenchTerms(Facts(kind: kind));
        Assert.Equal((indefinite, definite), (terms.UnKind!.Value.Text, terms.LeKind!.Value.Text));
    }

    [Fact]
    public void A_noun_of_unknown_gender_gets_no_article() => Assert.Null(new FrenchTerms(Facts(kind: "zblorg")).UnKind);

    [Theory]
    [InlineData("12.5", "EUR", "12,50\u00A0€")]
    [InlineData("1204", "EUR", "1\u202F204\u00A0€")]
    [InlineData("9.99", "USD", "9,99\u00A0$US")]
    public void Money_is_printed_after_CLDR(string units, string currency, string expected) =>
        Assert.Equal(expected, new FrenchGrammar().Money(Money.FromUnits(decimal.Parse(units, System.Globalization.CultureInfo.InvariantCulture), currency)));

    [Fact]
    public void The_first_of_a_month_is_ordinal()
    {
        Assert.Equal("1er mai", new FrenchGrammar().Date(new(2027, 5, 1)));
        Assert.Equal("31 décembre", new FrenchGrammar().Date(new(2026, 12, 31)));
    }

    [Theory]
    [InlineData("87 % des buveurs", "87\u202F% des buveurs")]
    [InlineData("Prêt ? Oui !", "Prêt\u202F? Oui\u202F!")]
    [InlineData("Bio : oui; pur", "Bio\u00A0: oui\u202F; pur")]
    [InlineData("\"doux\"", "«\u00A0doux\u00A0»")]
    [InlineData("« doux »", "«\u00A0doux\u00A0»")]
    [InlineData("1 204 avis, 12 €", "1\u202F204 avis, 12\u00A0€")]
    public void Spaces_stand_where_French_prints_them(string text, string expected) => Assert.Equal(expected, new FrenchGrammar().Typeset(text));

    [Theory]
    [InlineData(true, "Apaisez la soirée avec Solène", "Découvrez Solène")]
    [InlineData(false, "Apaise la soirée avec Solène", "Découvre Solène")]
    public void The_reader_is_addressed_as_the_brief_wants(bool formal, string imperative, string discover)
    {
        var brief = Samples.Tea();
        var facts = Facts(brief with { Brand = brief.Brand with { FormalAddress = formal } });
        Assert.Contains(imperative, Headlines(facts, facts.Claims[0]));
        Assert.Contains(discover, Headlines(facts, null));
        Assert.DoesNotContain(Slot.Of(facts).SelectMany(s => new FrenchGrammar().Headlines(s, facts)).Select(p => p.Text),
            text => text.Contains(formal ? "Découvre " : "Découvrez", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_with_a_vowel_is_elided_in_the_sentence()
    {
        var brief = Samples.Tea();
        var facts = Facts(brief with { Product = brief.Product with { Name = Samples.Both("Aurore", "Aurore") } });
        Assert.Contains("À la découverte d’Aurore", Headlines(facts, null));
    }

    [Fact]
    public void A_noun_that_looks_like_a_verb_stays_a_noun() =>
        Assert.Equal(Shape.Noun, new FrenchTerms(Facts()).ShapeOf(new("f2", FactKind.Feature, "un mélange de 12 plantes bio", null, [])));

    private static List<string> Headlines(FactSheet facts, Claim? claim) =>
        [.. new GroundedWriter().Write(Slot.Of(facts).First(s => s.Claim == claim && s.Angle != Angle.Offer), facts, FormatCatalogue.Find(FormatIds.Native)!).Headlines.Select(p => p.Text)];

    private static FactSheet Facts(CampaignBrief? brief = null, string? kind = null)
    {
        brief ??= Samples.Tea();
        if (kind is not null) brief = brief with { Product = brief.Product with { Kind = Samples.Both("thing", kind) } };
        return ReadingBrief.Read(brief).Book!.In("fr", new FrenchGrammar());
    }
}
