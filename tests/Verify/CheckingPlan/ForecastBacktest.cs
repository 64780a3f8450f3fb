using AdPlatform.MediaPlanning.Forecasting;
using AdPlatform.MediaPlanning.ImportingInventory;
using AdPlatform.MediaPlanning.Inventory;

namespace AdPlatform.Verify.CheckingPlan;

internal static class ForecastBacktest
{
    private const int MostListed = 50;

    public static async Task<object> RunAsync(FileInfo file, DateOnly? from, CancellationToken cancellationToken)
    {
        var (titles, shelves) = (new Dictionary<(string, DateOnly), double>(), new Dictionary<(string, DateOnly), double>());
        var (rows, refused) = (0, new List<object>());
        IReadOnlyList<string> columns = [];
        await using var stream = file.OpenRead();
        bool Header(IReadOnlyList<string> found) => ReadingTop10Row.Required.All((columns = found).Contains);
        await foreach (var row in ReadingRows.ReadAsync(stream, '\t', Header, field => ReadingTop10Row.Read("acc_verify", new RateCard(1, "EUR"), field), cancellationToken))
        {
            rows++;
            if (row.Outcome is RowOutcome.Refused no) refused.Add(new { row.Line, no.Reason });
            else if (((RowOutcome.Accepted)row.Outcome).Week is { } week)
            {
                Add(titles, week.TitleId, week);
                Add(shelves, week.Edition.Split('/')[0], week);
            }
        }
        if (ReadingTop10Row.Required.Except(columns).ToArray() is { Length: > 0 } missing) throw new UsageException($"{file.Name} lacks the columns {string.Join(", ", missing)}.");

        IReadOnlyList<ViewedWeek>[] groups = [.. Series(shelves)];
        var weeks = groups.SelectMany(g => g.Select(w => w.Monday)).Distinct().Order().ToArray();
        return new
        {
            what = "forecast", file = file.Name, rows, refused = refused.Count, refusedRows = refused.Take(MostListed), holdoutFrom = from,
            firstWeek = weeks.FirstOrDefault(), lastWeek = weeks.LastOrDefault(),
            missingWeeks = weeks.Length == 0 ? [] : Enumerable.Range(0, (weeks[^1].DayNumber - weeks[0].DayNumber) / 7).Select(k => weeks[0].AddDays(7 * k)).Except(weeks).Take(MostListed).ToArray(),
            mase = "mean absolute error over that of the naive forecast on the same weeks; interval P10 to P90",
            titles = Backtest.Run([.. Series(titles)], history => ViewingForecast.From(history).On, from),
            shelves = Backtest.Run(groups, history => GroupForecast.From(history).On, from),
        };
    }

    private static void Add(Dictionary<(string, DateOnly), double> hours, string name, ViewedWeekRow week) =>
        hours[(name, week.Monday)] = hours.GetValueOrDefault((name, week.Monday)) + week.Hours;

    private static IEnumerable<IReadOnlyList<ViewedWeek>> Series(Dictionary<(string Name, DateOnly Monday), double> hours) =>
        hours.GroupBy(h => h.Key.Name).Select(g => (IReadOnlyList<ViewedWeek>)[.. g.OrderBy(h => h.Key.Monday).Select(h => new ViewedWeek(h.Key.Monday, h.Value))]);
}
