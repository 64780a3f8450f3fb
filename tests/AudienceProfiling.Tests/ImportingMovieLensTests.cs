using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using AdPlatform.AudienceProfiling.Tests.BuildingProfile;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using AdPlatform.Testing;

namespace AdPlatform.AudienceProfiling.Tests;

/// <summary>Real ratings through the front door; profiles, segments and audiences are then counted again by other means. ADPLATFORM_MOVIELENS_VIEWERS=943 for all 100,000.</summary>
public sealed class ImportingMovieLensTests(ITestOutputHelper output)
{
    private static readonly int Viewers = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_MOVIELENS_VIEWERS"), out var given) ? given : 500;

    /// <summary>Fewer say too little when they are compared, and are not told exactly.</summary>
    private const int Enough = 50;

    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    [Fact]
    public async Task Sizes_of_segments_and_audiences_are_those_of_an_independent_recount()
    {
        var (all, titles) = MovieLens.Read();
        var ratings = all.Where(r => r.User <= Viewers).ToArray();
        var end = MovieLens.End(ratings);
        await using var profiling = await Profiling.StartAsync();
        profiling.App.Clock.SetUtcNow(end);
        await profiling.App.PublishAsync(new TitleCatalogued { AccountId = Profiling.Publisher, Titles = titles });
        await ImportAsync(profiling, ratings);
        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM message_errors"));
        Assert.Equal(Viewers, await profiling.CountAsync("SELECT count(*) FROM viewers"));

        var genres = titles.ToDictionary(t => t.TitleId, t => t.Genres);
        var seen = ratings.GroupBy(r => r.User).ToDictionary(g => g.Key, g => g.Select(r => (r.At, r.Stars, Genres: genres[$"ml-{r.Film}"])).ToArray());

        // Thriller lovers, active in the last 60 days of the data, who are not into comedy.
        var today = DateOnly.FromDateTime(end.UtcDateTime);
        var recount = seen.Values.Count(viewer =>
            viewer.Count(r => r.Genres.Contains("thriller")) >= 10
            && viewer.Any(r => DateOnly.FromDateTime(r.At.UtcDateTime) > today.AddDays(-60))
            && Score(viewer.Where(r => r.Genres.Contains("comedy")), end) < 10);
        using var defined = await profiling.PostAsync("/v1/segments", new
        {
            name = "Thriller, not comedy",
            rule = new
            {
                and = new object[]
                {
                    new { @event = new { name = "Title Rated", genre = "thriller", atLeast = 10 } },
                    new { @event = new { withinDays = 60 } },
                    new { not = new { interest = new { genre = "comedy", atLeast = 10 } } },
                },
            },
        }, "s1");
        var segment = await Profiling.JsonAsync(defined);
        var sized = await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/{segment.GetProperty("id").GetString()}"));
        Assert.True(recount >= Enough, $"{recount} viewers are too few to compare");
        Assert.Equal(recount, sized.GetProperty("size").GetProperty("viewers").GetInt64());

        await CheckMoreSegmentsAsync(profiling, seen, end);
        await CheckLookalikeAsync(profiling);

        // Nothing targeted: audiences are learned from behaviour, and their sizes hold as well.
        var command = new PrepareAudience
        {
            AccountId = "acc_a", PublisherId = Profiling.Publisher, CampaignId = Ids.New(end), CampaignVersion = 1, Targeting = new Targeting(), Geographies = ["FR"],
        };
        await profiling.App.PublishAsync(command);
        var prepared = await profiling.App.WaitForAsync<AudiencePrepared>(m => m.CampaignId == command.CampaignId);
        Assert.Equal(Viewers, prepared.Universe);
        output.WriteLine(string.Join(", ", prepared.Segments.Select(s => $"{s.Name} {s.Viewers}")));
        Assert.NotEmpty(prepared.Segments);
        foreach (var learned in prepared.Segments)
        {
            var genre = learned.Name["Learned: ".Length..];
            var mean = seen.Values.Where(v => Total(v) > 0).Average(v => Share(v, genre));
            var expected = seen.Values.Count(v => Share(v, genre) >= Math.Round(mean * 1.5, 4) && v.Count(r => r.Genres.Contains(genre)) >= 3);
            Assert.Equal(expected, learned.Viewers);
            Assert.Equal(genre, learned.TopInterests[0].Name);
            Assert.True(learned.TopInterests[0].Weight > 1.5);
        }
    }

    /// <summary>Property filters, days, scores and overlaps, counted again from the raw ratings.</summary>
    private async Task CheckMoreSegmentsAsync(
        Profiling profiling, Dictionary<int, (DateTimeOffset At, int Stars, IReadOnlyList<string> Genres)[]> seen, DateTimeOffset end)
    {
        var today = DateOnly.FromDateTime(end.UtcDateTime);
        var (from, to) = (today.AddDays(-90), today.AddDays(-31));
        await CheckAsync("Five stars often", new { @event = new { name = "Title Rated", where = new[] { new { property = "rating", atLeast = 5 } }, atLeast = 20 } },
            v => v.Count(r => r.Stars == 5) >= 20);
        await CheckAsync("Gone since", new { and = new object[] { new { @event = new { from = $"{from:yyyy-MM-dd}", to = $"{to:yyyy-MM-dd}" } }, new { not = new { @event = new { withinDays = 31 } } } } },
            v => v.Any(r => Day(r.At) >= from && Day(r.At) <= to) && !v.Any(r => Day(r.At) > today.AddDays(-31)));
        await CheckAsync("Points", new
        {
            score = new
            {
                elements = new object[]
                {
                    new { points = 10, when = new { interest = new { genre = "drama", measure = "share", atLeast = 0.2 } } },
                    new { points = 1, each = new { genre = "sci-fi" }, upTo = 40 },
                    new { points = -5, when = new { @event = new { genre = "romance", atLeast = 20 } } },
                },
                atLeast = 25,
            },
        }, v => (Share(v, "drama") >= 0.2 ? 10 : 0) + Math.Min(v.Count(r => r.Genres.Contains("sci-fi")), 40) - (v.Count(r => r.Genres.Contains("romance")) >= 20 ? 5 : 0) >= 25);

        var listed = (await Profiling.JsonAsync(await profiling.Client.GetAsync("/v1/segments"))).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString()).Take(2);
        var overlaps = await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/overlaps?ids={string.Join(',', listed)}"));
        output.WriteLine($"overlaps {overlaps.GetProperty("pairs").GetRawText()}");

        async Task CheckAsync(string name, object rule, Func<(DateTimeOffset At, int Stars, IReadOnlyList<string> Genres)[], bool> isIn)
        {
            var expected = seen.Values.Count(isIn);
            using var defined = await profiling.PostAsync("/v1/segments", new { name, rule }, $"define-{name}");
            Assert.True(defined.StatusCode == HttpStatusCode.Created, await defined.Content.ReadAsStringAsync());
            var id = (await Profiling.JsonAsync(defined)).GetProperty("id").GetString();
            var size = (await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/{id}"))).GetProperty("size").GetProperty("viewers").GetInt64();
            output.WriteLine($"{name}: {size}, counted again {expected}");
            Assert.True(expected >= Enough, $"{name}: {expected} viewers are too few to compare");
            Assert.Equal(expected, size);
        }

        static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
    }

    /// <summary>Who is declared to be a woman, found again by behaviour alone; the area under the curve is of viewers that were not learned from.</summary>
    private async Task CheckLookalikeAsync(Profiling profiling)
    {
        var genders = File.ReadLines(PublicData.Path("movielens-100k", "u.user")).Skip(1).Select(line => line.Split('|')).Where(f => int.Parse(f[0], System.Globalization.CultureInfo.InvariantCulture) <= Viewers).ToArray();
        foreach (var chunk in genders.Chunk(500)) await profiling.SendAsync(chunk.Select(f => new { type = "identify", userId = $"ml-{f[0]}", traits = new { gender = f[2] } }));
        await profiling.SettledAsync();
        var seed = await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments", new { name = "Women", rule = new { trait = new { name = "gender", equals = "F" } } }, "women"));
        var path = $"/v1/segments/{seed.GetProperty("id").GetString()}/lookalikes";
        using var answer = await profiling.PostAsync(path, new { name = "Like women", similarity = 0.6, seed = 7 }, "like-women");
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var learned = (await Profiling.JsonAsync(answer)).GetProperty("learned");
        output.WriteLine($"lookalike: {string.Join(", ", learned.EnumerateObject().Where(member => member.Name != "points").Select(member => $"{member.Name} {member.Value}"))}");
        output.WriteLine($"strongest: {string.Join(", ", learned.GetProperty("points").EnumerateArray().Take(5))}");

        Assert.Equal(Viewers, new[] { "training", "holdout" }.Sum(side => learned.GetProperty(side).GetProperty("members").GetInt32() + learned.GetProperty(side).GetProperty("others").GetInt32()));
        Assert.Equal(genders.Count(f => f[2] == "F"), learned.GetProperty("training").GetProperty("members").GetInt32() + learned.GetProperty("holdout").GetProperty("members").GetInt32());
        // Better than chance by more than its error.
        Assert.True(learned.GetProperty("holdoutAuc").GetDouble() > 0.5 + (2 * learned.GetProperty("holdoutAucError").GetDouble()));
        Assert.DoesNotContain("gender", learned.GetProperty("points").GetRawText(), StringComparison.Ordinal);
    }

    private async Task ImportAsync(Profiling profiling, IReadOnlyList<MovieLensRating> ratings)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(ratings.Chunk(500), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (chunk, token) =>
        {
            using var answer = await profiling.Client.PostAsJsonAsync("/v1/batch", new { batch = chunk.Select(MovieLens.ToEvent) }, token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });
        var accepted = watch.Elapsed;
        await profiling.SettledAsync(TimeSpan.FromMinutes(3));
        output.WriteLine($"{ratings.Count} events: accepted in {accepted.TotalSeconds:0.0} s, applied in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static double Score(IEnumerable<(DateTimeOffset At, int Stars, IReadOnlyList<string> Genres)> ratings, DateTimeOffset at) =>
        ratings.Sum(r => (r.Stars - 1) / 4.0 * Math.Pow(0.5, (at - r.At) / HalfLife));

    private static double Total((DateTimeOffset At, int Stars, IReadOnlyList<string> Genres)[] viewer) =>
        viewer.Sum(r => r.Genres.Count * (r.Stars - 1) / 4.0 * Math.Pow(0.5, (viewer.Max(x => x.At) - r.At) / HalfLife));

    private static double Share((DateTimeOffset At, int Stars, IReadOnlyList<string> Genres)[] viewer, string genre) =>
        Total(viewer) is var total and > 0 ? Score(viewer.Where(r => r.Genres.Contains(genre)), viewer.Max(x => x.At)) / total : 0;
}
