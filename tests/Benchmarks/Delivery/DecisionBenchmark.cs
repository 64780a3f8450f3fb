using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing.Servers;
using AdPlatform.Testing.Services;

namespace AdPlatform.Benchmarks.Delivery;

/// <summary>
/// The speed table of the delivery door, every line in one run: bare Kestrel, the same with one GET of Redis, the warm path among 100 and among 10,000 campaigns, with one round trip for
/// the profile, with caps; p99 at half of what the warm path can do, twice and ten times as much as that, how soon a campaign is served, and what the warm path allocates.
/// </summary>
internal static class DecisionBenchmark
{
    private const int Eligible = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Command Command()
    {
        var seconds = LoadGenerator.Seconds(4);
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var many = new Option<int>("--campaigns") { DefaultValueFactory = _ => 10_000 };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 32 };
        var warmup = new Option<int>("--warmup") { Description = "Requests to each server before the first round: its code is compiled for speed after some 100,000, however long they take.", DefaultValueFactory = _ => 120_000 };
        var command = new Command("decision", "The delivery door's speed table against bare Kestrel and one Redis GET, and the warm path's allocation.") { seconds, rounds, many, connections, warmup };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(seconds), arguments.GetValue(rounds), arguments.GetValue(many), arguments.GetValue(connections), arguments.GetValue(warmup), cancellationToken));
        return command;
    }

    private static async Task RunAsync(double seconds, int rounds, int many, int connections, int warmup, CancellationToken cancellationToken)
    {
        await using var folder = new OwnFolder("decision");
        await using var redis = await RedisServer.StartAsync();
        await File.WriteAllLinesAsync(folder.File("bodies.jsonl"), Enumerable.Range(0, DecisionWorld.Viewers).Select(i => DecidingServer.Body(i)), cancellationToken);
        var (key, targets) = (ApiKey.NewSecret(), new List<Target>());
        try
        {
            targets.Add(await StartAsync("warm", 100, folder, key, []));
            await File.WriteAllTextAsync(folder.File("answer.json"), await AnswerAsync(targets[0], cancellationToken), cancellationToken);
            targets.Insert(0, await BareServer.StartAsync(folder, "bare", redis: null));
            targets.Insert(1, await BareServer.StartAsync(folder, "bareGet", redis.ConnectionString));
            targets.Add(await StartAsync("many", many, folder, key, []));
            targets.Add(await StartAsync("profileInRedis", 100, folder, key, new() { ["AdPlatform__Redis"] = $"{redis.ConnectionString},defaultDatabase=1", ["AdPlatform__Profiles__NearLifetime"] = "00:00:00" }));
            targets.Add(await StartAsync("capsInRedis", 100, folder, key, new() { ["AdPlatform__Redis"] = $"{redis.ConnectionString},defaultDatabase=2" }, "--capped"));
            foreach (var target in targets) await WarmAsync(target, folder, connections, seconds, warmup, cancellationToken);
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var target in targets)
                {
                    var (processor, allocated) = (target.Process.ProcessorTime, await AllocatedAsync(target, cancellationToken));
                    var load = await LoadAsync(target, folder, connections, seconds, 0, cancellationToken);
                    target.Rounds.Add((load, (target.Process.ProcessorTime - processor).TotalMicroseconds / load.Requests));
                    target.Allocated.Add((await AllocatedAsync(target, cancellationToken) - allocated) / load.Requests);
                    Report.Say($"round {round}, {target.Mode}: {load.PerSecond:F0} a second, {target.Rounds[^1].ProcessorMicroseconds:F0} us of processor each, p99 {load.P99Ms:F1} ms, {load.Errors + load.Rejected} not served");
                }
            }

            await ReportAsync(targets, folder, connections, seconds, many, cancellationToken);
        }
        finally
        {
            foreach (var target in targets) await target.DisposeAsync();
        }
    }

    private static async Task ReportAsync(List<Target> targets, OwnFolder folder, int connections, double seconds, int many, CancellationToken cancellationToken)
    {
        var of = targets.ToDictionary(target => target.Mode);
        var (warm, crowd) = (of["warm"], of["many"]);
        var peak = Rate(warm);
        // What a machine that does nothing else could answer, of what it could with the bare server: other processes change how long things take more than what they cost.
        double ByProcessor(Target target) => Report.Round((Processor(of["bare"]) + Generator(of["bare"])) / (Processor(target) + Generator(target)));
        var halves = new List<Load>();
        for (var round = 0; round < 5; round++)
        {
            halves.Add(await LoadAsync(warm, folder, connections, seconds, peak / 2, cancellationToken));
            Report.Say($"at half of it: p99 {halves[^1].P99Ms:F1} ms");
        }

        var (twice, tenfold) = (await LoadAsync(warm, folder, connections * 4, seconds, peak * 2, cancellationToken), await LoadAsync(warm, folder, connections * 16, seconds, peak * 10, cancellationToken));
        Report.Say($"at twice of it {twice.PerSecond:F0} a second, at ten times {tenfold.PerSecond:F0}");
        var (few, all) = (new List<Measured>(), new List<Measured>());
        for (var round = -1; round < 3; round++)
        {
            // In turns, so that what else the machine does hits both alike.
            var (a, b) = (await InsideAsync<Measured>(warm, "decisions/5000", cancellationToken), await InsideAsync<Measured>(crowd, "decisions/5000", cancellationToken));
            if (round < 0) continue;
            few.Add(a);
            all.Add(b);
        }
        var live = new List<double>();
        for (var i = 0; i < 5; i++) live.Add(await InsideAsync<double>(crowd, "live", cancellationToken));
        Report.Print(new
        {
            benchmark = "decision",
            machine = Report.Machine,
            connections,
            seconds,
            answerBytes = new FileInfo(folder.File("answer.json")).Length,
            table = new object[]
            {
                new { what = $"warm decision, {Eligible} eligible creatives, profile in the near cache", ofBare = Report.Round(peak / Rate(of["bare"])), ofBareByProcessor = ByProcessor(warm), bar = 0.6, processorMicroseconds = Report.Round(Processor(warm)), barMicroseconds = 40 },
                new { what = "with one Redis round trip for the profile", ofBare = Report.Round(Rate(of["profileInRedis"]) / Rate(of["bare"])), ofBareByProcessor = ByProcessor(of["profileInRedis"]), bar = 0.4, ofBareGet = Report.Round(Rate(of["profileInRedis"]) / Rate(of["bareGet"])) },
                new { what = "with caps in Redis (a slot that is looked for and taken, and a commit)", ofBare = Report.Round(Rate(of["capsInRedis"]) / Rate(of["bare"])), ofBareByProcessor = ByProcessor(of["capsInRedis"]), bar = 0.4, ofBareGet = Report.Round(Rate(of["capsInRedis"]) / Rate(of["bareGet"])) },
                new
                {
                    what = $"{many} active campaigns, of the cost of 100", times = Report.Round(Processor(crowd) / Processor(warm)), bar = 1.5,
                    insideTimes = Report.Round(Report.Median(all.Select(m => m.Microseconds)) / Report.Median(few.Select(m => m.Microseconds))),
                },
                new { what = "p99 at half of saturation, ms", p99Ms = Report.Round(Report.Median(halves.Select(half => half.P99Ms))), bar = 5, perSecond = Report.Round(Report.Median(halves.Select(half => half.PerSecond))), rounds = halves.Select(half => Report.Round(half.P99Ms)) },
                new { what = $"a campaign goes live among {many}, seconds", seconds = Report.Round(Report.Median(live)), bar = 1 },
                new { what = "goodput at 2x and 10x of saturation, of it", twice = Report.Round(twice.PerSecond / peak), barTwice = 0.9, tenfold = Report.Round(tenfold.PerSecond / peak), barTenfold = 0.8, rejectedP99Ms = Finite(twice.RejectedP99Ms, tenfold.RejectedP99Ms), bar = 50 },
            },
            warmPath = new { bytesEach = Report.Round(Report.Median(few.Select(m => m.Bytes))), microsecondsEach = Report.Round(Report.Median(few.Select(m => m.Microseconds))), what = "one decision inside the process, settled and handed to the log, without HTTP" },
            targets = targets.Select(target => new
            {
                mode = target.Mode,
                perSecond = Report.Round(Rate(target)),
                ofBare = Report.Round(Rate(target) / Rate(of["bare"])),
                processorMicroseconds = Report.Round(Processor(target)),
                generatorMicroseconds = Report.Round(Generator(target)),
                bytesEach = target.Mode.StartsWith("bare", StringComparison.Ordinal) ? null : (double?)Report.Round(Report.Median(target.Allocated)),
                p99Ms = Report.Round(Report.Median(target.Rounds.Select(round => round.Load.P99Ms))),
                notServed = target.Rounds.Sum(round => round.Load.Errors + round.Load.Rejected),
                rounds = target.Rounds.Select(round => Report.Round(round.Load.PerSecond)),
            }),
        });
    }

    private static async Task WarmAsync(Target target, OwnFolder folder, int connections, double seconds, int requests, CancellationToken cancellationToken)
    {
        long answered = 0;
        // A machine that is too slow for it measures less warm code, and ends.
        for (var loads = 0; answered < requests && loads < 20; loads++) answered += (await LoadAsync(target, folder, connections, seconds, 0, cancellationToken)).Requests;
        Report.Say($"{target.Mode}: warm after {answered} requests");
    }

    private static double?[] Finite(params double[] values) => [.. values.Select(value => double.IsFinite(value) ? Report.Round(value) : (double?)null)];

    private static double Rate(Target target) => Report.Median(target.Rounds.Select(round => round.Load.PerSecond));

    private static double Generator(Target target) => Report.Median(target.Rounds.Select(round => round.Load.ProcessorMicroseconds));

    private static double Processor(Target target) => Report.Median(target.Rounds.Select(round => round.ProcessorMicroseconds));

    private static async Task<Target> StartAsync(string mode, int campaigns, OwnFolder folder, string key, Dictionary<string, string> more, params string[] arguments)
    {
        Report.Say($"{mode}: starting");
        var port = FreePorts.Next();
        Dictionary<string, string> environment = new(Target.Quiet.Concat(more))
        {
            ["AdPlatform__Data"] = folder.File($"{mode}/data"),
            // Viewers of a load ask more often than people, and their money lasts.
            ["AdPlatform__AdDelivery__MaxRequestsPerMinute"] = "100000",
            ["AdPlatform__AdDelivery__LeaseMinImpressions"] = "10000",
            ["AdPlatform__AdDelivery__LeaseMaxImpressions"] = "1000000",
        };
        var process = ServiceProcess.Start(
            "AdPlatform.Benchmarks", folder.File(mode), port, environment,
            ["serve-decisions", $"{port}", "--key", key, "--campaigns", campaigns.ToString(CultureInfo.InvariantCulture), "--creatives", $"{Eligible}", .. arguments]);
        await process.ReadyAsync(Patience);
        return new Target(mode, process.Address, process, key, null) { LoadKey = key };
    }

    private static async Task<string> AnswerAsync(Target target, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = target.Process.Address, DefaultRequestHeaders = { Authorization = new("Bearer", target.LoadKey) } };
        using var content = new StringContent(DecidingServer.Body(0), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/v1/decisions", content, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>What the answers still have to write afterwards belongs to them: the round ends when the server is quiet.</summary>
    private static async Task<Load> LoadAsync(Target target, OwnFolder folder, int connections, double seconds, double rate, CancellationToken cancellationToken)
    {
        var load = await LoadGenerator.RunApartAsync(target.Process.Address.Port, folder.File("bodies.jsonl"), target.LoadKey, connections, seconds, rate, cancellationToken);
        for (var looks = 0; looks < 100; looks++)
        {
            var before = target.Process.ProcessorTime;
            await Task.Delay(TimeSpan.FromMilliseconds(100), Report.Clock, cancellationToken);
            if ((target.Process.ProcessorTime - before).TotalMilliseconds < 15) break;
        }
        return load;
    }

    private static async Task<double> AllocatedAsync(Target target, CancellationToken cancellationToken)
    {
        if (target.Mode.StartsWith("bare", StringComparison.Ordinal)) return 0;
        using var http = new HttpClient { BaseAddress = target.Process.Address };
        return await http.GetFromJsonAsync<long>("/measure/allocated", cancellationToken);
    }

    private static async Task<T> InsideAsync<T>(Target target, string path, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = target.Process.Address, Timeout = Patience };
        using var answer = await http.PostAsync($"/measure/{path}", null, cancellationToken);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(Report.Loose, cancellationToken))!;
    }
}
