using System.Collections.Concurrent;
using System.Diagnostics;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Caching;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Tests.Caching;

/// <summary>Two instances that keep the same in memory, and what they hear of each other.</summary>
[Trait("Machine", "alone")]
public sealed class VersionTests : IAsyncLifetime
{
    private RedisServer server = null!;

    public async ValueTask InitializeAsync() => server = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_bump_reaches_the_other_instances_and_not_the_one_that_bumped()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync();
        var (heardByA, heardByB) = (Watch(a, "notes"), Watch(b, "notes"));
        await TestApp.EventuallyAsync(() => Task.FromResult(!heardByA.IsEmpty && !heardByB.IsEmpty), "the first look");
        await SettledAsync(heardByA, heardByB);
        var (ofA, ofB) = (heardByA.Count, heardByB.Count);

        for (var i = 0; i < 3; i++)
        {
            var bumped = Stopwatch.StartNew();
            Of(a).Bump("notes");
            await TestApp.EventuallyAsync(() => Task.FromResult(heardByB.Count > ofB + i), "the bump");
            Assert.InRange(bumped.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
        Assert.Equal(ofA, heardByA.Count);
    }

    [Fact]
    public async Task Without_Redis_the_database_is_asked_and_a_bump_is_kept()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync();
        var (heardByA, heardByB) = (Watch(a, "notes"), Watch(b, "notes"));
        await TestApp.EventuallyAsync(() => Task.FromResult(!heardByA.IsEmpty && !heardByB.IsEmpty), "the first look");
        await server.KillAsync();
        await SettledAsync(heardByA, heardByB);
        var before = heardByB.Count;
        Of(a).Bump("notes");
        await TestApp.EventuallyAsync(() => Task.FromResult(heardByB.Count >= before + 2), "the database to be asked, every 2 s");

        await server.StartAgainAsync();
        await TestApp.EventuallyAsync(
            async () =>
            {
                try
                {
                    return (long?)await a.Services.GetRequiredService<RedisConnection>().RunAsync(database => database.HashGetAsync("versions", "notes")) == 1;
                }
                catch (Exception away) when (away is IOException or TimeoutException)
                {
                    return false;
                }
            },
            "the bump that was kept");
    }

    [Fact]
    public async Task What_could_not_be_read_is_read_again()
    {
        await using var a = await StartAsync();
        var attempts = 0;
        Of(a).Watch("notes", _ => ++attempts < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask);
        await TestApp.EventuallyAsync(() => Task.FromResult(attempts == 3), "three attempts");
    }

    [Fact]
    public async Task A_key_that_one_instance_heard_of_opens_the_other_and_a_revoked_one_closes_it()
    {
        var database = await TestServers.StoreAsync(StorageProvider.Postgres);
        await using var a = await StartAsync(database);
        await using var b = await StartAsync(database);
        var (id, secret) = (Ids.New(TestApp.DefaultNow), ApiKey.NewSecret());
        await a.PublishAsync(new ApiKeyIssued
        {
            AccountId = "acc_a", AccountKind = AccountKind.Advertiser, PublisherId = "acc_p", KeyId = id, KeyHash = ApiKey.HashOf(secret), Scopes = [Scopes.Admin],
        });
        await BothAsync(a, b, ring => ring.Find(secret) is not null);
        await a.PublishAsync(new ApiKeyRevoked { AccountId = "acc_a", KeyId = id, RevokedAt = TestApp.DefaultNow });
        await BothAsync(a, b, ring => ring.Find(secret) is null);
    }

    private static Task BothAsync(TestApp a, TestApp b, Func<KeyRing, bool> holds) => TestApp.EventuallyAsync(
        () => Task.FromResult(holds(a.Services.GetRequiredService<KeyRing>()) && holds(b.Services.GetRequiredService<KeyRing>())), "both to know");

    private async Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var app = await TestApp.StartAsync(new Dictionary<string, string?>(settings ?? []) { ["AdPlatform:Redis"] = server.ConnectionString }, new NotesService().Doors);
        await TestApp.EventuallyAsync(() => Task.FromResult(app.Services.GetRequiredService<RedisConnection>().IsUsable), "the connection");
        return app;
    }

    private static Versions Of(TestApp app) => app.Services.GetRequiredService<Versions>();

    private static ConcurrentQueue<long> Watch(TestApp app, string name)
    {
        var heard = new ConcurrentQueue<long>();
        Of(app).Watch(name, _ =>
        {
            heard.Enqueue(Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        });
        return heard;
    }

    /// <summary>No look for longer than the pause between two polls.</summary>
    private static Task SettledAsync(params ConcurrentQueue<long>[] heard) => TestApp.EventuallyAsync(
        () => Task.FromResult(heard.All(one => Stopwatch.GetElapsedTime(one.Last()) > TimeSpan.FromMilliseconds(700))), "silence");
}
