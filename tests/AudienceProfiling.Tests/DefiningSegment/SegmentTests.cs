using System.Net;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Testing;

namespace AdPlatform.AudienceProfiling.Tests.DefiningSegment;

public sealed class SegmentTests
{
    private static readonly object Recent = new { @event = new { name = "Watched", withinDays = 3 } };

    [Fact]
    public async Task A_new_segment_takes_in_who_is_there_and_a_window_slides_without_an_event()
    {
        await using var profiling = await Profiling.StartAsync(("SweepInterval", "00:00:00.050"));
        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "Watched" });
        await profiling.SettledAsync();
        using var created = await profiling.PostAsync("/v1/segments", new { name = "Recent", rule = Recent }, "k1");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await TestApp.EventuallyAsync(async () => (await profiling.CachedAsync(ViewerId.User("u1")))!.Segments.Count == 1, "the sweep takes the viewer in");
        var entered = (await profiling.CachedAsync(ViewerId.User("u1")))!.Segments[0].EnteredAt;

        profiling.App.Clock.Advance(TimeSpan.FromDays(2));
        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "Other" });
        await profiling.SettledAsync();
        Assert.Equal(entered, Assert.Single((await profiling.CachedAsync(ViewerId.User("u1")))!.Segments).EnteredAt);

        profiling.App.Clock.Advance(TimeSpan.FromDays(1));
        await TestApp.EventuallyAsync(async () => (await profiling.CachedAsync(ViewerId.User("u1")))!.Segments.Count == 0, "the window has slid past the event");
    }

    [Fact]
    public async Task A_changed_rule_is_a_new_version_and_the_old_one_stays_on_record()
    {
        await using var profiling = await Profiling.StartAsync();
        var segment = await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments", new { name = "Recent", rule = Recent }, "k1"));
        var path = $"/v1/segments/{segment.GetProperty("id").GetString()}";

        var same = await Profiling.JsonAsync(await profiling.Client.PutAsync(path, System.Net.Http.Json.JsonContent.Create(new { rule = Recent })));
        var changed = await Profiling.JsonAsync(await profiling.Client.PutAsync(path, System.Net.Http.Json.JsonContent.Create(new { rule = new { country = new[] { "FR" } } })));

        Assert.Equal(1, same.GetProperty("version").GetInt32());
        Assert.Equal(2, changed.GetProperty("version").GetInt32());
        Assert.Equal(2, await profiling.CountAsync("SELECT count(*) FROM segment_versions"));
    }

    [Fact]
    public async Task A_size_below_the_floor_is_not_revealed()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(Enumerable.Range(0, 60).Select(i => new { type = "track", userId = $"u{i}", @event = i < 49 ? "Few" : "Watched" }));
        await profiling.SendAsync(Enumerable.Range(0, 50).Select(i => new { type = "track", userId = $"u{i}", @event = "Many" }));
        await profiling.SettledAsync();

        var few = await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments/preview", new { rule = new { @event = new { name = "Few" } } }));
        var many = await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments/preview", new { rule = new { @event = new { name = "Many" } } }));

        Assert.Equal("""{"viewers":null,"belowFloor":50}""", few.GetProperty("size").GetRawText());
        Assert.Equal(50, many.GetProperty("size").GetProperty("viewers").GetInt64());
        Assert.Equal(60, many.GetProperty("universe").GetProperty("viewers").GetInt64());
    }

    [Fact]
    public async Task A_rule_at_fault_is_refused_with_its_path_and_a_name_is_used_once()
    {
        await using var profiling = await Profiling.StartAsync();
        using var faulty = await profiling.PostAsync("/v1/segments", new { name = " ", rule = new { and = new object[] { new { @event = new { withinDays = -1 } } } } }, "k1");
        var errors = (await Profiling.JsonAsync(faulty)).GetProperty("errors");
        Assert.Equal(HttpStatusCode.BadRequest, faulty.StatusCode);
        Assert.Equal(["name", "rule.and[0].event.withinDays"], errors.EnumerateObject().Select(e => e.Name));

        Assert.Equal(HttpStatusCode.Created, (await profiling.PostAsync("/v1/segments", new { name = "Recent", rule = Recent }, "k2")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await profiling.PostAsync("/v1/segments", new { name = "RECENT", rule = Recent }, "k3")).StatusCode);
    }

    [Fact]
    public async Task Advertisers_see_names_and_sizes_and_other_publishers_nothing()
    {
        await using var profiling = await Profiling.StartAsync();
        var segment = await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments", new { name = "Recent", rule = Recent }, "k1"));
        var path = $"/v1/segments/{segment.GetProperty("id").GetString()}";
        var other = profiling.App.Client(AccountKind.Publisher, "acc_q");

        var seen = await Profiling.JsonAsync(await profiling.Advertiser().GetAsync(path));
        Assert.Equal("Recent", seen.GetProperty("name").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, seen.GetProperty("rule").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).StatusCode);
        Assert.Equal(0, (await Profiling.JsonAsync(await other.GetAsync("/v1/segments"))).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.Forbidden, (await profiling.Advertiser().GetAsync("/v1/profiles?userId=u1")).StatusCode);
    }
}
