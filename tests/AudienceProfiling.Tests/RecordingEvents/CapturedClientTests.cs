using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Testing;

namespace AdPlatform.AudienceProfiling.Tests.RecordingEvents;

/// <summary>Requests that unmodified Segment and RudderStack clients sent, replayed byte for byte except for the key.</summary>
public sealed class CapturedClientTests
{
    [Fact]
    public async Task Every_call_of_the_recorded_clients_is_accepted_and_applied()
    {
        using var captured = JsonDocument.Parse(await File.ReadAllTextAsync(PublicData.Path("segment", "captured_requests.json")));
        await using var profiling = await Profiling.StartAsync();
        profiling.App.Clock.SetUtcNow(DateTimeOffset.Parse("2026-11-22T07:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var key = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{profiling.Client.DefaultRequestHeaders.Authorization!.Parameter}:"));

        for (var round = 0; round < 2; round++)
        {
            foreach (var request in captured.RootElement.EnumerateArray())
            {
                using var answer = await profiling.App.Anonymous().SendAsync(Replay(request, key));
                var json = await Profiling.JsonAsync(answer);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Equal(0, json.GetProperty("rejected").GetArrayLength());
            }
        }
        await profiling.SettledAsync();

        Assert.Equal(0, await profiling.CountAsync("SELECT count(*) FROM message_errors"));
        // Each client sends all calls once; the second round is a resend.
        var calls = captured.RootElement.EnumerateArray().SelectMany(r => r.GetProperty("body").GetProperty("batch").EnumerateArray()).ToArray();
        var profile = (await profiling.ProfileAsync(ViewerId.User("019mr8mf4r")))!;
        Assert.Equal(calls.Count(c => c.GetProperty("type").GetString() == "screen"), profile.Events["screen"].CountSince(int.MinValue, null));
        Assert.Equal(calls.Count(c => c.TryGetProperty("event", out var e) && e.GetString() == "Order Completed"), profile.Events["Order Completed"].CountSince(int.MinValue, null));
        Assert.Equal("enterprise", profile.Traits["plan"].Text);
        Assert.Equal("Initech", profile.Traits["group.name"].Text);
        Assert.Equal("de", profile.Language!.Value.Value);
        Assert.True(profile.Consent[4].Allowed);
        Assert.False(profile.Consent[9].Allowed);
        Assert.Contains(ViewerId.Anonymous("anon-7"), profile.Ids);
        Assert.Equal(1, await profiling.CountAsync("SELECT count(*) FROM viewers"));
    }

    private static HttpRequestMessage Replay(JsonElement captured, string key)
    {
        var body = Encoding.UTF8.GetBytes(captured.GetProperty("body").GetRawText());
        var headers = captured.GetProperty("headers");
        var packed = headers.TryGetProperty("content-encoding", out var encoding) && encoding.GetString() == "gzip";
        var request = new HttpRequestMessage(HttpMethod.Post, captured.GetProperty("url").GetString())
        {
            Content = packed ? TrackingApiTests.Packed(body) : new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(headers.GetProperty("content-type").GetString()!);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", key);
        return request;
    }
}
