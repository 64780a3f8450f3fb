using System.Text.Json;
using AdPlatform.MediaPlanning.Optimising;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests.Optimising;

public sealed class SplittingBudgetTests
{
    [Fact]
    public void The_published_split_of_a_fitted_mix_comes_out_within_a_thousandth()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PublicData.Path("media-planning", "pymc-allocate-budget.json")));
        var root = json.RootElement;
        double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];
        var (lam, beta, alpha) = (root.GetProperty("lam").EnumerateArray().Select(Doubles).ToArray(), Doubles(root.GetProperty("beta")), Doubles(root.GetProperty("alpha")));
        FittedChannel[] channels = [.. beta.Select((b, c) => FittedChannel.FromAdstock([.. lam.Select(_ => b)], [.. lam.Select(s => s[c])], [.. lam.Select(_ => alpha[c])], 4, 30))];

        var free = SplittingBudget.Split(channels, 100, [0, 0], [100, 100])!;
        Assert.InRange(free.X[0] - root.GetProperty("published").GetProperty("no_bounds").GetProperty("channel_1").GetDouble(), -1e-3, 1e-3);
        Assert.Equal(100, free.X.Sum(), 6);
        Assert.InRange(free.Value, 48.931663, 48.931665);
        Assert.InRange((free.Bound - free.Value) / free.Value, 0, 1e-9);

        var bounded = SplittingBudget.Split(channels, 100, [0, 0], [50, 50])!;
        Assert.Equal([50.0, 50.0], bounded.X);
        Assert.Null(SplittingBudget.Split(channels, 100, [60, 60], [100, 100]));
    }
}
