using System.Net;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using static AdPlatform.Hosting.Tests.Broker.BrokerFaultTests;
using static AdPlatform.Hosting.Tests.DurableBusTests;

namespace AdPlatform.Hosting.Tests.Broker;

/// <summary>A database that dies or hangs while messages come.</summary>
public sealed class DatabaseFaultTests(BrokerFixture broker)
{
    private readonly NotesService service = new();

    [Fact]
    public async Task Without_its_database_a_service_answers_503_with_Retry_After_in_bounded_time_and_a_message_waits()
    {
        await using var postgres = await PostgresServer.StartAsync(durable: false);
        await using var app = await TestApp.StartAsync(BrokerFixture.Settings(await broker.CreateVirtualHostAsync(), postgres.ConnectionString), service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        await PostManyAsync(client, 0, 10);
        await TestApp.EventuallyAsync(async () => await CountAsync(app, "notes WHERE text LIKE '%!'") == 10, "consumed");

        await postgres.KillAsync();
        using (var refused = await PostAsync(client, "down", "down"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        using (var unready = await client.GetAsync("/readyz")) Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        await postgres.StartAgainAsync();
        await TestApp.EventuallyAsync(async () => (await PostAsync(client, "down", "down")).StatusCode == HttpStatusCode.Created, "accepts again by itself");

        // Frozen: connections stay open and nothing answers.
        postgres.Freeze();
        using (var refused = await PostAsync(client, "frozen", "frozen").WaitAsync(TimeSpan.FromSeconds(60))) Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        postgres.Thaw();
        await TestApp.EventuallyAsync(async () => (await PostAsync(client, "frozen", "frozen")).StatusCode == HttpStatusCode.Created, "accepts again by itself");
        await TestApp.EventuallyAsync(async () => await CountAsync(app, "notes WHERE text LIKE '%!'") == 12, "all consumed");
        Assert.Equal(0, await CountAsync(app, "message_errors"));
    }
}
