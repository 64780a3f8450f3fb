using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Tests.Broker;

/// <summary>Services that start with an empty database after others have told their state.</summary>
public sealed class LateJoinerTests(BrokerFixture broker)
{
    private static readonly TitleCatalogued Catalogue = new() { AccountId = "acc_p", Titles = [new("tt-1", "One", ["drama"], []), new("tt-2", "Two", [], [])] };

    [Fact]
    public async Task A_service_that_joins_late_gets_the_present_state_of_the_owner_once_and_alone()
    {
        var settings = await broker.SettingsAsync();
        await using var first = await TestApp.StartAsync(settings, Owner);

        var late = new LateService();
        await using (var app = await TestApp.StartAsync(settings, late.Doors))
        {
            await TestApp.EventuallyAsync(() => Task.FromResult(late.Titles == 2), "the catalogue has come");
            await TestApp.EventuallyAsync(async () => await (await app.Anonymous().GetAsync("/readyz")).Content.ReadAsStringAsync() is var ready
                && ready.Contains("snapshots late", StringComparison.Ordinal) && !ready.Contains("waits for the state of AdPlatform.Contracts.MediaPlanning", StringComparison.Ordinal), "complete");
        }

        await using var again = await TestApp.StartAsync(settings, late.Doors);
        await again.PublishAsync(Catalogue);
        await TestApp.EventuallyAsync(() => Task.FromResult(late.Titles == 4), "what is told from now on");
        Assert.Equal(4, late.Titles);
    }

    [Fact]
    public async Task A_service_that_waits_for_an_owner_which_never_ran_works_and_says_what_it_waits_for()
    {
        var late = new LateService();
        await using var app = await TestApp.StartAsync(await broker.SettingsAsync(), late.Doors);
        var ready = await app.Anonymous().GetAsync("/readyz");
        Assert.True(ready.IsSuccessStatusCode);
        Assert.Contains("waits for the state of", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_before_the_owner_was_there_is_asked_again()
    {
        var settings = await broker.SettingsAsync();
        var late = new LateService();
        await using var app = await TestApp.StartAsync(settings, late.Doors);
        await TestApp.EventuallyAsync(() => NothingWaitsAsync(app), "the request is sent, and heard by nobody who knows");

        await using var owner = await TestApp.StartAsync(settings, Owner);
        await TestApp.EventuallyAsync(() => Task.FromResult(late.Titles == 2), "the catalogue has come");
    }

    private static async Task<bool> NothingWaitsAsync(TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return !await scope.ServiceProvider.GetRequiredService<LateDb>().Outbox.AnyAsync();
    }

    private static TestService Owner => new(
        builder => builder.AddServiceDb<PartitionsDb>("partitions"),
        bus => bus.AddSnapshot<TitleCatalogued, PartitionsDb>((_, _) => new[] { Catalogue }.ToAsyncEnumerable()),
        _ => { });

    private sealed class LateService
    {
        public int Titles;

        public TestService Doors => new(
            builder =>
            {
                builder.Services.AddSingleton(this);
                builder.AddServiceDb<LateDb>("late");
            },
            bus => bus.AddConsumer<Consumer, TitleCatalogued, LateDb>(snapshot: true),
            _ => { });

        private sealed class Consumer(LateService service) : IConsumer<TitleCatalogued>
        {
            public Task Consume(ConsumeContext<TitleCatalogued> context)
            {
                Interlocked.Add(ref service.Titles, context.Message.Titles.Count);
                return Task.CompletedTask;
            }
        }
    }
}

internal sealed class LateDb(DbContextOptions<LateDb> options, ServiceDatabase<LateDb> database) : ServiceDb(options, database);
