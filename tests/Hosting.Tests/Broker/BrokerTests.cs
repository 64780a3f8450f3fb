using System.Net;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;
using static AdPlatform.Hosting.Tests.DurableBusTests;

namespace AdPlatform.Hosting.Tests.Broker;

/// <summary>The same bus over RabbitMQ and PostgreSQL.</summary>
public sealed class BrokerTests(BrokerFixture broker)
{
    private readonly NotesService service = new();

    [Fact]
    public async Task A_message_is_consumed_over_the_broker_and_its_outbox_row_goes_with_the_confirm()
    {
        await using var app = await TestApp.StartAsync(await broker.SettingsAsync(), service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(client, "k1", "hello")).StatusCode);
        await TestApp.EventuallyAsync(async () => await TextAsync(client) == "hello!" && await CountAsync(app, "outbox") == 0, "consumed and gone");
    }

    [Fact]
    public async Task A_poison_message_ends_in_the_error_table_and_not_in_a_queue()
    {
        service.FailuresLeft = int.MaxValue;
        await using var app = await TestApp.StartAsync(await broker.SettingsAsync(), service.Doors);
        var client = app.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns);
        await PostAsync(client, "k1", "hello");
        await TestApp.EventuallyAsync(async () => await CountAsync(app, "message_errors") == 1 && await CountAsync(app, "outbox") == 0, "kept");
        Assert.Equal(5, service.Attempts);
    }

    [Fact]
    public async Task A_dead_letter_comes_into_the_error_table_and_what_is_no_message_stays()
    {
        var settings = await broker.SettingsAsync();
        await using var app = await TestApp.StartAsync(settings, service.Doors);
        await using var connection = await new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(settings["AdPlatform:RabbitMq"]!) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await TestApp.EventuallyAsync(async () => (await broker.ControlAsync("list_queues", "-p", settings["AdPlatform:RabbitMq"]!.Split('/')[^1], "name")).Contains("notes-dead-letters", StringComparison.Ordinal), "the queue is declared");
        var letter = """{"messageId":"0199a000-0000-7000-8000-000000000007","messageType":["urn:message:AdPlatform.Contracts.Campaigns.V1:CampaignPaused"],"message":{"accountId":"acc_a","campaignVersion":1}}""";
        foreach (var body in (string[])["no message", letter, letter])
            await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(channel, "", "notes-dead-letters", System.Text.Encoding.UTF8.GetBytes(body));

        await TestApp.EventuallyAsync(async () => await CountAsync(app, "message_errors WHERE account_id = 'acc_a' AND reason LIKE 'DeadLetter:%' AND body LIKE '%campaignVersion%'") == 1, "kept once");
        await TestApp.EventuallyAsync(async () => await channel.MessageCountAsync("notes-dead-letters") == 1, "the other stays");
    }

    [Fact]
    public async Task Two_instances_share_the_outbox_and_the_work_and_each_message_counts_once()
    {
        var settings = await broker.SettingsAsync();
        await using var one = await TestApp.StartAsync(settings, service.Doors);
        await using var two = await TestApp.StartAsync(settings, service.Doors);
        HttpClient[] clients = [one.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns), two.Client(AccountKind.Advertiser, "acc_a", "acc_p", Scopes.Campaigns)];
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(clients[i % 2], $"k{i}", $"note {i}")).StatusCode));
        await TestApp.EventuallyAsync(async () => await CountAsync(one, "notes WHERE text LIKE '%!'") == 200 && await CountAsync(two, "outbox") == 0, "all consumed");
        Assert.Equal(0, await CountAsync(one, "notes WHERE text LIKE '%!!'"));
        Assert.Equal(200, service.Attempts);
        Assert.Equal(200, one.Messages.Of<CampaignPaused>().Concat(two.Messages.Of<CampaignPaused>()).DistinctBy(m => m.CampaignId).Count());
    }

    [Fact]
    public async Task A_command_waits_in_the_outbox_until_its_owner_has_a_queue_and_an_event_that_nobody_hears_goes()
    {
        var settings = await broker.SettingsAsync();
        await using var sender = await TestApp.StartAsync(settings, service.Doors);
        await sender.PublishAsync(new CampaignEnded { AccountId = "acc_a", CampaignId = Ids.New(TestApp.DefaultNow), CampaignVersion = 1, Reason = "over", EndedAt = TestApp.DefaultNow });
        await sender.PublishAsync(PartitionService.Batch(0, 7));
        await TestApp.EventuallyAsync(async () => await CountAsync(sender, "outsider.outbox") == 1 && await CountAsync(sender, "outsider.outbox WHERE retry_at IS NOT NULL") == 1, "the command alone is left");

        var owner = new PartitionService();
        await using var app = await TestApp.StartAsync(settings, owner.Doors);
        // Time goes on: a try that comes before the owner's queues is put off again.
        await TestApp.EventuallyAsync(() =>
        {
            sender.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(owner.Seen.SelectMany(s => s.Value).Contains(7));
        }, "taken by its owner");
        await TestApp.EventuallyAsync(async () => await CountAsync(sender, "outsider.outbox") == 0, "and gone");
    }

    [Fact]
    public async Task The_messages_of_a_partition_are_taken_in_the_order_of_their_outbox()
    {
        var taker = new PartitionService();
        await using var app = await TestApp.StartAsync(await broker.SettingsAsync(), taker.Doors);
        for (var number = 0; number < 400; number++) await app.PublishAsync(PartitionService.Batch(number % 8, number));
        await TestApp.EventuallyAsync(() => Task.FromResult(taker.Count >= 400), "all taken");
        for (var partition = 0; partition < 8; partition++) Assert.Equal(Enumerable.Range(0, 50).Select(i => (i * 8) + partition), taker.Of(partition));
    }

    [Fact]
    public async Task A_partition_has_one_consumer_at_a_time_over_all_instances()
    {
        var settings = await broker.SettingsAsync();
        var (left, right) = (new PartitionService(), new PartitionService());
        await using var one = await TestApp.StartAsync(settings, left.Doors);
        await using var two = await TestApp.StartAsync(settings, right.Doors);
        for (var number = 0; number < 400; number++) await two.PublishAsync(PartitionService.Batch(number % 8, number));
        await TestApp.EventuallyAsync(() => Task.FromResult(left.Count + right.Count >= 400), "all taken");
        for (var partition = 0; partition < 8; partition++)
        {
            Assert.Equal(50, left.Of(partition).Concat(right.Of(partition)).Distinct().Count());
            Assert.True(left.Of(partition).Count == 0 || right.Of(partition).Count == 0, "one consumer a partition");
        }
    }

    [Fact]
    public async Task Every_queue_and_exchange_is_durable_limited_and_legal_on_RabbitMQ_4()
    {
        await using var app = await TestApp.StartAsync(await broker.SettingsAsync(out var host), service.Doors, new PartitionService().Doors);
        var queues = await broker.ControlAsync("list_queues", "-p", host(), "name", "type", "durable", "auto_delete", "arguments");
        var exchanges = await broker.ControlAsync("list_exchanges", "-p", host(), "name", "type", "durable", "auto_delete", "arguments");
        TestContext.Current.TestOutputHelper!.WriteLine(queues + "\n" + exchanges);
        var lines = queues.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToArray();
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            Assert.Contains("\tquorum\ttrue\tfalse\t", line, StringComparison.Ordinal);
            Assert.Contains("x-delivery-limit", line, StringComparison.Ordinal);
            if (line.Contains("-dead-letters\t", StringComparison.Ordinal)) continue;
            Assert.Matches("x-dead-letter-exchange.*x-dead-letter-strategy\",\"at-least-once.*x-max-length-bytes.*x-overflow\",\"reject-publish", string.Join(' ', line.Split('{').Order(StringComparer.Ordinal)));
        }

        Assert.Equal(8, lines.Count(line => line.StartsWith("partitions-profile-events-accepted-", StringComparison.Ordinal) && line.Contains("x-single-active-consumer", StringComparison.Ordinal)));
        Assert.DoesNotContain("_error", queues, StringComparison.Ordinal);
        Assert.DoesNotContain("_skipped", queues, StringComparison.Ordinal);
        Assert.All(exchanges.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1), line => Assert.Contains("\ttrue\tfalse\t", line, StringComparison.Ordinal));
    }
}
