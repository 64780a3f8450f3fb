using System.CommandLine;
using AdPlatform.Benchmarks.Delivery;
using AdPlatform.Standalone.Demo;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Benchmarks.Bus;

/// <summary>Messages and viewer events a second through RabbitMQ, end to end, against raw publishing and consuming on the same broker in the same run.</summary>
internal static class BusBenchmark
{
    private const int SmallBytes = 1024;
    private const int Accounts = 64;

    /// <summary>A batch of 500 events is spread over 8 partitions: some 60 events, 25 KB, a message.</summary>
    private const int EventsAMessage = 62;
    private const int BatchBytes = 25 * 1024;

    public static Command Command()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var messages = new Option<int>("--messages") { Description = "Small messages a round.", DefaultValueFactory = _ => 10_000 };
        var concurrency = new Option<int>("--concurrency") { Description = "Publishers, writers.", DefaultValueFactory = _ => 64 };
        var senders = new Option<int>("--senders") { Description = "Clients that post batches of viewer events.", DefaultValueFactory = _ => 4 };
        var events = new Option<bool>("--events") { Description = "Also viewer events through the five services.", DefaultValueFactory = _ => true };
        var command = new Command("bus", "Messages and viewer events a second through RabbitMQ.") { rounds, messages, concurrency, senders, events };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(rounds), arguments.GetValue(messages), arguments.GetValue(concurrency), arguments.GetValue(senders), arguments.GetValue(events), cancellationToken));
        return command;
    }

    private static async Task RunAsync(int rounds, int messages, int concurrency, int senders, bool events, CancellationToken cancellationToken)
    {
        await using var folder = new OwnFolder("benchmark");
        var settings = await ServiceSettings.OnSharedServersAsync();
        List<double> raw = [], rawBatches = [];
        List<MessageRates> durable = [], ordered = [];
        List<EventRates> viewerEvents = [];
        // The first round of each only warms up.
        await using (var platform = await OutboxToInbox.StartAsync(settings.RabbitMq, await TestServers.PostgresDatabaseAsync(), folder.File("data")))
        {
            for (var round = 0; round <= rounds; round++)
            {
                await MeasureAsync("raw, small messages", round, raw, () => RawBroker.RunAsync(settings.RabbitMq, messages, SmallBytes, concurrency, cancellationToken));
                await MeasureAsync("outbox to inbox", round, durable, () => platform.RunAsync(messages, concurrency, Accounts, cancellationToken));
                await MeasureAsync("the same of one account, in order", round, ordered, () => platform.RunAsync(messages / 10, concurrency, 1, cancellationToken));
            }
        }

        if (events)
        {
            var clock = DemoClock.In(folder.Location, Report.Clock);
            await using var services = await ServicesUnderTest.StartAsync(settings with { More = LiveCampaign.Settings });
            for (var round = 0; round <= rounds; round++)
            {
                await MeasureAsync("raw, batches", round, rawBatches, () => RawBroker.RunAsync(settings.RabbitMq, messages / 10, BatchBytes, concurrency, cancellationToken));
                await MeasureAsync("viewer events", round, viewerEvents, () => ViewerEvents.RunAsync(services, clock, round, senders, cancellationToken));
            }
        }

        var (rawRate, durableRate, rawEvents, applied) = (
            Report.Median(raw), Report.Median(durable.Select(rates => rates.Consumed)), Report.Median(rawBatches) * EventsAMessage, Report.Median(viewerEvents.Select(rates => rates.Applied)));
        Report.Print(new
        {
            benchmark = "bus",
            machine = Report.Machine,
            rounds,
            messages,
            concurrency,
            smallMessages = new
            {
                rawPerSecond = Report.Round(rawRate),
                writtenPerSecond = Report.Round(Report.Median(durable.Select(rates => rates.Written))),
                accounts = Accounts,
                outboxToInboxPerSecond = Report.Round(durableRate),
                ofOneAccountPerSecond = Report.Round(Report.Median(ordered.Select(rates => rates.Consumed))),
                ratio = Report.Round(durableRate / rawRate),
            },
            viewerEvents = !events ? null : new
            {
                senders,
                eventsARound = SampleEventsCount,
                rawPerSecond = Report.Round(rawEvents),
                acceptedPerSecond = Report.Round(Report.Median(viewerEvents.Select(rates => rates.Accepted))),
                appliedPerSecond = Report.Round(applied),
                ratio = Report.Round(applied / rawEvents),
            },
        });
    }

    private static int SampleEventsCount => Standalone.Sample.SampleEvents.Count(Standalone.Sample.SampleViewer.Count);

    private static async Task MeasureAsync<T>(string what, int round, List<T> results, Func<Task<T>> measure)
    {
        var rate = await measure();
        Report.Say($"round {round}, {what}, a second: {rate:F0}");
        if (round > 0) results.Add(rate);
    }
}
