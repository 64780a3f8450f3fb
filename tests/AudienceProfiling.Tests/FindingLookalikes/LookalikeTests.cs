using System.Net;
using AdPlatform.AudienceProfiling.FindingLookalikes;

namespace AdPlatform.AudienceProfiling.Tests.FindingLookalikes;

public sealed class LookalikeTests
{
    [Fact]
    public void The_fit_finds_the_weights_that_made_the_labels()
    {
        var random = new Random(5);
        double[] truth = [2, -1.5, 0, 0.8];
        var rows = Enumerable.Range(0, 20_000).Select(_ => Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0).ToArray()).ToArray();
        var labels = rows.Select(row => random.NextDouble() < 1 / (1 + Math.Exp(-(row.Sum(j => truth[j]) - 0.65)))).ToArray();

        var weights = FittingLogistic.Fit(rows, labels, 4, CancellationToken.None);

        for (var j = 0; j < 4; j++) Assert.Equal(truth[j], weights[j], 0.15);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3, 4 }, new[] { false, false, true, true }, 1)]
    [InlineData(new[] { 1, 1, 1, 1 }, new[] { false, false, true, true }, 0.5)]
    [InlineData(new[] { 3, 1, 2, 2 }, new[] { false, true, true, false }, 0.125)]
    public void The_area_under_the_curve_counts_pairs_and_half_of_the_ties(int[] scores, bool[] members, double expected) =>
        Assert.Equal(expected, FittingLogistic.Auc(scores.Zip(members)), 12);

    [Fact]
    public async Task Who_behaves_like_the_seed_is_found_and_the_model_is_stored_and_shown()
    {
        await using var profiling = await Profiling.StartAsync();
        // Fans of horror are on the list of the seed or not, by a coin; everyone else is never.
        await profiling.SendAsync(Enumerable.Range(0, 240).Select(i => Watched(i, "horror")));
        await profiling.SendAsync(Enumerable.Range(240, 240).Select(i => Watched(i, "comedy")));
        await profiling.SendAsync(Enumerable.Range(0, 120).Select(i => (object)new { type = "identify", userId = $"u{i}", traits = new { list = "seed" } }));
        await profiling.SettledAsync();
        var seed = (await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments", new { name = "Seed", rule = new { trait = new { name = "list", equals = "seed" } } }, "seed"))).GetProperty("id").GetString();

        var first = await Profiling.JsonAsync(await profiling.PostAsync($"/v1/segments/{seed}/lookalikes", new { name = "Like the seed", seed = 3 }, "like"));
        var again = await Profiling.JsonAsync(await profiling.PostAsync($"/v1/segments/{seed}/lookalikes", new { name = "Like the seed, again", seed = 3 }, "again"));

        Assert.Equal(first.GetProperty("learned").GetRawText(), again.GetProperty("learned").GetRawText());
        var id = first.GetProperty("segment").GetProperty("id").GetString();
        // All fans of horror who are not on the list, and nobody else.
        Assert.Equal(120, (await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/{id}"))).GetProperty("size").GetProperty("viewers").GetInt64());
        Assert.InRange(first.GetProperty("learned").GetProperty("holdoutAuc").GetDouble(), 0.7, 0.9);
        var shown = await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/{id}/lookalike"));
        Assert.Equal(first.GetProperty("learned").GetRawText(), shown.GetProperty("learned").GetRawText());
        Assert.Equal("lookalike", shown.GetProperty("segment").GetProperty("origin").GetString(), ignoreCase: true);
        using var changed = await profiling.Client.PutAsync($"/v1/segments/{id}", System.Net.Http.Json.JsonContent.Create(new { rule = new { and = Array.Empty<object>() } }));
        Assert.Equal(HttpStatusCode.Conflict, changed.StatusCode);
    }

    [Fact]
    public async Task Too_few_to_learn_from_and_bad_settings_are_refused()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(Enumerable.Range(0, 60).Select(i => Watched(i, "horror")));
        await profiling.SettledAsync();
        var seed = (await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments", new { name = "Seed", rule = new { @event = new { } } }, "seed"))).GetProperty("id").GetString();

        using var few = await profiling.PostAsync($"/v1/segments/{seed}/lookalikes", new { name = "Like the seed" }, "few");
        using var bad = await profiling.PostAsync($"/v1/segments/{seed}/lookalikes", new { name = "", similarity = 1 }, "bad");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, few.StatusCode);
        Assert.Equal(["name", "similarity"], (await Profiling.JsonAsync(bad)).GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    private static object Watched(int viewer, string genre) => new { type = "track", userId = $"u{viewer}", @event = "Watched", properties = new { genres = genre } };
}
