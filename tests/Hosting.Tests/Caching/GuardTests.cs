using System.Diagnostics;
using System.Net;
using AdPlatform.Hosting.Caching;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace AdPlatform.Hosting.Tests.Caching;

/// <summary>The guard around a real server that is frozen, killed and missing.</summary>
[Trait("Machine", "alone")]
public sealed class GuardTests : IAsyncLifetime
{
    private RedisServer server = null!;

    public async ValueTask InitializeAsync() => server = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_frozen_server_costs_a_call_its_deadline_at_most_then_nothing_and_all_is_normal_soon_after()
    {
        await using var app = await StartAsync();
        var redis = app.Services.GetRequiredService<RedisConnection>();
        await SetAsync(redis, "a", "1");
        await ReadyAsync(app, "Healthy");

        server.Freeze();
        var frozen = Stopwatch.StartNew();
        while (redis.IsUsable && frozen.Elapsed < TimeSpan.FromSeconds(10))
        {
            var call = Stopwatch.StartNew();
            await Assert.ThrowsAnyAsync<Exception>(async () => await GetAsync(redis, "a"));
            Assert.InRange(call.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        }
        Assert.InRange(frozen.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await ReadyAsync(app, "Degraded");

        // Eight seconds of traffic: refused at once, nothing piles up, and only now and then one call tries.
        var (calls, slow) = (0, 0);
        while (frozen.Elapsed < TimeSpan.FromSeconds(8))
        {
            var call = Stopwatch.StartNew();
            await Assert.ThrowsAnyAsync<IOException>(async () => { try { await GetAsync(redis, "a"); } catch (TimeoutException late) { throw new IOException("late", late); } });
            calls++;
            if (call.Elapsed > TimeSpan.FromMilliseconds(100)) slow++;
            await Task.Yield();
        }
        Assert.InRange(slow, 0, 40);
        Assert.True(calls > 1000, $"{calls} calls");

        server.Thaw();
        var thawed = Stopwatch.StartNew();
        await TestApp.EventuallyAsync(async () => redis.IsUsable && await AnswersAsync(redis), "an answer");
        TestContext.Current.TestOutputHelper!.WriteLine($"refused {calls} calls, {slow} of them slow; normal {thawed.Elapsed.TotalMilliseconds:0} ms after SIGCONT");
        Assert.InRange(thawed.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal("1", await GetAsync(redis, "a"));
        await ReadyAsync(app, "Healthy");
    }

    [Fact]
    public async Task A_killed_server_is_found_again_and_known_to_be_another_one()
    {
        await using var app = await StartAsync();
        var redis = app.Services.GetRequiredService<RedisConnection>();
        await SetAsync(redis, "a", "1");
        var (before, epoch) = (redis.Incarnation!, redis.Epoch);

        await server.KillAsync();
        await TestApp.EventuallyAsync(() => Task.FromResult(!redis.IsUsable && redis.Incarnation is null), "the loss to be noticed");
        Assert.True(redis.Epoch > epoch);
        await Assert.ThrowsAsync<RedisAwayException>(async () => await GetAsync(redis, "a"));
        await ReadyAsync(app, "Degraded");

        await server.StartAgainAsync();
        var back = Stopwatch.StartNew();
        await TestApp.EventuallyAsync(() => Task.FromResult(redis.Incarnation is not null && redis.IsUsable), "the connection");
        TestContext.Current.TestOutputHelper!.WriteLine($"connected {back.Elapsed.TotalMilliseconds:0} ms after the restart");
        Assert.NotEqual(before.Id, redis.Incarnation!.Id);
        Assert.Null(await GetAsync(redis, "a"));
        await ReadyAsync(app, "Healthy");
    }

    [Fact]
    public async Task A_missing_server_does_not_hold_up_the_start_and_is_found_when_it_comes()
    {
        await server.KillAsync();
        var start = Stopwatch.StartNew();
        await using var app = await StartAsync(wait: false);
        Assert.InRange(start.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        var redis = app.Services.GetRequiredService<RedisConnection>();
        var refused = redis.RunAsync(database => database.StringGetAsync("a"));
        Assert.True(refused.IsFaulted);
        await ReadyAsync(app, "Degraded");

        await server.StartAgainAsync();
        await TestApp.EventuallyAsync(() => AnswersAsync(redis), "the connection");
    }

    [Theory]
    [InlineData(Fault.Slow)]
    [InlineData(Fault.Garbage)]
    [InlineData(Fault.Refuse)]
    [InlineData(Fault.Hang)]
    public async Task Whatever_is_wrong_with_the_network_a_call_ends_and_all_is_normal_soon_after(Fault fault)
    {
        await using var proxy = new FaultProxy(server.Port);
        await using var app = await StartAsync(settings: ("AdPlatform:Redis", $"127.0.0.1:{proxy.Port}"));
        var redis = app.Services.GetRequiredService<RedisConnection>();
        proxy.Fault = fault;
        var wrong = Stopwatch.StartNew();
        var longest = TimeSpan.Zero;
        while (wrong.Elapsed < TimeSpan.FromSeconds(4))
        {
            var call = Stopwatch.StartNew();
            await AnswersAsync(redis);
            if (call.Elapsed > longest) longest = call.Elapsed;
            await Task.Yield();
        }
        Assert.False(redis.IsUsable && await AnswersAsync(redis));
        proxy.Fault = Fault.Pass;
        var right = Stopwatch.StartNew();
        await TestApp.EventuallyAsync(() => AnswersAsync(redis), "an answer");
        TestContext.Current.TestOutputHelper!.WriteLine($"{fault}: longest call {longest.TotalMilliseconds:0} ms, normal after {right.Elapsed.TotalMilliseconds:0} ms");
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        Assert.InRange(right.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task More_calls_than_may_be_in_flight_fail_at_once()
    {
        await using var app = await StartAsync(settings: ("AdPlatform:Caching:MaxInFlight", "16"));
        var redis = app.Services.GetRequiredService<RedisConnection>();
        server.Freeze();
        var calls = Enumerable.Range(0, 1000).Select(_ => redis.RunAsync(database => database.StringGetAsync("a")).AsTask()).ToList();
        Assert.InRange(calls.Count(call => !call.IsCompleted), 1, 16);
        foreach (var call in calls) await Assert.ThrowsAnyAsync<Exception>(() => call);
        server.Thaw();
        await TestApp.EventuallyAsync(() => AnswersAsync(redis), "an answer");
    }

    [Fact]
    public async Task A_script_that_was_loaded_is_unknown_to_a_server_that_restarted()
    {
        // Of answers, not of times: the first call of a kind may be slow.
        await using var app = await StartAsync(settings: ("AdPlatform:Caching:CallDeadline", "00:00:05"));
        var redis = app.Services.GetRequiredService<RedisConnection>();
        const string Script = "return ARGV[1] -- one of a kind";
        var hash = System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(Script));
        await redis.LoadScriptAsync(Script);
        Assert.Equal("x", (string?)await redis.RunAsync(database => database.ScriptEvaluateAsync(hash, ["k"], ["x"])));

        await server.KillAsync();
        await server.StartAgainAsync();
        await TestApp.EventuallyAsync(() => AnswersAsync(redis), "the connection");
        var unknown = await Assert.ThrowsAsync<RedisServerException>(async () => await redis.RunAsync(database => database.ScriptEvaluateAsync(hash, ["k"], ["x"])));
        Assert.StartsWith("NOSCRIPT", unknown.Message, StringComparison.Ordinal);
    }

    private async Task<TestApp> StartAsync(bool wait = true, params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(s => s.Name, s => (string?)s.Value);
        all.TryAdd("AdPlatform:Redis", server.ConnectionString);
        var app = await TestApp.StartAsync(all, new NotesService().Doors);
        if (wait) await TestApp.EventuallyAsync(() => AnswersAsync(app.Services.GetRequiredService<RedisConnection>()), "the connection");
        return app;
    }

    private static async Task<bool> AnswersAsync(RedisConnection redis)
    {
        try
        {
            await GetAsync(redis, "a");
            return true;
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            return false;
        }
    }

    private static Task SetAsync(RedisConnection redis, string key, string value) =>
        redis.RunAsync(database => database.StringSetAsync(key, value, TimeSpan.FromMinutes(10), When.Always)).AsTask();

    private static async Task<string?> GetAsync(RedisConnection redis, string key) => await redis.RunAsync(database => database.StringGetAsync(key));

    private static async Task ReadyAsync(TestApp app, string status)
    {
        var text = "";
        await TestApp.EventuallyAsync(
            async () =>
            {
                var answer = await app.Anonymous().GetAsync("/readyz");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                text = await answer.Content.ReadAsStringAsync();
                return text.Contains($"\"status\":\"{status}\"", StringComparison.Ordinal);
            },
            status);
    }
}
