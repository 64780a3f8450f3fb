using System.Globalization;
using AdPlatform.AdDelivery.EvaluatingPolicy;

namespace AdPlatform.Verify.CheckingDelivery;

/// <summary>
/// <c>off-policy FOLDER</c>: a uniform and a Thompson-sampling log of the same arms, in the form of the Open Bandit Dataset. What would each have earned under the
/// other's policy? The Thompson policy's probabilities come from the Beta priors in <c>prior_bts.yaml</c>.
/// </summary>
internal static class OffPolicyCheck
{
    /// <summary>Impressions by which an arm's own click rate is drawn to the mean of all, in the model of the doubly robust estimate.</summary>
    private const double Shrinkage = 100;

    private const int Folds = 5;
    private const int Partings = 100;

    public static Check Create() => new("off-policy", "A folder with random/ and bts/ logs of the Open Bandit form: values by IPS, SNIPS and DR, or a refusal.", [], RunAsync, Folder: true);

    private static async Task<object> RunAsync(CheckRun run, CancellationToken cancellationToken)
    {
        var folder = run.File.FullName;
        var campaign = Directory.Exists(Path.Combine(folder, "random"))
            ? Directory.EnumerateFiles(Path.Combine(folder, "random"), "*.csv").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).FirstOrDefault(name => name != "item_context")
            : null;
        if (campaign is null) throw new UsageException($"{run.File.Name} has no random/ with a log.");
        var random = await BanditLog.ReadAsync(Path.Combine(folder, "random", $"{campaign}.csv"), cancellationToken);
        var bts = await BanditLog.ReadAsync(Path.Combine(folder, "bts", $"{campaign}.csv"), cancellationToken);
        var priors = BanditLog.Priors(Path.Combine(folder, "prior_bts.yaml"), campaign);
        var arms = Math.Max(random.Max(row => row.Item), bts.Max(row => row.Item)) + 1;
        if (priors.Count != arms) throw new UsageException($"prior_bts.yaml has {priors.Count} arms of {campaign}, the logs have {arms}.");
        var positions = random.Max(row => row.Position) + 1;
        var thompson = RankPropensities.Of(priors, positions);
        var even = Enumerable.Repeat(Enumerable.Repeat(1.0 / arms, arms).ToArray(), positions).ToArray();
        return new { what = "off-policy", folder = run.File.Name, campaign, rows = new { random = random.Count, bts = bts.Count }, randomToBts = Told(random, thompson), btsToRandom = Told(bts, even) };
    }

    private static object Told(IReadOnlyList<BanditRow> log, double[][] policy) => OffPolicy.Evaluate(Choices(log, policy)) switch
    {
        PolicyEstimate.Answered a => new { ips = Six(a.Ips), snips = Six(a.Snips), dr = Six(a.Dr), low = Six(a.Low), high = Six(a.High), ess = Math.Round(a.EffectiveSampleSize, 1) },
        PolicyEstimate.Refused r => new { refused = r.Reason, ess = Math.Round(r.EffectiveSampleSize, 1) },
        _ => throw new InvalidOperationException("An estimate is one of the two."),
    };

    /// <summary>Cross-fitted: no row is predicted by itself; and over many ways of parting the rows, for one way alone moves the fourth digit (Chernozhukov et al. 2018, section 3.4).</summary>
    private static List<LoggedChoice> Choices(IReadOnlyList<BanditRow> log, double[][] policy)
    {
        var (arms, random) = (policy[0].Length, new Random(1));
        var (predicted, expected) = (new double[log.Count], new double[log.Count]);
        var order = Enumerable.Range(0, log.Count).ToArray();
        for (var parting = 0; parting < Partings; parting++)
        {
            random.Shuffle(order);
            for (var fold = 0; fold < Folds; fold++)
            {
                var (shown, clicks) = (new double[arms], new double[arms]);
                for (var k = 0; k < order.Length; k++)
                {
                    if (k % Folds == fold) continue;
                    shown[log[order[k]].Item]++;
                    clicks[log[order[k]].Item] += log[order[k]].Click;
                }
                var mean = clicks.Sum() / shown.Sum();
                var rates = clicks.Zip(shown, (clicked, count) => (clicked + (Shrinkage * mean)) / (count + Shrinkage)).ToArray();
                var values = policy.Select(position => position.Zip(rates, (share, rate) => share * rate).Sum()).ToArray();
                for (var k = fold; k < order.Length; k += Folds)
                {
                    predicted[order[k]] += rates[log[order[k]].Item] / Partings;
                    expected[order[k]] += values[log[order[k]].Position] / Partings;
                }
            }
        }
        return [.. log.Select((row, i) => new LoggedChoice(policy[row.Position][row.Item] / row.Propensity, row.Click, predicted[i], expected[i]))];
    }

    private static double Six(double value) => double.Parse(value.ToString("F6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
