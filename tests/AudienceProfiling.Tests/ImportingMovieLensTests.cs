using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using AdPlatform.AudienceProfiling.Tests.BuildingProfile;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;

namespace AdPlatform.AudienceProfiling.Tests;

/// <summary>100,000 real ratings through the front door; profiles, segments and audiences are then counted again by other means.</summary>
public sealed class ImportingMovieLensTests(ITestOutputHelper output)
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    [Fact]
    public async Task Sizes_of_segments_and_audiences_are_those_of_an_independent_recount()
    {
        var (ratings, titles) = MovieLens.Read();
        var end = MovieLens.End(ratings);
        await using var profiling = await Profiling.StartAsync();
        profiling.App.Clock.SetUtcNow(end);
        await profiling.App.PublishAsync(new TitleCatalogued { AccountId = Profiling.Publisher, Titles = titles });
        await ImportAsync(profiling, ratings);
        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM message_errors"));
        Assert.Equal(943, await profiling.CountAsync("SELECT count(*) FROM viewers"));

        var genres = titles.ToDictionary(t => t.TitleId, t => t.Genres);
        var seen = ratings.GroupBy(r => r.User).ToDictionary(g => g.Key, g => g.Select(r => (r.At, r.Stars, Genres: genres[$"ml-{r.Film}"])).ToArray());

        // Thriller lovers, active in the last 30 days of the data, who are not into comedy.
        var today = DateOnly.FromDateTime(end.UtcDateTime);
        var recount = seen.Values.Count(viewer =>
            viewer.Count(r => r.Genres.Contains("thriller")) >= 20
            && viewer.Any(r => DateOnly.FromDateTime(r.At.UtcDateTime) > today.AddDays(-30))
            && Score(viewer.Where(r => r.Genres.Contains("comedy")), end) < 10);
        using var defined = await profiling.PostAsync("/v1/segments", new
        {
            name = "Thriller, not comedy",
            rule = new
            {
                and = new object[]
                {
                    new { @event = new { name = "Title Rated", genre = "thriller", atLeast = 20 } },
                    new { @event = new { withinDays = 30 } },
                    new { not = new { interest = new { genre = "comedy", atLeast = 10 } } },
                },
            },
        }, "s1");
        var segment = await Profiling.JsonAsync(defined);
        var sized = await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/{segment.GetProperty("id").GetString()}"));
        Assert.True(recount >= 50, $"{recount} viewers are too few to compare");
        Assert.Equal(recount, sized.GetProperty("size").GetProperty("viewers").GetInt64());

        // Nothing targeted: audiences are learned from behaviour, and their sizes hold as well.
        var command = new PrepareAudience
        {
            AccountId = "acc_a", PublisherId = Profiling.Publisher, CampaignId = Ids.New(end), CampaignVersion = 1, Targeting = new Targeting(), Geographies = ["FR"],
        };
        await profiling.App.PublishAsync(command);
        var prepared = await profiling.App.WaitForAsync<AudiencePrepared>(m => m.CampaignId == command.CampaignId);
        Assert.Equal(943, prepared.Universe);
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
