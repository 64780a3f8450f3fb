using System.Globalization;
using AdPlatform.MediaPlanning.Forecasting;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests.Forecasting;

/// <summary>Rolling origin over the public Top 10: only weeks that a title is still listed can be checked, so these are the titles that hold up best.</summary>
public sealed class NetflixBacktest
{
    private const int Week = 0, Category = 1, Show = 3, Hours = 5;

    [Fact]
    public void Titles_are_forecast_better_than_by_their_last_value_and_the_interval_covers_four_weeks_in_five()
    {
        foreach (var result in Backtest.Run(SeriesBy(Show), history => ViewingForecast.From(history).On, from: null))
        {
            TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
            Assert.InRange(result.MaseLast!.Value, 0, result.Weeks == 1 ? 0.65 : 0.5);
            Assert.InRange(result.Coverage!.Value, 0.75, 0.85);
            Assert.True(result.Forecasts > 200);
        }
    }

    [Fact]
    public void Shelves_are_forecast_better_than_by_their_last_value_and_by_last_year()
    {
        foreach (var result in Backtest.Run(SeriesBy(Category), history => GroupForecast.From(history).On, new DateOnly(2022, 7, 4)))
        {
            TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
            Assert.InRange(result.MaseLast!.Value, 0, 0.95);
            Assert.InRange(result.MaseSeasonal!.Value, 0, 0.8);
            Assert.InRange(result.Coverage!.Value, 0.75, 0.85);
            Assert.True(result.SeasonalForecasts > 500);
        }
    }

    private static List<IReadOnlyList<ViewedWeek>> SeriesBy(int column) =>
    [
        .. File.ReadLines(PublicData.Path("netflix", "top10-global-to-2025.tsv")).Skip(1).Select(line => line.Split('\t')).GroupBy(f => f[column])
            .Select(g => (IReadOnlyList<ViewedWeek>)[.. g.Select(f => new ViewedWeek(DateOnly.Parse(f[Week], CultureInfo.InvariantCulture).AddDays(-6), double.Parse(f[Hours], CultureInfo.InvariantCulture)))
                .GroupBy(w => w.Monday).Select(w => new ViewedWeek(w.Key, w.Sum(v => v.Hours))).OrderBy(w => w.Monday)]),
    ];
}
