using System.Globalization;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.ReadingSentence;

namespace AdPlatform.MediaPlanning.Tests.ReadingSentence;

/// <summary>Forty sentences as planners write them; each becomes exactly these fields. Today is Wednesday, 2026-11-25.</summary>
public sealed class SentenceTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    /// <summary>Fields in a fixed order, the absent ones left out: what the sentence is understood as.</summary>
    [Theory]
    [InlineData("Reach young parents in France in December with 200k, at least three times, not in horror", "reach | 200000.00 EUR | 2026-12-01..2026-12-31 | FR | not horror | young parents | 3+")]
    [InlineData("€50,000 on native in the UK for 4 weeks from 5 January 2027", "50000.00 EUR | 2027-01-05..2027-02-01 | GB | native")]
    [InlineData("Awareness campaign for film lovers in Germany and Italy, 1.5m euros, January to March", "awareness | 1500000.00 EUR | 2027-01-01..2027-03-31 | DE IT | film lovers")]
    [InlineData("Get clicks from gamers in the United States with $20,000 next month", "clicks | 20000.00 USD | 2026-12-01..2026-12-31 | US | gamers")]
    [InlineData("Spend 30k in Spain from 1 to 24 December, evenly, on comedies", "30000.00 EUR | 2026-12-01..2026-12-24 | ES | in comedy | even")]
    [InlineData("We want to reach 500,000 people in Belgium in February with at most 40k euros", "reach | 40000.00 EUR | 2027-02-01..2027-02-28 | BE | goal 500000")]
    [InlineData("Families in Canada, December, 80k, no more than 2 times a day, without crime or thrillers", "reach | 80000.00 EUR | 2026-12-01..2026-12-31 | CA | not thriller,crime | families | cap 2/day")]
    [InlineData("£15,000 for pause ads on connected TV in Great Britain over 3 weeks", "15000.00 GBP | 2026-11-30..2026-12-20 | GB | pause-1920x1080 | tv")]
    [InlineData("Front-loaded: 120k euros, France, 2027-03-01 to 2027-04-11, students", "reach | 120000.00 EUR | 2027-03-01..2027-04-11 | FR | students | frontLoaded")]
    [InlineData("Maximise conversions in Japan with 5m yen in May", "conversions | 5000000.00 JPY | 2027-05-01..2027-05-31 | JP")]
    [InlineData("Reach seniors at least 4 times in Italy between 10 January and 20 February with 60k", "reach | 60000.00 EUR | 2027-01-10..2027-02-20 | IT | seniors | 4+")]
    [InlineData("Display banners on mobile and tablet in France, budget 25000, next week", "25000.00 EUR | 2026-11-30..2026-12-06 | FR | display-300x250 | mobile,tablet")]
    [InlineData("3+ reach for thriller fans in Mexico, 90 thousand euros, June 2027", "reach | 90000.00 EUR | 2027-06-01..2027-06-30 | MX | thriller fans | 3+")]
    [InlineData("Buy documentaries and nature for 10k in Belgium in March, capped at 5 per person", "10000.00 EUR | 2027-03-01..2027-03-31 | BE | in documentary,nature | cap 5/flight")]
    [InlineData("Sports fans in Brazil, July, 250k euros, excluding war films and horror", "reach | 250000.00 EUR | 2027-07-01..2027-07-31 | BR | not war,horror | sports fans")]
    [InlineData("Teenagers in Korea from 3 December for 2 weeks, 18k, anime only", "reach | 18000.00 EUR | 2026-12-03..2026-12-16 | KR | in anime | teenagers")]
    [InlineData("Traffic from women in France with 45.5k euros during the first of 6 weeks", "clicks | 45500.00 EUR | 2026-11-30..2027-01-10 | FR | women")]
    [InlineData("Reach men in Spain twice at most per day, 12k, April, avoid reality tv", "reach | 12000.00 EUR | 2027-04-01..2027-04-30 | ES | not reality | men | cap 2/day")]
    [InlineData("I need 1 million viewers in the US with 300k dollars in October, at least twice", "reach | 300000.00 USD | 2027-10-01..2027-10-31 | US | 2+ | goal 1000000")]
    [InlineData("Young adults, Germany, 1-20 December, 33k euros, no sci-fi and no fantasy", "reach | 33000.00 EUR | 2026-12-01..2026-12-20 | DE | not fantasy,sci-fi | young adults")]
    [InlineData("Toucher les jeunes parents en France en décembre avec 200k, au moins trois fois, sauf horreur", "reach | 200000.00 EUR | 2026-12-01..2026-12-31 | FR | not horror | young parents | 3+")]
    [InlineData("50 000 € en Belgique du 1er au 24 décembre", "50000.00 EUR | 2026-12-01..2026-12-24 | BE")]
    [InlineData("Campagne de notoriété auprès des cinéphiles, 1,5 million d'euros, de janvier à mars, Allemagne et Italie", "awareness | 1500000.00 EUR | 2027-01-01..2027-03-31 | DE IT | film lovers")]
    [InlineData("Familles en Espagne, 30k euros, pendant 4 semaines, sans films d'horreur", "reach | 30000.00 EUR | 2026-11-30..2026-12-27 | ES | not horror | families")]
    [InlineData("Des clics chez les étudiants en France, 12 000 euros, en février", "clicks | 12000.00 EUR | 2027-02-01..2027-02-28 | FR | students")]
    [InlineData("Toucher 500 000 personnes en Belgique le mois prochain avec 40 000 euros", "reach | 40000.00 EUR | 2026-12-01..2026-12-31 | BE | goal 500000")]
    [InlineData("Retraités en Italie, du 10 janvier au 20 février, 60k, au moins quatre fois", "reach | 60000.00 EUR | 2027-01-10..2027-02-20 | IT | seniors | 4+")]
    [InlineData("Bannières sur mobile en France, budget de 25000, semaine prochaine", "25000.00 EUR | 2026-11-30..2026-12-06 | FR | display-300x250 | mobile")]
    [InlineData("Publicité de pause sur télévision au Royaume-Uni, 15 000 livres, 3 semaines", "15000.00 GBP | 2026-11-30..2026-12-20 | GB | pause-1920x1080 | tv")]
    [InlineData("Ventes au Japon avec 5 millions de yens en mai", "conversions | 5000000.00 JPY | 2027-05-01..2027-05-31 | JP")]
    [InlineData("80k au Canada en décembre pour les familles, pas plus de deux fois par jour, hors policiers", "reach | 80000.00 EUR | 2026-12-01..2026-12-31 | CA | not crime | families | cap 2/day")]
    [InlineData("Amateurs de sport au Brésil en juillet : 250 000 euros, uniformément", "reach | 250000.00 EUR | 2027-07-01..2027-07-31 | BR | sports fans | even")]
    [InlineData("Documentaires et nature, 10k, Belgique, mars, maximum 5 fois par personne", "10000.00 EUR | 2027-03-01..2027-03-31 | BE | in documentary,nature | cap 5/flight")]
    [InlineData("Femmes en France, 45,5k euros, à partir du 4 janvier pendant 6 semaines", "reach | 45500.00 EUR | 2027-01-04..2027-02-14 | FR | women")]
    [InlineData("Adolescents au Mexique, 18k, du 3 au 16 décembre, en évitant la guerre", "reach | 18000.00 EUR | 2026-12-03..2026-12-16 | MX | not war | teenagers")]
    [InlineData("Format natif en Allemagne, 33 000 euros, avril 2027, plus fort au début", "33000.00 EUR | 2027-04-01..2027-04-30 | DE | native | frontLoaded")]
    [InlineData("Joueurs aux États-Unis, 20 000 dollars, console et ordinateur, juin", "reach | 20000.00 USD | 2027-06-01..2027-06-30 | US | console,desktop | gamers")]
    [InlineData("Fans de polars en Corée, 90 mille euros, octobre, fréquence de 3", "reach | 90000.00 EUR | 2027-10-01..2027-10-31 | KR | thriller fans | 3+")]
    [InlineData("Hommes en Espagne, 12k, avril, sans téléréalité ni comédies", "reach | 12000.00 EUR | 2027-04-01..2027-04-30 | ES | not reality,comedy | men")]
    [InlineData("Jeunes adultes en France, 2027-01-11 au 2027-02-07, 70k €, comédies et films romantiques, au moins 2 fois", "reach | 70000.00 EUR | 2027-01-11..2027-02-07 | FR | in comedy,romance | young adults | 2+")]
    public void A_planners_sentence_becomes_the_right_request(string sentence, string fields) => Assert.Equal(fields, Fields(SentenceGrammar.Read(sentence, Today)));

    [Fact]
    public void What_was_not_understood_is_shown_and_nothing_is_made_up()
    {
        var read = SentenceGrammar.Read("Blimps over Ruritania for 10k", Today);
        Assert.Equal("10000.00 EUR", Fields(read));
        Assert.Equal(["blimps", "ruritania"], read.NotUnderstood);
        Assert.Equal("", Fields(SentenceGrammar.Read("", Today)));
    }

    private static string Fields(PlanSentence read)
    {
        var fields = new List<string?>
        {
            read.Objective?.ToString().ToLowerInvariant(), read.Budget?.ToString(), read.Flight is { } f ? $"{f.Start:yyyy-MM-dd}..{f.End:yyyy-MM-dd}" : null, List(" ", read.Geographies), List(",", read.Formats),
            read.Genres.Count > 0 ? "in " + List(",", read.Genres) : null, read.ExcludedGenres.Count > 0 ? "not " + List(",", read.ExcludedGenres) : null, List(",", read.Devices), read.Audience,
            read.Frequency is { } n ? $"{n}+" : null, Cap(read.FrequencyCap), read.ReachGoal is { } goal ? "goal " + goal.ToString(CultureInfo.InvariantCulture) : null,
            read.Flighting is { } shape ? shape == Flighting.Even ? "even" : "frontLoaded" : null,
        };
        return string.Join(" | ", fields.Where(field => !string.IsNullOrEmpty(field)));
    }

    private static string List(string separator, IReadOnlyList<string> values) => string.Join(separator, values);

    private static string? Cap(FrequencyCap? cap) => cap is null ? null : cap.PerDay is { } day ? $"cap {day}/day" : $"cap {cap.PerFlight}/flight";
}
