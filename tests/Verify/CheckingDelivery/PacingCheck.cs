using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AdPlatform.Verify.CheckingDelivery;

/// <summary><c>pacing FILE --lag 15m --budget 0.25</c>: logged opportunities as one day's traffic of one line, paced by the shipped code and by two other rules.</summary>
internal static partial class PacingCheck
{
    private static readonly Option<string> Lag = new("--lag") { Description = "After which what was spent is known, e.g. 15m, 90s, 1h.", DefaultValueFactory = _ => "15m" };
    private static readonly Option<double> Budget = new("--budget") { Description = "As part of what all opportunities cost, 0..1.", DefaultValueFactory = _ => 0.25 };
    private static readonly Option<double> Error = new("--forecast-error") { Description = "Of the forecast supply: 0.2 forecasts a fifth too much.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Seed = new("--seed") { DefaultValueFactory = _ => 1 };

    public static Check Create() => new("pacing", "Opportunities (click, market price, predicted click rate), paced over a day against a plan.", [Lag, Budget, Error, Seed], RunAsync);

    [GeneratedRegex(@"^(?<number>\d+)(?<unit>[smh])$")]
    private static partial Regex Time();

    private static async Task<object> RunAsync(CheckRun run, CancellationToken cancellationToken)
    {
        var lag = Time().Match(run.Arguments.GetValue(Lag)!) is { Success: true } match && int.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number)
            ? match.Groups["unit"].Value switch { "s" => TimeSpan.FromSeconds(number), "m" => TimeSpan.FromMinutes(number), _ => TimeSpan.FromHours(number) }
            : throw new UsageException("--lag must be a number and s, m or h, such as 15m.");
        var (budget, error) = (run.Arguments.GetValue(Budget), run.Arguments.GetValue(Error));
        if (budget is not (> 0 and < 1)) throw new UsageException("--budget must be between 0 and 1.");
        if (error is not (> -0.9 and < 10)) throw new UsageException("--forecast-error must be between -0.9 and 10.");
        if (lag > TimeSpan.FromHours(12)) throw new UsageException("--lag must be at most 12h.");
        var traffic = await ReadAsync(run.File, cancellationToken);
        var replay = new PacingReplay(traffic, lag, budget, error, run.Arguments.GetValue(Seed));
        var shipped = replay.FeedForward(ranked: true);
        return new
        {
            what = "pacing",
            file = run.File.Name,
            opportunities = traffic.Count,
            lagMinutes = lag.TotalMinutes,
            budgetShare = budget,
            forecastError = error,
            day = "the file's order along an authored curve of 24 hours",
            shipped.SpendRatio,
            shipped.PlanDeviation,
            shipped.Impressions,
            shipped.Clicks,
            shipped.PredictedClicks,
            policies = new { feedForward = shipped, feedForwardUnranked = replay.FeedForward(ranked: false), even = replay.Even(), linkedIn = replay.LinkedIn() },
        };
    }

    private static async Task<IReadOnlyList<Opportunity>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var traffic = new List<Opportunity>();
        await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            var cells = line.Split('\t');
            if (cells.Length < 3 || !double.TryParse(cells[0], CultureInfo.InvariantCulture, out var click) || !double.TryParse(cells[1], CultureInfo.InvariantCulture, out var price)
                || !double.TryParse(cells[2], CultureInfo.InvariantCulture, out var predicted) || click is not (0 or 1) || price < 0 || predicted is not (>= 0 and <= 1))
                throw new UsageException($"{file.Name}, line {traffic.Count + 1}: click (0 or 1), market price and predicted click rate (0..1) are needed, with tabs between.");
            traffic.Add(new(click == 1, price, predicted));
        }
        return traffic.Sum(o => o.Price) > 0 ? traffic : throw new UsageException($"{file.Name} has no opportunity with a price.");
    }
}

internal readonly record struct Opportunity(bool Click, double Price, double Predicted);
