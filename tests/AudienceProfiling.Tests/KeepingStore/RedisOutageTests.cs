using System.Net;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;

namespace AdPlatform.AudienceProfiling.Tests.KeepingStore;

/// <summary>The profile store is a copy: whatever happens to it, the request is answered and the copy becomes right again.</summary>
public sealed class RedisOutageTests : IAsyncLifetime
{
    private RedisServer server = null!;

    public async ValueTask InitializeAsync() => server = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Events_and_erasures_during_a_freeze_are_answered_and_reach_Redis_afterwards()
    {
        await using var profiling = await StartAsync();
        await SendAsync(profiling, "stays", "goes");
        await KnownAsync(profiling, "goes");

        server.Freeze();
        await SendAsync(profiling, "stays", "comes");
        var answer = await profiling.Client.DeleteAsync("/v1/profiles/user/goes");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"away at this moment: removed as soon as it answers\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        server.Thaw();
        await KnownAsync(profiling, "comes");
        await TestApp.EventuallyAsync(async () => await EventsAsync(profiling, "stays") == 2, "the change of the viewer who stays");
        await TestApp.EventuallyAsync(async () => await EventsAsync(profiling, "goes") is null, "the removal");
        await TestApp.EventuallyAsync(async () => await profiling.CountAsync("SELECT count(*) FROM removed_profiles") == 0, "the removal to be confirmed");
    }

    [Fact]
    public async Task A_removal_that_Redis_has_not_heard_of_survives_a_restart()
    {
        await using var profiling = await StartAsync();
        await SendAsync(profiling, "goes");
        await KnownAsync(profiling, "goes");
        server.Freeze();
        await profiling.Client.DeleteAsync("/v1/profiles/user/goes");
        Assert.Equal(1, await profiling.CountAsync("SELECT count(*) FROM removed_profiles"));

        await profiling.RestartAsync();
        server.Thaw();
        await TestApp.EventuallyAsync(async () => await profiling.CountAsync("SELECT count(*) FROM removed_profiles") == 0, "the removal to be confirmed");
        await TestApp.EventuallyAsync(async () => await EventsAsync(profiling, "goes") is null, "the removal");
    }

    [Fact]
    public async Task A_Redis_that_lost_its_data_is_filled_from_the_database()
    {
        await using var profiling = await StartAsync();
        string[] viewers = [.. Enumerable.Range(0, 1200).Select(i => $"v{i}")];
        foreach (var some in viewers.Chunk(200)) await SendAsync(profiling, some);
        await profiling.Client.DeleteAsync("/v1/profiles/user/v7");
        await KnownAsync(profiling, "v1199");

        await server.KillAsync();
        await SendAsync(profiling, "meanwhile");
        await server.StartAgainAsync();
        foreach (var viewer in (string[])["v0", "v600", "v1199", "meanwhile"]) await KnownAsync(profiling, viewer);
        Assert.Null(await EventsAsync(profiling, "v7"));
    }

    private async Task<Profiling> StartAsync()
    {
        var profiling = await Profiling.StartAsync(("AdPlatform:Redis", server.ConnectionString), ("AdPlatform:Profiles:NearLifetime", "00:00:00"));
        return profiling;
    }

    private static async Task SendAsync(Profiling profiling, params string[] users)
    {
        await profiling.SendAsync(users.Select(user => new { type = "track", userId = user, @event = "Watched", properties = new { genres = new[] { "thriller" } } }));
        await profiling.SettledAsync();
    }

    private static Task KnownAsync(Profiling profiling, string user) => TestApp.EventuallyAsync(async () => await EventsAsync(profiling, user) > 0, $"{user} in Redis");

    /// <summary>Null when unknown; -1 while Redis does not answer.</summary>
    private static async Task<int?> EventsAsync(Profiling profiling, string user)
    {
        try
        {
            return await profiling.CachedAsync(ViewerId.User(user)) is { } cached ? (int)Math.Round(cached.GenreScore("thriller", profiling.App.Clock.GetUtcNow())) : null;
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            return -1;
        }
    }
}
