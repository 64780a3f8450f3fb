using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;

namespace AdPlatform.AudienceProfiling.Tests.RecordingEvents;

public sealed class TrackingApiTests
{
    [Fact]
    public async Task Each_call_of_the_tracking_api_reaches_the_profile()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.AcceptAsync("/v1/page", new { anonymousId = "anon-1", properties = new { url = "https://example.test" } });
        await profiling.AcceptAsync("/v1/identify", new { userId = "u1", anonymousId = "anon-1", traits = new { plan = "premium", address = new { city = "Lyon" } } });
        await profiling.AcceptAsync("/v1/track", new { userId = "u1", @event = "Title Watched", properties = new { genres = new[] { "Thriller" } } });
        await profiling.AcceptAsync("/v1/screen", new { userId = "u1", name = "Home" });
        await profiling.AcceptAsync("/v1/group", new { userId = "u1", groupId = "g1", traits = new { industry = "tea" } });
        await profiling.AcceptAsync("/v1/alias", new { userId = "u1", previousId = "anon-2" });
        await profiling.SettledAsync();

        var answer = await profiling.Client.GetAsync("/v1/profiles?userId=u1");
        var profile = await Profiling.JsonAsync(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, profile.GetProperty("events").GetProperty("page").GetProperty("count").GetInt32());
        Assert.Equal(1, profile.GetProperty("events").GetProperty("screen").GetProperty("count").GetInt32());
        Assert.Equal(1, profile.GetProperty("events").GetProperty("Title Watched").GetProperty("last30Days").GetInt32());
        Assert.Equal(1, profile.GetProperty("genres").GetProperty("thriller").GetDouble());
        Assert.Equal("premium", profile.GetProperty("traits").GetProperty("plan").GetString());
        Assert.Equal("Lyon", profile.GetProperty("traits").GetProperty("address.city").GetString());
        Assert.Equal("tea", profile.GetProperty("traits").GetProperty("group.industry").GetString());
        Assert.Equal("g1", profile.GetProperty("traits").GetProperty("group.id").GetString());
        Assert.NotNull(await profiling.ProfileAsync(ViewerId.Anonymous("anon-2")));
        Assert.Equal(1, await profiling.CountAsync("SELECT count(*) FROM viewers"));
    }

    [Fact]
    public async Task A_bad_event_in_a_batch_is_named_by_index_and_the_good_ones_are_kept()
    {
        await using var profiling = await Profiling.StartAsync();

        using var answer = await profiling.PostAsync("/v1/batch", new
        {
            batch = new object[]
            {
                new { type = "track", userId = "u1", @event = "A" },
                new { type = "track", @event = "nobody" },
                new { type = "dance", userId = "u1" },
                "not an object",
                new { type = "track", userId = "u1", @event = "B", timestamp = "yesterday" },
                new { type = "track", userId = "u1", @event = "C", properties = new { text = new string('x', 33_000) } },
                new { type = "alias", userId = "u1" },
                new { type = "track", userId = "u1", @event = "D" },
            },
        });

        var json = await Profiling.JsonAsync(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(json.GetProperty("success").GetBoolean());
        Assert.Equal(2, json.GetProperty("accepted").GetInt32());
        Assert.Equal(
            ["batch[1].userId", "batch[2].type", "batch[3]", "batch[4].timestamp", "batch[5]", "batch[6].previousId"],
            json.GetProperty("rejected").EnumerateArray().Select(r => r.GetProperty("field").GetString()));
        await profiling.SettledAsync();
        Assert.Equal(["A", "D"], (await profiling.ProfileAsync(ViewerId.User("u1")))!.Events.Keys.Order());
    }

    [Theory]
    [InlineData("/v1/batch", "{\"batch\": [", HttpStatusCode.BadRequest)]
    [InlineData("/v1/batch", "{\"batch\": {}}", HttpStatusCode.BadRequest)]
    [InlineData("/v1/batch", "{\"batch\": []}", HttpStatusCode.BadRequest)]
    [InlineData("/v1/batch", "[]", HttpStatusCode.BadRequest)]
    [InlineData("/v1/batch", "", HttpStatusCode.BadRequest)]
    [InlineData("/v1/track", "{\"event\": \"A\"}", HttpStatusCode.BadRequest)]
    [InlineData("/v1/track", "{\"userId\": \"u1\"}", HttpStatusCode.BadRequest)]
    [InlineData("/v1/track", "{\"userId\": \"u1\", \"event\": \"A\", \"properties\": [1]}", HttpStatusCode.BadRequest)]
    [InlineData("/v1/track", "{\"userId\": \"\\ud800\", \"event\": \"A\"}", HttpStatusCode.BadRequest)]
    [InlineData("/v1/track", "null", HttpStatusCode.BadRequest)]
    [InlineData("/v1/dance", "{\"userId\": \"u1\"}", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_read_is_refused_and_nothing_is_kept(string path, string body, HttpStatusCode expected)
    {
        await using var profiling = await Profiling.StartAsync();

        using var answer = await profiling.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task Strange_but_readable_input_is_taken_and_harms_nobody()
    {
        await using var profiling = await Profiling.StartAsync();
        string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
        string Call(string context, string properties) => $$"""{"userId": 7, "event": "A", "timestamp": "2026-01-01T10:00:00", "context": {{context}}, "properties": {{properties}}}""";
        foreach (var call in new[]
        {
            Call("""{"timezone": "../../../dev/zero", "locale": 5, "device": "tv", "location": [1], "consent": null}""", """{"genres": 5, "rating": 1e400, "title_id": {}}"""),
            Call("""{"timezone": "Europe/Paris", "locale": "no-such-thing-at-all", "consent": {}}""", """{"genres": ["", 7, null, "Crime"], "completion": -5}"""),
            Call("{}", Nested(25)),
        })
        {
            using var answer = await profiling.Client.PostAsync("/v1/track", new StringContent(call, Encoding.UTF8, "text/plain"));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await profiling.Client.PostAsync("/v1/track", new StringContent(Call("{}", Nested(60)), Encoding.UTF8, "application/json"))).StatusCode);
        await profiling.SettledAsync();

        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM message_errors"));
        // The second has a consent that cannot be read: it is not kept.
        Assert.Equal(2, (await profiling.ProfileAsync(ViewerId.User("7")))!.Events["A"].CountSince(int.MinValue, null));
    }

    [Fact]
    public async Task Too_much_at_once_is_413_also_when_it_is_packed_small()
    {
        await using var profiling = await Profiling.StartAsync();
        var large = JsonSerializer.SerializeToUtf8Bytes(new { batch = Enumerable.Range(0, 400).Select(_ => new { type = "track", userId = "u", @event = new string('a', 1500) }) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await profiling.Client.PostAsync("/v1/batch", new ByteArrayContent(large))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await profiling.Client.PostAsync("/v1/batch", Packed(large))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await profiling.PostAsync("/v1/track", new { userId = "u", @event = "A", properties = new { text = new string('x', 33_000) } })).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await profiling.PostAsync("/v1/batch", new { batch = Enumerable.Range(0, 501).Select(i => new { type = "track", userId = "u", @event = "A" }) })).StatusCode);
    }

    [Fact]
    public async Task Gzip_labelled_as_a_form_is_read_and_gzip_that_is_none_is_refused()
    {
        await using var profiling = await Profiling.StartAsync();
        var body = Packed("""{"batch": [{"type": "track", "userId": "u1", "event": "A"}]}"""u8.ToArray());
        body.Headers.ContentType = new("application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.OK, (await profiling.Client.PostAsync("/v1/batch", body)).StatusCode);

        var wrong = new ByteArrayContent("plain"u8.ToArray());
        wrong.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(HttpStatusCode.BadRequest, (await profiling.Client.PostAsync("/v1/batch", wrong)).StatusCode);
    }

    [Fact]
    public async Task A_resent_message_changes_nothing_for_seven_days()
    {
        await using var profiling = await Profiling.StartAsync();
        var call = new { messageId = "m1", userId = "u1", @event = "A" };
        await profiling.AcceptAsync("/v1/track", call);
        await profiling.SettledAsync();
        profiling.App.Clock.Advance(TimeSpan.FromDays(6));
        await profiling.AcceptAsync("/v1/track", call);
        await profiling.SettledAsync();
        Assert.Equal(1, (await profiling.ProfileAsync(ViewerId.User("u1")))!.Events["A"].CountSince(int.MinValue, null));

        profiling.App.Clock.Advance(TimeSpan.FromDays(2));
        await profiling.AcceptAsync("/v1/track", call);
        await profiling.SettledAsync();
        Assert.Equal(2, (await profiling.ProfileAsync(ViewerId.User("u1")))!.Events["A"].CountSince(int.MinValue, null));
    }

    [Fact]
    public async Task Accepted_events_survive_a_restart_and_so_do_profiles()
    {
        await using var profiling = await Profiling.StartAsync();
        await profiling.SendAsync(Enumerable.Range(0, 300).Select(i => new { type = "track", messageId = $"m{i}", userId = $"u{i % 30}", @event = "A" }));

        await profiling.RestartAsync();
        await profiling.SettledAsync();

        Assert.Equal(30, await profiling.CountAsync("SELECT count(*) FROM viewers"));
        Assert.Equal(10, (await profiling.ProfileAsync(ViewerId.User("u7")))!.Events["A"].CountSince(int.MinValue, null));
        await profiling.RestartAsync();
        Assert.NotNull(await profiling.CachedAsync(ViewerId.User("u7")));
    }

    [Fact]
    public async Task Only_a_publishers_key_with_the_scope_may_write_events()
    {
        await using var profiling = await Profiling.StartAsync();
        var call = new { userId = "u1", @event = "A" };
        Assert.Equal(HttpStatusCode.Unauthorized, (await profiling.App.Anonymous().PostAsJsonAsync("/v1/track", call)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await profiling.App.Client(AccountKind.Publisher, "acc_p", null, Scopes.Segments).PostAsJsonAsync("/v1/track", call)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await profiling.App.Client(AccountKind.Advertiser, "acc_a", "acc_p").PostAsJsonAsync("/v1/track", call)).StatusCode);

        var basic = profiling.App.Anonymous();
        var key = profiling.Client.DefaultRequestHeaders.Authorization!.Parameter;
        basic.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")));
        Assert.Equal(HttpStatusCode.OK, (await basic.PostAsJsonAsync("/v1/track", call)).StatusCode);
    }

    internal static ByteArrayContent Packed(byte[] body)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body);
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
