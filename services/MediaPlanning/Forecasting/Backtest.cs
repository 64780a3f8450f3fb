namespace AdPlatform.MediaPlanning.Forecasting;

/// <param name="Forecasts">Pairs of an origin and a week that was seen afterwards.</param>
/// <param name="MaseLast">Mean absolute error of the forecast over that of repeating the last value, on the same weeks; below 1 is better than it.</param>
/// <param name="MaseSeasonal">The same against the value 52 weeks before the forecast week, where there is one; null where there is none.</param>
/// <param name="SeasonalForecasts">Weeks that have such a value.</param>
/// <param name="Coverage">Share of the weeks inside the P10 to P90 interval; null without forecasts.</param>
internal sealed record BacktestResult(int Weeks, int Forecasts, double? MaseLast, double? MaseSeasonal, int SeasonalForecasts, double? Coverage);

/// <summary>Rolling origin: each week in turn is the last one known, and the weeks after it are forecast from nothing but what came before.</summary>
internal static class Backtest
{
    public static readonly IReadOnlyList<int> Horizons = [1, 4, 13];

    /// <param name="series">Each in order of its weeks, one entry a week; a week that is missing was not seen.</param>
    /// <param name="from">Only weeks on or after it are forecast; null is all.</param>
    public static IReadOnlyList<BacktestResult> Run(
        IReadOnlyCollection<IReadOnlyList<ViewedWeek>> series, Func<IReadOnlyList<ViewedWeek>, Func<DateOnly, Interval>> forecaster, DateOnly? from) =>
        [.. Horizons.Select(horizon => Run(series, forecaster, from, horizon))];

    private static BacktestResult Run(
        IReadOnlyCollection<IReadOnlyList<ViewedWeek>> series, Func<IReadOnlyList<ViewedWeek>, Func<DateOnly, Interval>> forecaster, DateOnly? from, int horizon)
    {
        var (count, inside, model, naive) = (0, 0, 0.0, 0.0);
        var (seasons, modelThen, seasonal) = (0, 0.0, 0.0);
        foreach (var weeks in series)
        {
            var seen = weeks.ToDictionary(w => w.Monday, w => w.Hours);
            for (var origin = 0; origin < weeks.Count; origin++)
            {
                var target = weeks[origin].Monday.AddDays(7 * horizon);
                if (target < from || !seen.TryGetValue(target, out var hours)) continue;
                var forecast = forecaster([.. weeks.Take(origin + 1)])(target);
                var error = Math.Abs(hours - forecast.Mid);
                count++;
                model += error;
                naive += Math.Abs(hours - weeks[origin].Hours);
                if (hours >= forecast.Low && hours <= forecast.High) inside++;
                if (!seen.TryGetValue(target.AddDays(-7 * 52), out var yearAgo)) continue;
                seasons++;
                modelThen += error;
                seasonal += Math.Abs(hours - yearAgo);
            }
        }
        return new BacktestResult(
            horizon, count, naive > 0 ? model / naive : null, seasonal > 0 ? modelThen / seasonal : null, seasons, count > 0 ? (double)inside / count : null);
    }
}
