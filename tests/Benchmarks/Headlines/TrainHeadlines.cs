using System.CommandLine;
using System.Text.Json;
using AdPlatform.CreativeGeneration.Scoring;

namespace AdPlatform.Benchmarks.Headlines;

/// <summary><c>train FOLDER [--out FILE]</c>: trains the style scorer, measures it and its rivals on tests that it has not seen, writes weights with their card.</summary>
internal static class TrainHeadlines
{
    private const int Folds = 5;
    private const int Draws = 2000;

    public static Command Command()
    {
        var folder = new Argument<string>("FOLDER") { Description = "exploratory-packages.tsv and pairs-exploratory.csv of the Upworthy Research Archive." };
        var output = new Option<string?>("--out") { Description = "Where the shipped weights go: services/CreativeGeneration/Scoring/style-weights.json. Default: nothing is written." };
        var command = new Command("train", "The style scorer: weights, and pair accuracy on unseen tests with test-clustered intervals.") { folder };
        command.Options.Add(output);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder), parsed.GetValue(output)));
        return command;
    }

    private static void Run(string folder, string? output)
    {
        var data = HeadlineTests.Read(folder);
        var results = new Dictionary<string, object>
        {
            ["lengthOnly"] = Measure(data, h => StyleFeatures.Of(h, StyleFeatures.Family.Length)),
            ["surface"] = Measure(data, h => StyleFeatures.Of(h, StyleFeatures.Family.Surface)),
            ["brandSafe"] = Measure(data, h => StyleFeatures.Of(h, StyleFeatures.Family.Closed)),
            ["ngram"] = Measure(data, Ngrams),
        };
        var closed = new PairwiseModel(h => StyleFeatures.Of(h, StyleFeatures.Family.Closed));
        var pairs = closed.Train(data.Packages);
        var surface = new PairwiseModel(h => StyleFeatures.Of(h, StyleFeatures.Family.Surface));
        surface.Train(data.Packages);
        var report = new
        {
            version = "upworthy-closed-1",
            scale = closed.Scale(data.Packages),
            closed = Nonzero(closed.Weights),
            surface = Nonzero(surface.Weights),
            card = new
            {
                what = "Linear style score of a headline. Shipped: brandSafe for English, surface for other languages (untested there).",
                data = $"Upworthy Research Archive, exploratory part (Matias et al. 2021, CC BY 4.0): {data.Packages.Count} packages of {data.Packages.Select(p => p.Test).Distinct().Count()} tests; {pairs} comparisons under the same image; {data.Pairs.Count} significant same-image pairs.",
                split = $"{Folds} folds by SHA-256 of the test id; a training test that shares a headline with the held-out fold is dropped. The shipped weights are fitted on all folds.",
                accuracy = "Share of significant same-image pairs of held-out tests whose winner scores higher; 95% intervals by resampling tests, 2,000 draws.",
                results,
                leftOut = "Words that point at something withheld (this, here, what, why), superlatives, capitals, feelings, topics, gender: they predict clicks and reward clickbait. The n-gram variant has them; it is measured and not shipped.",
                use = "A prior for the live learning, nothing more: 2012 to 2015, one English-language publisher of news of feeling, no brands.",
            },
        };
        if (output is not null) File.WriteAllText(output, JsonSerializer.Serialize(report, Report.Json) + "\n");
        Report.Print(new { report.version, report.scale, features = report.closed.Count, report.card });
    }

    private static Dictionary<string, double> Nonzero(Dictionary<string, double> weights) => weights.Where(w => Math.Abs(w.Value) >= 0.0005).ToDictionary(w => w.Key, w => Math.Round(w.Value, 4));

    private static object Measure(HeadlineTests data, Func<string, Dictionary<string, double>> features)
    {
        List<(string Test, bool Right)> outcomes = [];
        var leaked = 0;
        for (var fold = 0; fold < Folds; fold++)
        {
            var training = data.TrainingFor(fold, Folds);
            var model = new PairwiseModel(features);
            model.Train(training);
            leaked += data.Packages.Where(p => HeadlineTests.Fold(p.Test, Folds) != fold).Select(p => p.Test).Distinct().Count() - training.Select(p => p.Test).Distinct().Count();
            foreach (var pair in data.Pairs.Where(p => HeadlineTests.Fold(p.Test, Folds) == fold))
                outcomes.Add((pair.Test, model.Score(pair.A) > model.Score(pair.B) == pair.AWins));
        }
        var (low, high) = Intervals.ByTest(outcomes, Draws);
        Report.Say($"{outcomes.Count(o => o.Right)} of {outcomes.Count}");
        return new { pairs = outcomes.Count, tests = outcomes.Select(o => o.Test).Distinct().Count(), accuracy = Math.Round(outcomes.Average(o => o.Right ? 1.0 : 0), 4), low, high, droppedForSharedHeadlines = leaked };
    }

    private static Dictionary<string, double> Ngrams(string headline)
    {
        var all = StyleFeatures.Of(headline, StyleFeatures.Family.Closed);
        var words = HeadlineTests.Key(headline).Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            all[$"1:{words[i]}"] = 1;
            if (i > 0) all[$"2:{words[i - 1]} {words[i]}"] = 1;
        }
        return all;
    }
}

internal static class Intervals
{
    /// <summary>Pairs of one test stand and fall together: whole tests are resampled.</summary>
    public static (double Low, double High) ByTest(IReadOnlyList<(string Test, bool Right)> outcomes, int draws)
    {
        var tests = outcomes.GroupBy(o => o.Test).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (Right: g.Count(o => o.Right), All: g.Count())).ToList();
        var random = new Random(1);
        var shares = new double[draws];
        for (var d = 0; d < draws; d++)
        {
            var (right, all) = (0, 0);
            for (var i = 0; i < tests.Count; i++) { var t = tests[random.Next(tests.Count)]; (right, all) = (right + t.Right, all + t.All); }
            shares[d] = (double)right / all;
        }
        Array.Sort(shares);
        return (Math.Round(shares[(int)(0.025 * draws)], 4), Math.Round(shares[(int)(0.975 * draws) - 1], 4));
    }
}
