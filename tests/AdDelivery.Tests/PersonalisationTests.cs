using System.Globalization;
using System.Text;
using AdPlatform.AdDelivery.EvaluatingPolicy;
using AdPlatform.AdDelivery.Learning;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Testing;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>
/// Does personalising pay? A world of MovieLens viewers answers creatives by a model that the learner never sees:
/// log-odds = -3.9 + 12 * (sum over the theme's genres of taste - its mean over viewers) + the creative's own quality, where a viewer's taste is the share of the viewer's ratings,
/// weighted by the stars above the viewer's mean, in each genre, a theme gives each angle two or three genres, and qualities are normal with deviation 0.1. The learner knows of a
/// viewer one segment, the genre that is liked most against the average, and of a creative its angle.
/// </summary>
public sealed class PersonalisationTests(ITestOutputHelper output)
{
    private const int Seeds = 20;
    private const double Level = -3.9;
    private const double Affinity = 3;

    /// <summary>Columns of u.item after the fifth: genres as in u.genre.</summary>
    private static readonly (string Angle, int[] Genres)[] Themes =
        [("offer", [5, 4, 3]), ("proof", [8, 7]), ("ease", [14, 5]), ("identity", [15, 1]), ("urgency", [16, 11, 6])];

    [Fact]
    public void Contextual_choice_gets_more_clicks_than_choice_that_ignores_the_viewer()
    {
        var viewers = Viewers(PublicData.Path("movielens-100k"));
        var impressions = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_PERSONALISATION"), out var wanted) ? wanted : 20_000;
        var (gains, uniformGains, evaluated) = (new List<double>(), new List<double>(), new List<double>());
        for (var seed = 0; seed < Seeds; seed++)
        {
            var contextual = Play(viewers, impressions, seed, personal: true);
            var blind = Play(viewers, impressions, seed, personal: false);
            gains.Add((contextual.Clicks / blind.Clicks) - 1);
            uniformGains.Add((contextual.AfterLearning / blind.AfterLearning) - 1);
            // What the final tables would have earned on the other run's uniform slice.
            if (Evaluate(contextual.Slice, contextual.Tables) is PolicyEstimate.Answered personal && Evaluate(contextual.Slice, blind.Tables) is PolicyEstimate.Answered alike)
                evaluated.Add((personal.Dr / alike.Dr) - 1);
        }
        foreach (var (name, values) in new[] { ("expected clicks, whole run", gains), ("last tables, expected clicks over all viewers", uniformGains), ("last tables by off-policy evaluation on the uniform slice", evaluated) })
            output.WriteLine($"{name}: {values.Average():P1} more, 95% {Lower(values):P1} to {values.Average() + values.Average() - Lower(values):P1}, {values.Count} seeds, {impressions} impressions each");

        Assert.True(Lower(gains) > 0, $"{Lower(gains)}");
        Assert.True(Lower(uniformGains) > 0);
        Assert.True(Lower(evaluated) > 0 && evaluated.Count == Seeds);
    }

    private static Run Play(IReadOnlyList<Taste> viewers, int impressions, int seed, bool personal)
    {
        var random = new Random(seed);
        var quality = Themes.Select(_ => 0.1 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())).ToArray();
        var segments = viewers.Select(viewer => viewer.Segment).Distinct().Order().ToArray();
        var creatives = Themes.Select((theme, i) => new Sample.Made(new Guid(seed + 1, (short)(i + 1), 0, new byte[8]), "fr", theme.Angle, personal ? Segment(segments[i % segments.Length]) : Guid.Empty, 0)).ToList();
        // A campaign knows the segments that its creatives are for: give it one for each, so that each is a context.
        if (personal)
            for (var i = Themes.Length; i < segments.Length; i++)
                creatives.Add(new(new Guid(seed + 1, (short)(i + 1), 0, new byte[8]), "fr", Themes[i % Themes.Length].Angle, Segment(segments[i]), 0));
        var campaign = new Sample { CampaignId = new Guid(seed + 1, 9, 9, new byte[8]), Creatives = creatives }.Document();
        var options = new AdDeliveryOptions { MinimumExposure = 300 };
        var prior = Prior.From(default, default, 0.02, options.PriorImpressions);
        var seen = new Dictionary<(Guid, string), Response>();
        var tables = Tables();
        var (clicks, slice, due) = (0.0, new List<(Taste, int, bool)>(), 500);
        for (var n = 1; n <= impressions; n++)
        {
            var viewer = viewers[random.Next(viewers.Count)];
            var context = Context(viewer);
            var uniform = random.NextDouble() < options.UniformSlice;
            var i = Draw(random, uniform ? Enumerable.Repeat(1.0 / campaign.Creatives.Count, campaign.Creatives.Count).ToArray() : tables[context]);
            var rate = Rate(viewer, Theme(i));
            clicks += rate;
            var clicked = random.NextDouble() < rate;
            if (uniform) slice.Add((viewer, Theme(i), clicked));
            var key = (campaign.Creatives[i].CreativeId, context);
            seen[key] = seen.GetValueOrDefault(key) + new Response(1, clicked ? 1 : 0);
            if (n < due) continue;
            tables = Tables();
            due = n + Math.Max(500, n / 5);
        }
        var choose = viewers.Select(viewer => viewer.Segment).Distinct().ToDictionary(segment => segment, segment =>
        {
            var shares = new double[Themes.Length];
            var table = tables[personal ? Contexts.Of(Segment(segment)) : Contexts.None];
            for (var i = 0; i < table.Length; i++) shares[Theme(i)] += table[i];
            return shares;
        });
        return new(clicks, viewers.Average(viewer => choose[viewer.Segment].Select((share, theme) => share * Rate(viewer, theme)).Sum()), choose, slice);

        int Theme(int creative) => Array.FindIndex(Themes, theme => theme.Angle == campaign.Creatives[creative].Form.Angle);

        string Context(Taste viewer) => personal ? Contexts.Of(Segment(viewer.Segment)) : Contexts.None;

        double Rate(Taste viewer, int theme) => 1 / (1 + Math.Exp(-(Level + (Affinity * viewer.Affinity[theme]) + quality[theme])));

        Dictionary<string, double[]> Tables() => Allocating.Allocate(campaign, seen, prior, options, TestApp.DefaultNow).Tables
            .ToDictionary(table => table.Context, table => campaign.Creatives.Select(c => table.Shares.Single(share => share.CreativeId == c.CreativeId).Share).ToArray());
    }

    private static PolicyEstimate Evaluate(List<(Taste Viewer, int Theme, bool Clicked)> slice, Dictionary<int, double[]> policy)
    {
        // The slice draws creatives evenly: of themes with several creatives more often.
        var shown = Enumerable.Range(0, Themes.Length).Select(theme => slice.Count(row => row.Theme == theme) / (double)slice.Count).ToArray();
        var rates = Enumerable.Range(0, Themes.Length).Select(theme => (slice.Count(row => row.Theme == theme && row.Clicked) + 1.0) / (slice.Count(row => row.Theme == theme) + 50)).ToArray();
        return OffPolicy.Evaluate([.. slice.Select(row => new LoggedChoice(
            policy[row.Viewer.Segment][row.Theme] / shown[row.Theme], row.Clicked ? 1 : 0, rates[row.Theme], policy[row.Viewer.Segment].Zip(rates, (share, rate) => share * rate).Sum()))], minimumEffective: 100);
    }

    private static int Draw(Random random, double[] shares)
    {
        var draw = random.NextDouble();
        for (var i = 0; i < shares.Length - 1; i++)
            if ((draw -= shares[i]) < 0) return i;
        return shares.Length - 1;
    }

    /// <summary>Lower end of the 95% interval of the mean, Student's t.</summary>
    private static double Lower(List<double> values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return mean - (2.093 * deviation / Math.Sqrt(values.Count));
    }

    private static Guid Segment(int genre) => new(genre + 1, 7, 7, new byte[8]);

    private static List<Taste> Viewers(string folder)
    {
        var films = File.ReadLines(Path.Combine(folder, "u.item"), Encoding.Latin1).Select(line => line.Split('|')).Where(cells => char.IsAsciiDigit(cells[0][0]))
            .ToDictionary(cells => cells[0], cells => cells[5..].Select(cell => cell == "1" ? 1.0 : 0).ToArray());
        var tastes = File.ReadLines(Path.Combine(folder, "u.data")).Where(line => char.IsAsciiDigit(line[0])).Select(line => line.Split('\t')).GroupBy(cells => cells[0]).Select(viewer =>
        {
            var mean = viewer.Average(cells => double.Parse(cells[2], CultureInfo.InvariantCulture));
            var taste = new double[19];
            foreach (var cells in viewer)
                for (var genre = 0; genre < taste.Length; genre++) taste[genre] += films[cells[1]][genre] * Math.Max(0.1, 1 + double.Parse(cells[2], CultureInfo.InvariantCulture) - mean);
            var sum = taste.Sum();
            return taste.Select(value => value / sum).ToArray();
        }).ToList();
        var average = Enumerable.Range(0, 19).Select(genre => tastes.Average(taste => taste[genre])).ToArray();
        // Genres that many viewers like most against the average, each a segment.
        var main = Themes.Select(theme => theme.Genres[0]).ToArray();
        return tastes.ConvertAll(taste => new Taste(
            main.MaxBy(genre => taste[genre] / average[genre]),
            [.. Themes.Select(theme => theme.Genres.Sum(genre => taste[genre] - average[genre]) * 4)]));
    }

    /// <param name="Affinity">By theme, 0 on average over viewers.</param>
    private sealed record Taste(int Segment, double[] Affinity);

    /// <param name="AfterLearning">Expected rate over all viewers with the last tables.</param>
    private sealed record Run(double Clicks, double AfterLearning, Dictionary<int, double[]> Tables, List<(Taste Viewer, int Theme, bool Clicked)> Slice);
}
