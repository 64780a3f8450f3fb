using System.Net.Http.Json;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Tests.Consent;

public sealed class RefusalSignalTests
{
    [Fact]
    public async Task Signals_refuse_a_profile_whatever_the_banner_has_stored_and_of_a_child_nothing_is_kept()
    {
        await using var profiling = await Profiling.StartAsync();
        var all = Enumerable.Range(1, 10).ToDictionary(purpose => $"{purpose}", _ => true);
        object Watched(string user, object context) => new { type = "track", userId = user, @event = "Title Watched", properties = new { genres = new[] { "drama" } }, context };
        await profiling.SendAsync(
            Watched("gpc", new { consent = new { purposes = all, gpc = true } }),
            Watched("dnt", new { consent = new { dnt = 1 } }),
            Watched("lmt", new { consent = new { purposes = all, lmt = "1" } }),
            Watched("phone", new { device = new { type = "ios", adTrackingEnabled = false } }),
            Watched("child", new { consent = new { purposes = all, coppa = true } }),
            Watched("none", new { consent = new { gpc = false, lmt = 0, coppa = false }, device = new { adTrackingEnabled = true } }));
        using var browser = new HttpRequestMessage(HttpMethod.Post, "/v1/track") { Content = JsonContent.Create(Watched("browser", new { consent = new { purposes = all } })) };
        browser.Headers.Add("Sec-GPC", "1");
        using var _ = await profiling.Client.SendAsync(browser);
        await profiling.SettledAsync();

        foreach (var user in (string[])["gpc", "dnt", "lmt", "phone", "browser"])
        {
            var profile = (await profiling.ProfileAsync(ViewerId.User(user)))!;
            Assert.Empty(profile.Events);
            Assert.Equal((false, false), (profile.Consent[3].Allowed, profile.Consent[4].Allowed));
        }
        Assert.Equal("Sec-GPC", (await profiling.ProfileAsync(ViewerId.User("browser")))!.Consent[3].Source);
        Assert.Null(await profiling.ProfileAsync(ViewerId.User("child")));
        Assert.Equal(["Title Watched"], (await profiling.ProfileAsync(ViewerId.User("none")))!.Events.Keys);
    }

    [Fact]
    public async Task A_client_cannot_write_what_the_door_writes()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "A", context = new { requestSignals = "x" } });
        await profiling.SettledAsync();
        Assert.Empty((await profiling.ProfileAsync(ViewerId.User("u1")))!.Consent);
    }
}
