using System.Globalization;
using AdPlatform.MediaPlanning.Forecasting;

namespace AdPlatform.MediaPlanning.Tests.Forecasting;

/// <summary>Rolling origin over the public Top 10: only weeks that a title is still listed can be checked, so these are the titles that hold up best.</summary>
public sealed class NetflixBacktest
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void The_forecast_is_nearer_than_the_last_value_and_its_interval_covers_most_weeks(int horizon)
    {
        var (model, naive, inside, count) = (0.0, 0.0, 0, 0);
        foreach (var weeks in Editions())
        {
            var byWeek = weeks.ToDictionary(w => w.Monday, w => w.Hours);
            for (var origin = 0; origin < weeks.Length; origin++)
            {
                if (!byWeek.TryGetValue(weeks[origin].Monday.AddDays(7 * horizon), out var seen)) continue;
                var forecast = ViewingForecast.From(weeks[..(origin + 1)]).On(weeks[origin].Monday.AddDays(7 * horizon));
                model += Math.Abs(Math.Log(seen / forecast.Mid));
                naive += Math.Abs(Math.Log(seen / weeks[origin].Hours));
                if (seen >= forecast.Low && seen <= forecast.High) inside++;
                count++;
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{horizon} weeks, {count} forecasts: error {model / count:0.000} against {naive / count:0.000}, coverage {(double)inside / count:0.000}");
        Assert.True(model < 0.9 * naive, $"mean absolute log error {model / count:0.000} against {naive / count:0.000}");
        Assert.InRange((double)inside / count, 0.7, 0.9);
    }

    private static List<ViewedWeek[]> Editions() =>
    [
        .. File.ReadLines(Data.File("netflix", "top10-global-to-2025.tsv")).Skip(1).Select(line => line.Split('\t'))
            .GroupBy(f => (f[1], f[3], f[4]))
            .Select(g => g.Select(f => new ViewedWeek(DateOnly.Parse(f[0], CultureInfo.InvariantCulture).AddDays(-6), double.Parse(f[5], CultureInfo.InvariantCulture)))
                .GroupBy(w => w.Monday).Select(w => new ViewedWeek(w.Key, w.Sum(v => v.Hours))).OrderBy(w => w.Monday).ToArray()),
    ];
}
