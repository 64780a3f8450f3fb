using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting;

namespace AdPlatform.AudienceProfiling.Tests.PreparingAudience;

public sealed class PreparingAudienceTests
{
    [Fact]
    public async Task Named_segments_come_with_sizes_overlaps_and_what_characterises_them()
    {
        await using var profiling = await WithViewersAsync();
        await profiling.PostAsync("/v1/segments", new { name = "Thriller", rule = new { @event = new { genre = "thriller" } } }, "k1");
        await profiling.PostAsync("/v1/segments", new { name = "Everyone", rule = new { and = Array.Empty<object>() } }, "k2");

        var prepared = await PreparedAsync(profiling, Command(profiling, new Targeting { Segments = ["thriller", "Everyone"] }, "FR"));

        Assert.Equal(160, prepared.Universe);
        Assert.Equal([("Everyone", 160), ("Thriller", 80)], prepared.Segments.Select(s => (s.Name, s.Viewers)));
        Assert.Equal(80, Assert.Single(prepared.Overlaps).Viewers);
        var thriller = prepared.Segments[1];
        Assert.Equal(new Weighted("thriller", 2), thriller.TopInterests[0]);
        Assert.Equal([new Weighted("tv", 1)], thriller.Devices);
        Assert.Equal([new Weighted("fr", 1)], thriller.Languages);
        Assert.Equal([new Weighted("morning", 1)], thriller.Dayparts);
    }

    [Fact]
    public async Task A_viewer_of_another_country_is_left_out_and_one_of_unknown_country_counts_everywhere()
    {
        await using var profiling = await WithViewersAsync();

        // 80 told France, 80 told nothing, 40 told Germany.
        Assert.Equal(160, (await PreparedAsync(profiling, Command(profiling, new Targeting(), "FR"))).Universe);
        Assert.Equal(120, (await PreparedAsync(profiling, Command(profiling, new Targeting(), "DE"))).Universe);
        Assert.Equal(200, (await PreparedAsync(profiling, Command(profiling, new Targeting()))).Universe);
    }

    [Fact]
    public async Task Interests_become_learned_segments_that_stay_the_same_for_the_next_campaign()
    {
        await using var profiling = await WithViewersAsync();

        var first = await PreparedAsync(profiling, Command(profiling, new Targeting { Interests = ["Thriller"] }));
        var second = await PreparedAsync(profiling, Command(profiling, new Targeting { Interests = ["thriller"] }));

        Assert.Equal(("Learned: thriller", 80), (first.Segments[0].Name, first.Segments[0].Viewers));
        Assert.Equal((first.Segments[0].SegmentId, 1), (second.Segments[0].SegmentId, second.Segments[0].Version));
    }

    [Fact]
    public async Task Without_targeting_audiences_are_learned_and_excluded_genres_are_not()
    {
        await using var profiling = await WithViewersAsync();

        var prepared = await PreparedAsync(profiling, Command(profiling, new Targeting { ExcludedGenres = ["Thriller"] }));

        Assert.Equal(["Learned: comedy"], prepared.Segments.Select(s => s.Name));
    }

    [Theory]
    [InlineData("Thriller|Nowhere", "", "targeting.segments[1]")]
    [InlineData("Thriller|Tiny", "", "targeting.segments[1]")]
    [InlineData("Thriller", "comedy", "targeting.interests")]
    [InlineData("", "thriller|opera", "targeting.interests[1]")]
    public async Task What_cannot_be_addressed_is_rejected_by_the_field_that_asked_for_it(string segments, string interests, string field)
    {
        await using var profiling = await WithViewersAsync();
        await profiling.PostAsync("/v1/segments", new { name = "Thriller", rule = new { @event = new { genre = "thriller" } } }, "k1");
        await profiling.PostAsync("/v1/segments", new { name = "Tiny", rule = new { trait = new { name = "plan", equals = "gold" } } }, "k2");
        static string[] List(string text) => text.Split('|', StringSplitOptions.RemoveEmptyEntries);
        var command = Command(profiling, new Targeting { Segments = List(segments), Interests = List(interests) });

        await profiling.App.PublishAsync(command);

        var rejected = await profiling.App.WaitForAsync<AudienceRejected>(m => m.CampaignId == command.CampaignId);
        Assert.Equal(field, rejected.Field);
    }

    [Fact]
    public async Task With_too_few_viewers_there_is_no_audience()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.App.PublishAsync(Command(profiling, new Targeting()));

        Assert.Equal("targeting", (await profiling.App.WaitForAsync<AudienceRejected>()).Field);
    }

    [Fact]
    public async Task The_same_command_again_gives_the_answer_that_was_given()
    {
        await using var profiling = await WithViewersAsync();
        var command = Command(profiling, new Targeting());
        var first = await PreparedAsync(profiling, command);
        profiling.App.Clock.Advance(TimeSpan.FromHours(1));

        await profiling.App.PublishAsync(command);
        await Testing.TestApp.EventuallyAsync(() => Task.FromResult(profiling.App.Messages.Of<AudiencePrepared>().Count(m => m.CampaignId == command.CampaignId) == 2), "a second answer");

        Assert.All(profiling.App.Messages.Of<AudiencePrepared>(), m => Assert.Equivalent(first, m, strict: true));
    }

    /// <summary>80 French thriller viewers on television, 80 comedy viewers of unknown country, 40 German ones without a genre.</summary>
    private static async Task<Profiling> WithViewersAsync()
    {
        var profiling = await Profiling.StartAsync();
        object Event(string user, string? genre, object context) =>
            new { type = "track", userId = user, @event = "Title Watched", context, properties = new { genres = genre is null ? [] : new[] { genre } } };
        var french = new { location = new { country = "FR" }, locale = "fr-FR", device = new { type = "tv" } };
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await profiling.SendAsync(Enumerable.Range(0, 80).Select(i => Event($"thriller-{i}", "thriller", french)));
            await profiling.SendAsync(Enumerable.Range(0, 80).Select(i => Event($"comedy-{i}", "comedy", new { })));
        }
        await profiling.SendAsync(Enumerable.Range(0, 40).Select(i => Event($"german-{i}", null, new { location = new { country = "DE" } })));
        await profiling.SettledAsync();
        return profiling;
    }

    private static PrepareAudience Command(Profiling profiling, Targeting targeting, params string[] geographies) => new()
    {
        AccountId = "acc_a",
        PublisherId = Profiling.Publisher,
        CampaignId = Ids.New(profiling.App.Clock.GetUtcNow()),
        CampaignVersion = 1,
        Targeting = targeting,
        Geographies = geographies,
    };

    private static async Task<AudiencePrepared> PreparedAsync(Profiling profiling, PrepareAudience command)
    {
        await profiling.App.PublishAsync(command);
        return await profiling.App.WaitForAsync<AudiencePrepared>(m => m.CampaignId == command.CampaignId);
    }
}
