using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Testing;

namespace AdPlatform.AudienceProfiling.Tests.DefiningSegment;

public sealed class ReferringSegmentsTests
{
    private static readonly object Watched = new { @event = new { name = "Watched" } };

    [Fact]
    public async Task A_segment_of_a_segment_follows_its_rule_and_so_do_the_members()
    {
        await using var profiling = await Profiling.StartAsync(("SweepInterval", "00:00:00.050"));
        await profiling.SendAsync(Viewers(60, "Watched"));
        await profiling.SettledAsync();
        var inner = await DefineAsync(profiling, "Inner", new { @event = new { name = "Never" } });
        var outer = await DefineAsync(profiling, "Outer", new { segment = inner });
        Assert.Null(await SizeAsync(profiling, outer));

        using var changed = await profiling.Client.PutAsync($"/v1/segments/{inner}", JsonContent.Create(new { rule = Watched }));

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(60, await SizeAsync(profiling, outer));
        await TestApp.EventuallyAsync(async () => (await profiling.CachedAsync(ViewerId.User("u1")))!.Segments.Count == 2, "the sweep takes the viewer into both");
    }

    [Fact]
    public async Task A_cycle_is_refused_with_its_path_and_way_and_nothing_changes()
    {
        await using var profiling = await Profiling.StartAsync();
        var a = await DefineAsync(profiling, "A", Watched);
        var b = await DefineAsync(profiling, "B", new { not = new { segment = a } });
        using var scored = await profiling.Client.PutAsync("/v1/scores/fan", JsonContent.Create(new { elements = new object[] { new { points = 5, when = new { segment = b } } } }));
        Assert.Equal(HttpStatusCode.OK, scored.StatusCode);

        await RefusedAsync(new { and = new object[] { Watched, new { segment = a } } }, "rule.and[1].segment", "segment 'A' → segment 'A'");
        await RefusedAsync(new { or = new object[] { new { segment = b } } }, "rule.or[0].segment", "segment 'A' → segment 'B' → segment 'A'");
        await RefusedAsync(new { score = new { name = "fan", atLeast = 5 } }, "rule.score", "segment 'A' → score 'fan' → segment 'B' → segment 'A'");
        Assert.Equal(1, (await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/{a}"))).GetProperty("version").GetInt32());

        async Task RefusedAsync(object rule, string path, string way)
        {
            using var answer = await profiling.Client.PutAsync($"/v1/segments/{a}", JsonContent.Create(new { rule }));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var errors = (await Profiling.JsonAsync(answer)).GetProperty("errors");
            Assert.Contains(way, errors.GetProperty(path)[0].GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_score_is_reused_by_name_and_a_reference_to_nothing_is_refused()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(Viewers(60, "Watched"));
        await profiling.SendAsync(Viewers(55, "Rated"));
        await profiling.SettledAsync();
        using var defined = await profiling.Client.PutAsync("/v1/scores/engaged", JsonContent.Create(new
        {
            elements = new object[] { new { points = 3, when = Watched }, new { points = 2, each = new { name = "Rated" }, upTo = 1 } },
        }));
        Assert.Equal(HttpStatusCode.OK, defined.StatusCode);

        Assert.Equal(55, await SizeAsync(profiling, await DefineAsync(profiling, "Engaged", new { score = new { name = "engaged", atLeast = 5 } })));
        Assert.Equal(60, await SizeAsync(profiling, await DefineAsync(profiling, "Some", new { score = new { name = "engaged", atLeast = 3 } })));

        using var unknown = await profiling.PostAsync("/v1/segments", new { name = "X", rule = new { not = new { score = new { name = "nobody", atLeast = 1 } } } }, "kx");
        Assert.Contains("nobody", (await Profiling.JsonAsync(unknown)).GetProperty("errors").GetProperty("rule.not.score")[0].GetString(), StringComparison.Ordinal);
        using var foreign = await profiling.PostAsync("/v1/segments", new { name = "Y", rule = new { segment = "seg_0199000000007000800000000000dead" } }, "ky");
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
    }

    [Fact]
    public async Task Overlaps_are_exact_and_not_revealed_below_the_floor()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(Viewers(120, "Watched"));
        await profiling.SendAsync(Viewers(70, "Rated"));
        await profiling.SendAsync(Viewers(49, "Shared"));
        await profiling.SettledAsync();
        var ids = new List<string>();
        foreach (var name in new[] { "Watched", "Rated", "Shared" }) ids.Add(await DefineAsync(profiling, name, new { @event = new { name } }));

        var overlaps = await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/overlaps?ids={string.Join(',', ids)}"));

        Assert.Equal([120, 70, null], overlaps.GetProperty("segments").EnumerateArray().Select(one => Size(one.GetProperty("size"))));
        Assert.Equal([70, null, null], overlaps.GetProperty("pairs").EnumerateArray().Select(one => Size(one.GetProperty("shared"))));
        Assert.Equal(120, Size(overlaps.GetProperty("any")));
        Assert.Null(Size(overlaps.GetProperty("all")));
        var preview = await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments/preview", new { rule = Watched, overlapWith = ids.Take(2) }));
        Assert.Equal([120, 70], preview.GetProperty("overlaps").EnumerateArray().Select(one => Size(one.GetProperty("shared"))));
        using var tooFew = await profiling.Client.GetAsync($"/v1/segments/overlaps?ids={ids[0]}");
        Assert.Equal(HttpStatusCode.BadRequest, tooFew.StatusCode);
    }

    [Fact]
    public async Task Who_withdraws_or_is_erased_is_in_no_size_and_no_feature_is_kept()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(Viewers(60, "Watched"));
        await profiling.SettledAsync();
        Assert.Equal(60, await profiling.CountAsync("SELECT count(*) FROM viewer_features"));

        await profiling.SendAsync(new { type = "track", userId = "u1", @event = "Watched", context = new { consent = new { purposes = new Dictionary<string, bool> { ["4"] = false } } } });
        await profiling.SettledAsync();
        using var erased = await profiling.Client.DeleteAsync("/v1/profiles/user/u2");

        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        Assert.Equal(58, await profiling.CountAsync("SELECT count(*) FROM viewer_features"));
        var preview = await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments/preview", new { rule = Watched }));
        Assert.Equal(58, Size(preview.GetProperty("size")));
    }

    [Fact]
    public async Task After_a_change_of_the_half_life_sizes_are_those_of_the_new_one()
    {
        await using var profiling = await Profiling.StartAsync();
        var now = profiling.App.Clock.GetUtcNow();
        await profiling.SendAsync(Enumerable.Range(0, 60).Select(i => new { type = "track", userId = $"u{i}", @event = "Watched", timestamp = now.AddDays(-30), properties = new { genres = "drama" } }));
        await profiling.SettledAsync();
        var half = new { rule = new { interest = new { genre = "drama", atLeast = 0.49, atMost = 0.51 } } };
        Assert.Equal(60, Size((await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments/preview", half))).GetProperty("size")));

        profiling.Settings["AdPlatform:AudienceProfiling:InterestHalfLife"] = "15.00:00:00";
        await profiling.RestartAsync();

        var quarter = new { rule = new { interest = new { genre = "drama", atLeast = 0.24, atMost = 0.26 } } };
        Assert.Equal(60, Size((await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments/preview", quarter))).GetProperty("size")));
        await TestApp.EventuallyAsync(async () => await profiling.CountAsync("SELECT count(*) FROM feature_build WHERE viewers_before IS NULL") == 1, "the features are written anew");
        Assert.Equal(60, Size((await Profiling.JsonAsync(await profiling.PostAsync("/v1/segments/preview", quarter))).GetProperty("size")));
    }

    private static IEnumerable<object> Viewers(int count, string name) => Enumerable.Range(0, count).Select(i => new { type = "track", userId = $"u{i}", @event = name });

    private static async Task<string> DefineAsync(Profiling profiling, string name, object rule)
    {
        using var answer = await profiling.PostAsync("/v1/segments", new { name, rule }, $"define-{name}");
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await Profiling.JsonAsync(answer)).GetProperty("id").GetString()!;
    }

    private static async Task<long?> SizeAsync(Profiling profiling, string id) => Size((await Profiling.JsonAsync(await profiling.Client.GetAsync($"/v1/segments/{id}"))).GetProperty("size"));

    private static long? Size(JsonElement size) => size.GetProperty("viewers") is { ValueKind: JsonValueKind.Number } viewers ? viewers.GetInt64() : null;
}
