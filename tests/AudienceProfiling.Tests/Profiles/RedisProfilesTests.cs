using AdPlatform.Hosting.Caching;
using AdPlatform.Profiles;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AdPlatform.AudienceProfiling.Tests.Profiles;

/// <summary>Profiles in a real Redis, held against those in this process.</summary>
public sealed class RedisProfilesTests : IAsyncLifetime
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;
    private RedisServer server = null!;
    private TestApp app = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RedisServer.StartAsync();
        app = await TestApp.StartAsync(
            // What is told here is not when: a busy machine may take its time.
            new Dictionary<string, string?> { ["AdPlatform:Redis"] = server.ConnectionString, ["AdPlatform:Caching:CallDeadline"] = "00:00:02" }, new TestService(builder => builder.AddProfiles(), _ => { }, _ => { }));
        await TestApp.EventuallyAsync(() => Task.FromResult(Redis.IsUsable), "the connection");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task It_answers_as_the_store_in_this_process_whatever_comes_in_whatever_order()
    {
        var (inRedis, inProcess, random) = (Store(near: "00:00:00"), new EmbeddedProfiles(1000), new Random(7));
        for (var step = 0; step < 2000; step++)
        {
            string[] hashes = [$"h{random.Next(5)}", $"h{random.Next(5)}"];
            var version = random.Next(1, 12) + (step / 100 * 5);
            if (random.Next(4) > 0)
            {
                var write = new ProfileWrite(CachedProfileTests.Sample(version) with { Device = $"{step}" }, hashes);
                await inRedis.WriteAsync([write], token);
                await inProcess.WriteAsync([write], token);
            }
            else
            {
                var distinct = hashes.Distinct().ToArray();
                Assert.Equal(await inProcess.RemoveAsync("acc_p", distinct, version, token), await inRedis.RemoveAsync("acc_p", distinct, version, token));
            }
            Assert.Equivalent(await inProcess.ReadAsync("acc_p", hashes[0], token), await inRedis.ReadAsync("acc_p", hashes[0], token), strict: true);
        }
    }

    [Fact]
    public async Task Writers_at_the_same_moment_leave_the_newest()
    {
        var store = Store(near: "00:00:00");
        await Task.WhenAll(Enumerable.Range(0, 400).OrderBy(i => i * 7919 % 400).Select(version =>
            store.WriteAsync([new(CachedProfileTests.Sample(1_795_000_000_000_000 + version), ["h"])], token).AsTask()));
        Assert.Equal(1_795_000_000_000_399, (await store.ReadAsync("acc_p", "h", token))!.Version);
    }

    [Fact]
    public async Task What_another_instance_wrote_or_removed_is_dropped_from_the_near_cache_at_once_and_a_tombstone_goes_some_day()
    {
        // Of a process each: their clock stands still, so that no lifetime ends anything.
        await using var elsewhere = await TestApp.StartAsync(
            new Dictionary<string, string?> { ["AdPlatform:Redis"] = server.ConnectionString, ["AdPlatform:Profiles:NearLifetime"] = "00:00:30" },
            new TestService(builder => builder.AddProfiles(), _ => { }, _ => { }));
        var (writer, reader) = (Store(), elsewhere.Services.GetRequiredService<IProfileReader>());
        await writer.WriteAsync([new(CachedProfileTests.Sample(1), ["h"])], token);
        await TestApp.EventuallyAsync(async () => await VersionAsync(reader) == 1, "the connection");

        for (var version = 2; version < 50; version++)
        {
            await writer.WriteAsync([new(CachedProfileTests.Sample(version), ["h"])], token);
            await TestApp.EventuallyAsync(async () => await VersionAsync(reader) == version, $"version {version} to be seen");
        }

        await writer.RemoveAsync("acc_p", ["h"], 50, token);
        Assert.Null(await writer.ReadAsync("acc_p", "h", token));
        await TestApp.EventuallyAsync(async () => await VersionAsync(reader) is null, "the removal to be seen");
        var left = await Redis.RunAsync(database => database.KeyTimeToLiveAsync("p:acc_p:h"));
        Assert.InRange(left!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task A_large_batch_is_written_and_the_near_cache_stays_within_its_bounds()
    {
        var store = Store();
        await store.WriteAsync([.. Enumerable.Range(0, 5000).Select(i => new ProfileWrite(CachedProfileTests.Sample(), [$"h{i}"]))], token);
        Assert.NotNull(await store.ReadAsync("acc_p", "h4999", token));
        var near = new NearCache(10, TimeSpan.FromMinutes(1), app.Clock);
        for (var i = 0; i < 100; i++)
        {
            near.Put($"k{i}", null, near.Begin($"k{i}"));
            Assert.True(near.TryGet("k0", out _));
        }
        Assert.Equal(10, near.Count);
    }

    [Fact]
    public async Task What_is_no_profile_is_an_unknown_viewer()
    {
        await Redis.RunAsync(database => database.StringSetAsync("p:acc_p:h", "rubbish", TimeSpan.FromMinutes(1), When.Always));
        Assert.Null(await Store().ReadAsync("acc_p", "h", token));
    }

    [Fact]
    public void Defaults_are_what_the_documentation_says()
    {
        var options = new ProfileCacheOptions();
        Assert.Equal((TimeSpan.FromSeconds(5), 50_000, TimeSpan.FromDays(1)), (options.NearLifetime, options.NearCapacity, options.TombstoneLifetime));
    }

    [Fact]
    public void What_moves_while_it_is_read_is_not_kept()
    {
        var near = new NearCache(10, TimeSpan.FromSeconds(30), app.Clock);
        var reading = near.Begin("k");
        near.Expire("k");
        near.Put("k", CachedProfileTests.Sample(), reading);
        Assert.False(near.TryGet("k", out _));

        near.Put("k", CachedProfileTests.Sample(), near.Begin("k"));
        Assert.True(near.TryGet("k", out _));
        near.Clear();
        Assert.False(near.TryGet("k", out _));
    }

    /// <summary>-1 while there is no connection.</summary>
    private async Task<long?> VersionAsync(IProfileReader reader)
    {
        try
        {
            return (await reader.ReadAsync("acc_p", "h", token))?.Version;
        }
        catch (Exception away) when (away is IOException or TimeoutException)
        {
            return -1;
        }
    }

    private RedisConnection Redis => app.Services.GetRequiredService<RedisConnection>();

    private RedisProfiles Store(string near = "00:00:30") => new(
        Redis, Options.Create(new ProfileCacheOptions { NearLifetime = TimeSpan.Parse(near, System.Globalization.CultureInfo.InvariantCulture) }),
        app.Services.GetRequiredService<IOptions<CachingOptions>>(), app.Clock);
}
