using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Tests.BuildingProfile;

public sealed class ViewingHistoryTests
{
    [Fact]
    public async Task Titles_are_kept_only_of_those_who_agreed_follow_a_merge_and_go_when_they_agree_no_longer()
    {
        await using var profiling = await Profiling.StartAsync();
        object Watched(string user, string title, bool? history, string? anonymous = null, int minute = 0) => new
        {
            type = "track", userId = user, anonymousId = anonymous, @event = "Title Watched", properties = new { title_id = title, genres = new[] { "drama" } },
            timestamp = profiling.App.Clock.GetUtcNow().AddMinutes(minute - 10), context = history is null ? null : new { consent = new { viewingHistory = history } },
        };
        await profiling.SendAsync(Watched("silent", "t1", null), Watched("no", "t1", false), Watched("yes", "t1", true), Watched("yes", "t2", null, minute: 1));
        await profiling.SendAsync(new { type = "track", anonymousId = "tablet", @event = "Title Watched", properties = new { title_id = "t3" }, context = new { consent = new { viewingHistory = true } } });
        await profiling.SendAsync(new { type = "identify", userId = "yes", anonymousId = "tablet" });
        await profiling.SettledAsync();
        Assert.Equal(["t1", "t2", "t3"], await TitlesAsync(profiling, "yes"));
        Assert.Empty(await TitlesAsync(profiling, "silent"));
        Assert.Empty(await TitlesAsync(profiling, "no"));
        // What is kept apart is in nothing that leaves the service.
        Assert.DoesNotContain("t1", System.Text.Json.JsonSerializer.Serialize(await profiling.CachedAsync(ViewerId.User("yes"))), StringComparison.Ordinal);

        await profiling.SendAsync(Watched("yes", "t4", false, minute: 11), Watched("yes", "t5", null, minute: 12));
        await profiling.SettledAsync();
        Assert.Empty(await TitlesAsync(profiling, "yes"));
        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM viewing_history"));
        Assert.Equal(5, (await profiling.ProfileAsync(ViewerId.User("yes")))!.Events["Title Watched"].CountSince(int.MinValue, null));
    }

    [Fact]
    public async Task What_is_too_old_goes_by_itself()
    {
        await using var profiling = await Profiling.StartAsync(("ViewingHistoryRetention", "10.00:00:00"), ("ProfileRetention", "20.00:00:00"));
        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "Title Watched", properties = new { title_id = "t1" }, context = new { consent = new { viewingHistory = true } } });
        await profiling.SettledAsync();

        profiling.App.Clock.Advance(TimeSpan.FromDays(11));
        await Testing.TestApp.EventuallyAsync(async () => await profiling.CountAsync("SELECT count(*) FROM viewing_history") == 0, "the history is forgotten");
        Assert.NotNull(await profiling.ProfileAsync(ViewerId.User("u1")));
        profiling.App.Clock.Advance(TimeSpan.FromDays(11));
        await Testing.TestApp.EventuallyAsync(async () => await profiling.ProfileAsync(ViewerId.User("u1")) is null, "the viewer is forgotten");
        await profiling.App.WaitForAsync<Contracts.AudienceProfiling.V1.ProfileErased>();
        Assert.Null(await profiling.CachedAsync(ViewerId.User("u1")));

        // Nobody asked for an erasure: who comes back is welcome, also with what they did before.
        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "A", timestamp = profiling.App.Clock.GetUtcNow().AddMinutes(-1) });
        await profiling.SettledAsync();
        Assert.NotNull(await profiling.ProfileAsync(ViewerId.User("u1")));
    }

    private static async Task<IEnumerable<string?>> TitlesAsync(Profiling profiling, string user) =>
        (await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/profiles/user/{user}/export"))).GetProperty("viewingHistory").EnumerateArray().Select(title => title.GetProperty("titleId").GetString()).Order();
}
