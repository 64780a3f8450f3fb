using System.CommandLine;
using AdPlatform.Benchmarks.Bus;
using AdPlatform.Benchmarks.Delivery;
using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.ImportingEvents;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Benchmarks.Events;

/// <summary>
/// Viewer events until they are in the profiles, over the servers and embedded; how soon a decision sees one; profile reads; the import of MovieLens 100k.
/// Each against a baseline in the same run that does the least of it.
/// </summary>
internal static class EventsBenchmark
{
    private const string FirstKey = "adp_first-key-of-the-benchmark-00";
    private static readonly string[] AllParts = ["services", "embedded", "reads", "import"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public static Command Command()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var events = new Option<int>("--events") { Description = "A round, in batches of 500.", DefaultValueFactory = _ => 30_000 };
        var senders = new Option<int>("--senders") { DefaultValueFactory = _ => 8 };
        var parts = new Option<string>("--parts") { DefaultValueFactory = _ => string.Join(',', AllParts) };
        var data = new Option<string>("--data") { Description = "Folder with movielens-100k.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ADPLATFORM_DATA") ?? "../shared/data" };
        var command = new Command("events", "Viewer events a second, their way to a decision, profile reads, and an import.") { rounds, events, senders, parts, data };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (wanted, sizes) = (arguments.GetValue(parts)!.Split(','), new Sizes(arguments.GetValue(rounds), arguments.GetValue(events), arguments.GetValue(senders)));
            Report.Print(new
            {
                benchmark = "events",
                machine = Report.Machine,
                sizes.Rounds,
                sizes.Events,
                sizes.Senders,
                services = wanted.Contains("services") ? await ServicesAsync(sizes, cancellationToken) : null,
                embedded = wanted.Contains("embedded") ? await EmbeddedAsync(sizes, cancellationToken) : null,
                profileReads = wanted.Contains("reads") ? await ReadsAsync(sizes.Rounds, cancellationToken) : null,
                movieLensImport = wanted.Contains("import") ? await ImportAsync(arguments.GetValue(data)!, cancellationToken) : null,
            });
        });
        return command;
    }

    private static async Task<object> ServicesAsync(Sizes sizes, CancellationToken cancellationToken)
    {
        var settings = await ServiceSettings.OnSharedServersAsync();
        // A server is measured as it runs for long.
        await using var services = await ServicesUnderTest.StartAsync(settings with { More = LiveCampaign.Settings });
        using var door = new Door(services.Of(ServiceRoutes.AudienceProfiling).Address, settings.FirstKey);
        var bare = await TestServers.PostgresDatabaseAsync();
        List<double> broker = [], store = [];
        var runs = new Runs();
        await WarmUpAsync(door, sizes, cancellationToken);
        for (var round = 0; round <= sizes.Rounds; round++)
        {
            var bodies = Bodies(sizes, $"{round}-bare", false);
            await MeasureAsync("raw broker, batches of 500", round, broker, () => RawBrokerAsync(settings.RabbitMq, bodies, cancellationToken));
            await MeasureAsync("raw PostgreSQL, a row a batch", round, store, () => BareStores.PostgresAsync(bare, bodies, sizes.Senders, cancellationToken));
            await runs.MeasureAsync(door, services.Of(ServiceRoutes.AudienceProfiling), sizes, round, cancellationToken);
        }

        var visibility = await new Freshness(door, settings.Redis).RunAsync(Report.Median(runs.InARow.Select(run => run.Applied)) / 2, cancellationToken);
        return new
        {
            rawBrokerEventsPerSecond = Report.Round(Report.Median(broker)),
            rawPostgresEventsPerSecond = Report.Round(Report.Median(store)),
            viewers = runs.Summary(Math.Min(Report.Median(broker), Report.Median(store))),
            visibleInRedis = new { atEventsPerSecond = Report.Round(visibility.EventsPerSecond), reached = Report.Round(visibility.Reached), visibility.Probes, p50Ms = Report.Round(visibility.P50Ms), p99Ms = Report.Round(visibility.P99Ms) },
        };
    }

    private static async Task<object> EmbeddedAsync(Sizes sizes, CancellationToken cancellationToken)
    {
        await using var folder = new OwnFolder("benchmark");
        await using var process = await StandaloneAsync(folder, cancellationToken);
        using var door = new Door(process.Address, FirstKey);
        var bare = new List<double>();
        var runs = new Runs();
        await WarmUpAsync(door, sizes, cancellationToken);
        for (var round = 0; round <= sizes.Rounds; round++)
        {
            await MeasureAsync("raw SQLite, a row a batch", round, bare, () => BareStores.SqliteAsync(folder.File("bare.db"), Bodies(sizes, $"{round}-bare", false), cancellationToken));
            await runs.MeasureAsync(door, process, sizes, round, cancellationToken);
        }

        return new { rawSqliteEventsPerSecond = Report.Round(Report.Median(bare)), viewers = runs.Summary(Report.Median(bare)) };
    }

    private static async Task<object> ReadsAsync(int rounds, CancellationToken cancellationToken)
    {
        const int Callers = 50;
        await using var folder = new OwnFolder("benchmark");
        await using var reads = await ProfileReads.StartAsync(folder.File("data"), Callers, cancellationToken);
        List<double> ours = [], redis = [];
        for (var round = 0; round <= rounds; round++)
        {
            await MeasureAsync("redis-benchmark GET", round, redis, () => reads.RedisBenchmarkAsync(100_000, cancellationToken));
            await MeasureAsync("profile reads", round, ours, () => reads.OursAsync(TimeSpan.FromSeconds(3), cancellationToken));
        }

        return new
        {
            callers = Callers, valueBytes = reads.ValueBytes, perSecond = Report.Round(Report.Median(ours)), redisBenchmarkPerSecond = Report.Round(Report.Median(redis)),
            ratio = Report.Round(Report.Median(ours) / Report.Median(redis)),
        };
    }

    private static async Task<object> ImportAsync(string data, CancellationToken cancellationToken)
    {
        var source = new DirectoryInfo(Path.Combine(data, "movielens-100k"));
        if (!source.Exists) return new { skipped = $"{source.FullName} is absent: set ADPLATFORM_DATA" };
        await using var folder = new OwnFolder("benchmark");
        await using var process = await StandaloneAsync(folder, cancellationToken);
        using var publisher = PlatformClient.To(process.Address, FirstKey, Report.Clock);
        foreach (var genre in (string[])["thriller", "comedy", "drama"])
            await publisher.PostAsync("/v1/segments", new { name = $"{genre} lovers", rule = new { interest = new { genre, atLeast = 5 } } }, $"segment-{genre}", cancellationToken);
        using var door = new Door(process.Address, FirstKey);
        // A first part warms the process up, as a server that runs is.
        await door.RunAsync(Bodies(new Sizes(1, 10_000, 4), "warm", false), 4, cancellationToken);
        var before = await door.OutcomesAsync(cancellationToken);
        var started = Report.Clock.GetTimestamp();
        var import = await new SendingBatches(publisher, Report.Clock).SendAsync(MovieLens.ReadAsync(source, TimeSpan.Zero), _ => { }, cancellationToken);
        var accepted = Report.Clock.GetElapsedTime(started).TotalSeconds;
        await door.AppliedAsync(before + import.Accepted, cancellationToken);
        var applied = Report.Clock.GetElapsedTime(started).TotalSeconds;
        return new
        {
            events = import.Accepted, refused = import.RefusedCount, acceptedSeconds = Report.Round(accepted), appliedSeconds = Report.Round(applied), barSeconds = 5,
            rawSqliteSeconds = Report.Round(import.Accepted / await BareStores.SqliteAsync(folder.File("bare.db"), Bodies(new Sizes(1, 100_000, 1), "bare", false), cancellationToken)),
        };
    }

    private static byte[][] Bodies(Sizes sizes, string round, bool isScattered) => EventBodies.Of(round, sizes.Events, isScattered, Report.Clock.GetUtcNow());

    private static async Task<double> RawBrokerAsync(string broker, byte[][] bodies, CancellationToken cancellationToken) =>
        EventBodies.BatchEvents * await RawBroker.RunAsync(broker, bodies.Length, bodies[0].Length, publishers: 8, cancellationToken);

    private static async Task<ServiceProcess> StandaloneAsync(OwnFolder folder, CancellationToken cancellationToken)
    {
        var port = FreePorts.Next();
        var environment = LiveCampaign.Settings.Append(KeyValuePair.Create("ADPLATFORM_BOOTSTRAP_KEY", FirstKey)).ToDictionary();
        var process = ServiceProcess.Start("AdPlatform.Standalone", folder.File("standalone"), port, environment, "--data", folder.File("standalone/data"), "--port", $"{port}");
        await process.ReadyAsync(Patience).WaitAsync(cancellationToken);
        return process;
    }

    /// <summary>A server that has run for a while: code is compiled again as it is used, and most of the processor goes into that until it is done.</summary>
    private static async Task WarmUpAsync(Door door, Sizes sizes, CancellationToken cancellationToken)
    {
        var started = Report.Clock.GetTimestamp();
        for (var round = 0; Report.Clock.GetElapsedTime(started) < WarmUp; round++)
            Report.Say($"warming up, applied a second: {(await door.RunAsync(Bodies(sizes, $"warm-{round}", round % 2 == 1), sizes.Senders, cancellationToken)).Applied:F0}");
    }

    private static async Task MeasureAsync(string what, int round, List<double> results, Func<Task<double>> measure)
    {
        var rate = await measure();
        Report.Say($"round {round}, {what}, a second: {rate:F0}");
        // The first round of each only warms up.
        if (round > 0) results.Add(rate);
    }

    private sealed record Sizes(int Rounds, int Events, int Senders);

    private sealed class Runs
    {
        private readonly List<double> processor = [];
        private readonly List<Throughput> scattered = [];

        public List<Throughput> InARow { get; } = [];

        public async Task MeasureAsync(Door door, ServiceProcess process, Sizes sizes, int round, CancellationToken cancellationToken)
        {
            foreach (var (name, isScattered, results) in new[] { ("in a row", false, InARow), ("scattered", true, scattered) })
            {
                var bodies = Bodies(sizes, $"{round}-{name}", isScattered);
                var before = process.ProcessorTime;
                var run = await door.RunAsync(bodies, sizes.Senders, cancellationToken);
                Report.Say($"round {round}, events {name}, a second: accepted {run.Accepted:F0}, applied {run.Applied:F0}, asked to come again {run.Shed}");
                if (round == 0) continue;
                results.Add(run);
                if (!isScattered) processor.Add((process.ProcessorTime - before).TotalMicroseconds / sizes.Events);
            }
        }

        public object Summary(double baseline) => new
        {
            eachIn25EventsInARow = new
            {
                acceptedPerSecond = Report.Round(Report.Median(InARow.Select(run => run.Accepted))), appliedPerSecond = Report.Round(Report.Median(InARow.Select(run => run.Applied))),
                appliedToBaseline = Report.Round(Report.Median(InARow.Select(run => run.Applied)) / baseline), processorMicrosecondsAnEvent = Report.Round(Report.Median(processor)),
            },
            everyEventOfAnother = new
            {
                acceptedPerSecond = Report.Round(Report.Median(scattered.Select(run => run.Accepted))), appliedPerSecond = Report.Round(Report.Median(scattered.Select(run => run.Applied))),
                appliedToBaseline = Report.Round(Report.Median(scattered.Select(run => run.Applied)) / baseline),
            },
        };
    }
}
