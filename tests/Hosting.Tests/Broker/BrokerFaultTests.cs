using System.Net;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;
using static AdPlatform.Hosting.Tests.DurableBusTests;

namespace AdPlatform.Hosting.Tests.Broker;

/// <summary>Brokers that die or hang while work goes on.</summary>
public sealed class BrokerFaultTests
{
    private readonly NotesService service = new();

    [Fact]
    public async Task Telling_what_may_be_lost_neither_fails_nor_waits_for_a_broker_that_hangs_or_is_dead()
    {
        await using var rabbit = await RabbitServer.StartAsync();
        await using var app = await TestApp.StartAsync(BrokerFixture.Settings(rabbit.ConnectionString, await TestServers.PostgresDatabaseAsync()), service.Doors);
        var telling = app.Services.GetRequiredService<PassingMessages>();
        Task TellAsync() => telling.TellAsync(new CampaignPaused { AccountId = "acc_a", CampaignId = Ids.New(app.Clock.GetUtcNow()), CampaignVersion = 1, PausedAt = app.Clock.GetUtcNow() }, default);
        await TestApp.EventuallyAsync(async () =>
        {
            // The service starts before its bus.
            await TellAsync();
            return service.Attempts > 0;
        }, "heard");

        rabbit.Freeze();
        await ToldInTimeAsync();
        await rabbit.KillAsync();
        await ToldInTimeAsync();

        async Task ToldInTimeAsync()
        {
            var told = TellAsync();
            await TestApp.EventuallyAsync(() =>
            {
                app.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(told.IsCompleted);
            }, "told or dropped");
            await told;
        }
    }

    [Fact]
    public async Task Without_a_broker_the_service_starts_accepts_and_says_that_it_is_degraded_and_catches_up_later()
    {
        await using var rabbit = await RabbitServer.AwayAsync();
        await using var app = await TestApp.StartAsync(BrokerFixture.Settings(rabbit.ConnectionString, await TestServers.PostgresDatabaseAsync()), service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        await PostManyAsync(client, 0, 10);
        using var ready = await client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("Degraded", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await rabbit.StartAgainAsync();
        await TestApp.EventuallyAsync(async () => await CountAsync(app, "notes WHERE text LIKE '%!'") == 10, "caught up");
        using var better = await client.GetAsync("/readyz");
        Assert.Contains("Healthy", await better.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    internal static Task PostManyAsync(HttpClient client, int from, int count) =>
        Parallel.ForAsync(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(client, $"k{i}", $"note {i}")).StatusCode));
}
