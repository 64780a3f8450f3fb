using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.MediaPlanning.V1;

namespace AdPlatform.AudienceProfiling.Tests.BuildingProfile;

/// <summary>100,000 real ratings through the front door, then counted again by other means.</summary>
public sealed class ImportingMovieLensTests(ITestOutputHelper output)
{
    [Fact]
    public async Task All_ratings_reach_the_profiles_of_their_viewers()
    {
        var (ratings, titles) = MovieLens.Read();
        await using var profiling = await Profiling.StartAsync();
        profiling.App.Clock.SetUtcNow(MovieLens.End(ratings));
        await profiling.App.PublishAsync(new TitleCatalogued { AccountId = Profiling.Publisher, Titles = titles });

        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(ratings.Chunk(500), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chunk, token) =>
        {
            using var answer = await profiling.Client.PostAsJsonAsync("/v1/batch", new { batch = chunk.Select(MovieLens.ToEvent) }, token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });
        var accepted = watch.Elapsed;
        await profiling.SettledAsync();
        output.WriteLine($"{ratings.Count} events: accepted in {accepted.TotalSeconds:0.00} s, applied in {watch.Elapsed.TotalSeconds:0.00} s");

        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM message_errors"));
        Assert.Equal(943, await profiling.CountAsync("SELECT count(*) FROM viewers"));
        foreach (var viewer in ratings.GroupBy(r => r.User).Where(g => g.Key % 100 == 0))
        {
            var profile = await profiling.ProfileAsync(ViewerId.User($"ml-{viewer.Key}"));
            Assert.Equal(viewer.Count(), profile!.Events["Title Rated"].CountSince(int.MinValue, null));
        }
    }
}
