using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using static AdPlatform.Hosting.Tests.Broker.BrokerFaultTests;
using static AdPlatform.Hosting.Tests.DurableBusTests;

namespace AdPlatform.Hosting.Tests.Broker;

public sealed class BrokerKillTests
{
    /// <summary>ADPLATFORM_BROKER_KILLS for more.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("ADPLATFORM_BROKER_KILLS"), out var given) ? given : 1;

    private readonly NotesService service = new();

    [Fact]
    public async Task A_killed_broker_costs_nothing_that_was_accepted_and_doubles_nothing()
    {
        await using var rabbit = await RabbitServer.StartAsync();
        // Not the first virtual host, so that it is seen to outlive the kill.
        await using var app = await TestApp.StartAsync(BrokerFixture.Settings(await rabbit.CreateVirtualHostAsync(), await TestServers.PostgresDatabaseAsync()), service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var (before, after) = (200 * (kill - 1), 200 * kill);
            var posting = PostManyAsync(client, before, 200);
            await TestApp.EventuallyAsync(async () => await CountAsync(app, "inbox") > before, "work goes on");
            await rabbit.KillAsync();
            // Accepted while there is no broker: 201 means that it is in the database.
            await posting;
            await rabbit.StartAgainAsync();
            try
            {
                await TestApp.EventuallyAsync(async () =>
                {
                    // What did not go is tried again after a pause; much faster than the wall clock would start a bus anew, again and again, that is only reconnecting.
                    app.Clock.Advance(TimeSpan.FromMilliseconds(200));
                    return await CountAsync(app, "notes WHERE text LIKE '%!'") == after && await CountAsync(app, "outbox") == 0;
                }, "all consumed");
            }
            catch (TimeoutException)
            {
                Assert.Fail($"""
                    After kill {kill}: {await CountAsync(app, "notes WHERE text LIKE '%!'")} of {after} consumed, {await CountAsync(app, "outbox")} in the outbox
                    {await rabbit.ControlAsync("list_queues", "-p", "test1", "name", "messages_ready", "messages_unacknowledged", "consumers")}
                    {await client.GetStringAsync("/readyz")}
                    """);
            }
        }

        Assert.Equal(0, await CountAsync(app, "notes WHERE text LIKE '%!!'"));
        Assert.Equal(0, await CountAsync(app, "message_errors"));
    }
}
