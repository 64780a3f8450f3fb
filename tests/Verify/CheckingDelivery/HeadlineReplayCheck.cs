using System.CommandLine;
using System.Globalization;

namespace AdPlatform.Verify.CheckingDelivery;

/// <summary><c>headline-replay FILE</c>: real headline tests played again with the shipped learning choosing what is shown.</summary>
internal static class HeadlineReplayCheck
{
    private static readonly Option<int> Tests = new("--tests") { Description = "How many of the file's tests, spread evenly over it.", DefaultValueFactory = _ => 500 };
    private static readonly Option<int> Seed = new("--seed") { DefaultValueFactory = _ => 1 };

    public static Check Create() => new(
        "headline-replay", "Packages TSV (test_id, headline, impressions, clicks, eyecatcher_id): extra clicks over uniform choice, by policy and impressions.", [Tests, Seed], RunAsync);

    private static async Task<object> RunAsync(CheckRun run, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(run.File, cancellationToken);
        var wanted = Math.Clamp(run.Arguments.GetValue(Tests), 1, all.Count);
        var chosen = Enumerable.Range(0, wanted).Select(i => all[(int)((long)i * all.Count / wanted)]).ToList();
        var told = new HeadlineReplay(run.Clock.GetUtcNow(), run.Arguments.GetValue(Seed)).Play(chosen, cancellationToken);
        return new
        {
            what = "headline-replay",
            file = run.File.Name,
            testsInFile = all.Count,
            tests = chosen.Count,
            headlines = chosen.Sum(test => test.Count),
            extraClicksOverUniform = told,
        };
    }

    /// <returns>Tests of one picture with two headlines or more, each as its headlines in the file's order.</returns>
    private static async Task<List<List<Headline>>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var tests = new Dictionary<(string, string), List<Headline>>();
        string[]? header = null;
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            var cells = line.Split('\t');
            if (header is null)
            {
                header = cells;
                if (new[] { "test_id", "headline", "impressions", "clicks", "eyecatcher_id" }.Except(header).Any())
                    throw new UsageException($"{file.Name} has no columns test_id, headline, impressions, clicks and eyecatcher_id.");
                continue;
            }
            if (cells.Length < header.Length || !long.TryParse(Cell("impressions"), CultureInfo.InvariantCulture, out var impressions)
                || !long.TryParse(Cell("clicks"), CultureInfo.InvariantCulture, out var clicks) || clicks > impressions || clicks < 0)
                throw new UsageException($"{file.Name}, line {number}: impressions and clicks must be whole numbers, clicks at most impressions.");
            if (impressions == 0) continue;
            var key = (Cell("test_id"), Cell("eyecatcher_id"));
            if (!tests.TryGetValue(key, out var test)) tests[key] = test = [];
            test.Add(new(Cell("headline"), impressions, clicks));

            string Cell(string name) => cells[Array.IndexOf(header!, name)];
        }
        var usable = tests.Values.Where(test => test.Count > 1 && test.Sum(headline => headline.Clicks) > 0).ToList();
        return usable.Count > 0 ? usable : throw new UsageException($"{file.Name} has no test with two headlines of one picture.");
    }
}

/// <param name="Clicks">What it got in the real test; clicks / impressions is taken as its true rate.</param>
internal sealed record Headline(string Text, long Impressions, long Clicks)
{
    public double Rate => (double)Clicks / Impressions;
}
