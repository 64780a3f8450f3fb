using System.CommandLine;
using System.Text.Json;
using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Demo;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Benchmarks.Delivery;

/// <summary>
/// Decisions a second over HTTP: a bare JSON endpoint, the platform in one process, the same with profiles and caps in Redis, and AdDelivery as a
/// process of its own on all three servers. Rounds take turns, so that what else the machine does hits all alike.
/// </summary>
internal static class DeliveryBenchmark
{
    private const string FirstKey = "adp_first-key-of-the-benchmark-00";
    private static readonly string[] AllModes = ["bare", "embedded", "redis", "services"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Command Command()
    {
        var seconds = LoadGenerator.Seconds(10);
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 32 };
        var warmup = new Option<double>("--warmup") { Description = "Seconds a server before the first round.", DefaultValueFactory = _ => 10 };
        var modes = new Option<string>("--modes") { DefaultValueFactory = _ => string.Join(',', AllModes) };
        modes.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>()!.Split(',').Except(AllModes).Any()) given.AddError($"--modes: some of {string.Join(',', AllModes)}.");
        });
        var command = new Command("delivery", "Decisions a second, against a bare JSON endpoint.") { seconds, rounds, connections, warmup, modes };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            ["bare", .. arguments.GetValue(modes)!.Split(',').Where(mode => mode != "bare")], arguments.GetValue(seconds), arguments.GetValue(rounds), arguments.GetValue(connections),
            arguments.GetValue(warmup), cancellationToken));
        return command;
    }

    private static async Task RunAsync(string[] modes, double seconds, int rounds, int connections, double warmup, CancellationToken cancellationToken)
    {
        await using var folder = new OwnFolder("benchmark");
        var clock = DemoClock.In(folder.Location, Report.Clock);
        await File.WriteAllLinesAsync(folder.File("bodies.jsonl"), LiveCampaign.Bodies(), cancellationToken);
        var targets = new List<Target>();
        try
        {
            foreach (var mode in modes.Where(mode => mode != "bare"))
            {
                Report.Say($"{mode}: starting");
                var target = await StartAsync(mode, folder, cancellationToken);
                targets.Add(target);
                using var publisher = PlatformClient.To(target.Address, target.Key, clock);
                target.LoadKey = await LiveCampaign.PrepareAsync(publisher, clock, cancellationToken);
                if (!File.Exists(folder.File("answer.json"))) await File.WriteAllTextAsync(folder.File("answer.json"), await ServedAsync(target, folder, cancellationToken), cancellationToken);
            }

            targets.Insert(0, await BareServer.StartAsync(folder, "bare", redis: null));
            foreach (var target in targets) await LoadAsync(target, folder, connections, warmup, cancellationToken);
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var target in targets)
                {
                    var before = target.Process.ProcessorTime;
                    var load = await LoadAsync(target, folder, connections, seconds, cancellationToken);
                    target.Rounds.Add((load, (target.Process.ProcessorTime - before).TotalMicroseconds / load.Requests));
                    Report.Say($"round {round}, {target.Mode}: {load.PerSecond:F0} a second, p99 {load.P99Ms:F1} ms, {load.Errors + load.Rejected} errors");
                }
            }

            var bare = Report.Median(targets[0].Rounds.Select(round => round.Load.PerSecond));
            var results = new List<object>();
            foreach (var target in targets) results.Add(await target.SummaryAsync(bare, cancellationToken));
            Report.Print(new { benchmark = "delivery", machine = Report.Machine, connections, seconds, rounds, answerBytes = new FileInfo(folder.File("answer.json")).Length, results });
        }
        finally
        {
            foreach (var target in targets) await target.DisposeAsync();
        }
    }

    private static async Task<Target> StartAsync(string mode, OwnFolder folder, CancellationToken cancellationToken)
    {
        if (mode == "services")
        {
            var services = await ServicesUnderTest.StartAsync(await ServiceSettings.OnSharedServersAsync() with { More = LiveCampaign.Settings });
            return new Target(mode, services.Address, services.Of(ServiceRoutes.AdDelivery), services.Settings.FirstKey, services);
        }

        var redis = mode == "redis" ? await RedisServer.StartAsync() : null;
        var environment = LiveCampaign.Settings.Append(KeyValuePair.Create("ADPLATFORM_BOOTSTRAP_KEY", FirstKey)).ToDictionary();
        if (redis is not null) environment["AdPlatform__Redis"] = redis.ConnectionString;
        var port = FreePorts.Next();
        var process = ServiceProcess.Start("AdPlatform.Standalone", folder.File(mode), port, environment, "--data", folder.File($"{mode}/data"), "--port", $"{port}");
        await process.ReadyAsync(Patience).WaitAsync(cancellationToken);
        return new Target(mode, process.Address, process, FirstKey, redis);
    }

    /// <summary>An answer that serves a creative: the baseline writes the same bytes.</summary>
    private static async Task<string> ServedAsync(Target target, OwnFolder folder, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = target.Process.Address, DefaultRequestHeaders = { Authorization = new("Bearer", target.LoadKey) } };
        foreach (var body in File.ReadLines(folder.File("bodies.jsonl")))
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var response = await http.PostAsync("/v1/decisions", content, cancellationToken);
            var answer = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
            if (JsonDocument.Parse(answer).RootElement.GetProperty("placements")[0].GetProperty("decisions").GetArrayLength() > 0) return answer;
        }

        throw new InvalidOperationException("Nothing is served.");
    }

    private static Task<Load> LoadAsync(Target target, OwnFolder folder, int connections, double seconds, CancellationToken cancellationToken) =>
        LoadGenerator.RunApartAsync(target.Process.Address.Port, folder.File("bodies.jsonl"), target.LoadKey, connections, seconds, 0, cancellationToken);
}
