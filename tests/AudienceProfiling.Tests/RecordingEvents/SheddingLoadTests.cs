using System.Net;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AudienceProfiling.Tests.RecordingEvents;

/// <summary>Under load the door says no in time, says when to come again, and what it took is in the profiles.</summary>
public sealed class SheddingLoadTests
{
    [Fact]
    public async Task More_requests_than_fit_inside_are_503_at_once_and_every_accepted_event_is_applied()
    {
        await using var profiling = await Profiling.StartAsync(("MaxConcurrentRequests", "4"));
        var (answers, token) = (new List<HttpStatusCode>(), TestContext.Current.CancellationToken);
        await using (var scope = profiling.App.Services.CreateAsyncScope())
        {
            // Whoever is let in waits for the writer's turn.
            using var turn = await scope.ServiceProvider.GetRequiredService<AdPlatform.Hosting.Storage.ServiceDatabase<ProfilingDb>>().EnterAsync(token);
            var inside = Enumerable.Range(0, 20).Select(i => profiling.PostAsync("/v1/track", new { userId = "u1", @event = "A", messageId = $"m{i}" })).ToList();
            // All but four are answered while nobody can write.
            for (var refused = 0; refused < 16; refused++)
            {
                var done = await Task.WhenAny(inside);
                inside.Remove(done);
                using var answer = await done;
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }

            if (!profiling.IsOnPostgres) Assert.DoesNotContain(inside, request => request.IsCompleted);
            turn.Dispose();
            foreach (var request in inside) answers.Add((await request).StatusCode);
        }

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.OK, 4), answers);
        await profiling.SettledAsync();
        Assert.Equal(4, (await profiling.ProfileAsync(ViewerId.User("u1")))!.Events["A"].CountSince(int.MinValue, null));
    }

    [Fact]
    public async Task While_too_much_waits_to_be_applied_the_door_is_closed_and_nothing_that_was_accepted_is_lost()
    {
        // A broker that never answers: what is accepted stays in the outbox.
        await using var profiling = await Profiling.StartAsync(("AdPlatform:RabbitMq", "amqp://nobody:nothing@127.0.0.1:9/none"), ("MaxWaitingMessages", "20"));
        var accepted = 0;
        await TestApp.EventuallyAsync(async () =>
        {
            using var answer = await profiling.PostAsync("/v1/track", new { userId = "u1", @event = "A" });
            if (answer.StatusCode == HttpStatusCode.OK) accepted++;
            else Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
        }, "the door closes");

        // Whatever waits counts, what the service tells others of itself too.
        Assert.InRange(await profiling.CountAsync("SELECT count(*) FROM outbox"), 20, accepted + 5);
        Assert.Equal(accepted, await profiling.CountAsync("SELECT count(*) FROM outbox WHERE message_type LIKE '%ProfileEventsAccepted'"));
    }

    [Fact]
    public async Task A_publisher_above_its_rate_is_429_until_it_has_waited_and_others_are_not()
    {
        await using var profiling = await Profiling.StartAsync(("MaxEventsPerSecond", "10"));
        await profiling.SendAsync(Enumerable.Range(0, 50).Select(i => new { type = "track", userId = "u1", @event = "A" }));

        using var refused = await profiling.PostAsync("/v1/track", new { userId = "u1", @event = "A" });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        var other = profiling.App.Client(Contracts.Campaigns.V1.AccountKind.Publisher, "acc_q");
        Assert.Equal(HttpStatusCode.OK, (await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(other, "/v1/track", new { userId = "u1", @event = "A" })).StatusCode);

        await TestApp.EventuallyAsync(async () => (await profiling.PostAsync("/v1/track", new { userId = "u1", @event = "B" })).StatusCode == HttpStatusCode.OK, "the wait is over");
        await profiling.SettledAsync();
        Assert.Equal(50, (await profiling.ProfileAsync(ViewerId.User("u1")))!.Events["A"].CountSince(int.MinValue, null));
    }
}
