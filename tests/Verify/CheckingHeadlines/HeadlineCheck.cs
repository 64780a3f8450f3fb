using System.Globalization;
using System.Text;
using AdPlatform.CreativeGeneration.Scoring;

namespace AdPlatform.Verify.CheckingHeadlines;

/// <summary><c>headlines FILE</c>: pairs of headlines of real tests with the winner, and how often the shipped scorer agrees.</summary>
internal static class HeadlineCheck
{
    private static readonly string[] Needed = ["clickability_test_id", "headline_1", "headline_2", "higher_CTR"];

    public static Check Create() => new(
        "headlines", "A CSV of headline pairs (clickability_test_id, headline_1, headline_2, higher_CTR: 1 or 2): pair accuracy of the shipped style scorer.", [], RunAsync);

    private static async Task<object> RunAsync(CheckRun run, CancellationToken cancellationToken)
    {
        var rows = Rows(await File.ReadAllTextAsync(run.File.FullName, cancellationToken)).ToList();
        if (rows.Count == 0 || Needed.FirstOrDefault(name => !rows[0].Contains(name)) is { } missing) throw new UsageException($"The file's first line must name the columns {string.Join(", ", Needed)}.");
        var at = Needed.Select(name => rows[0].IndexOf(name)).ToArray();
        var refused = 0;
        List<(string Test, bool Right, double Margin)> outcomes = [];
        foreach (var row in rows.Skip(1))
        {
            if (row.Count != rows[0].Count || !double.TryParse(row[at[3]], NumberStyles.Float, CultureInfo.InvariantCulture, out var winner) || winner is not (1 or 2)) { refused++; continue; }
            var margin = StyleScorer.Score(row[at[1]].Trim(), "en") - StyleScorer.Score(row[at[2]].Trim(), "en");
            outcomes.Add((row[at[0]], margin > 0 == (winner == 1) && margin != 0, Math.Abs(margin)));
        }
        return new
        {
            what = "headlines", file = run.File.Name, scorer = StyleScorer.Name, version = StyleScorer.Version, pairs = outcomes.Count, refused,
            tests = outcomes.Select(o => o.Test).Distinct().Count(),
            right = outcomes.Count(o => o.Right),
            accuracy = outcomes.Count == 0 ? (double?)null : Math.Round(outcomes.Average(o => o.Right ? 1.0 : 0), 4),
            surerHalf = outcomes.Count < 2 ? (double?)null : Math.Round(outcomes.OrderByDescending(o => o.Margin).Take(outcomes.Count / 2).Average(o => o.Right ? 1.0 : 0), 4),
            note = "The weights are fitted on the archive's exploratory part: on that file this is no estimate for unseen headlines; the card in style-weights.json has one.",
        };
    }

    /// <summary>RFC 4180.</summary>
    private static IEnumerable<List<string>> Rows(string text)
    {
        List<string> row = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') { cell.Append('"'); i++; }
            else if (c == '"') quoted = !quoted;
            else if (quoted || c is not (',' or '\n' or '\r')) cell.Append(c);
            else if (c != '\r') { row.Add(cell.ToString()); cell.Clear(); if (c == '\n') { yield return row; row = []; } }
        }
        if (cell.Length > 0 || row.Count > 0) { row.Add(cell.ToString()); yield return row; }
    }
}
