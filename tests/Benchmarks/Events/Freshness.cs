using System.Collections.Concurrent;
using System.Text.Json;
using StackExchange.Redis;

namespace AdPlatform.Benchmarks.Events;

/// <param name="Reached">Of the load that was asked for, 0..1: below 1 the platform could not keep up, and the times say little.</param>
internal sealed record Visibility(double EventsPerSecond, double Reached, int Probes, double P50Ms, double P99Ms);

/// <summary>
/// From the first byte of a request with an event until the profile that decisions read has it: probes among a load at a steady rate (an open loop: a slow
/// answer delays no later request).
/// </summary>
internal sealed class Freshness(Door door, string redis)
{
    private const int Probes = 40;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    public async Task<Visibility> RunAsync(double eventsPerSecond, CancellationToken cancellationToken)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        await Task.Yield();
        var database = connection.GetDatabase(Options.Database(redis));
        var keys = new string[Probes];
        for (var probe = 0; probe < Probes; probe++) keys[probe] = await KeyAsync(database, probe, cancellationToken);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sent = 0;
        var began = Report.Clock.GetTimestamp();
        var load = LoadAsync(eventsPerSecond, () => Interlocked.Increment(ref sent), over.Token);
        // The load first, so that no probe meets an idle platform.
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        var times = new ConcurrentBag<double>();
        var probing = new List<Task>();
        for (var probe = 0; probe < Probes; probe++)
        {
            var number = probe;
            probing.Add(Task.Run(async () => times.Add(await ProbeAsync(database, keys[number], number, cancellationToken)), cancellationToken));
            await Task.Delay(Between, cancellationToken);
        }

        await Task.WhenAll(probing);
        var reached = sent * EventBodies.BatchEvents / Report.Clock.GetElapsedTime(began).TotalSeconds;
        await over.CancelAsync();
        await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var sorted = times.Order().ToArray();
        return new Visibility(eventsPerSecond, reached / eventsPerSecond, sorted.Length, sorted[sorted.Length / 2], sorted[(int)(0.99 * (sorted.Length - 1))]);
    }

    private async Task LoadAsync(double eventsPerSecond, Action taken, CancellationToken cancellationToken)
    {
        var every = TimeSpan.FromSeconds(EventBodies.BatchEvents / eventsPerSecond);
        using var timer = new PeriodicTimer(every, Report.Clock);
        for (var round = 0; await timer.WaitForNextTickAsync(cancellationToken); round++)
        {
            var body = EventBodies.Of($"steady-{round}", EventBodies.BatchEvents, isScattered: false, Report.Clock.GetUtcNow())[0];
            _ = Task.Run(async () =>
            {
                await door.PostAsync(body, cancellationToken);
                taken();
            }, cancellationToken);
        }
    }

    private async Task<double> ProbeAsync(IDatabase database, string key, int probe, CancellationToken cancellationToken)
    {
        var before = await VersionAsync(database, key);
        var body = Body($"probe-again-{probe}", probe);
        var started = Report.Clock.GetTimestamp();
        await door.PostAsync(body, cancellationToken);
        while (await VersionAsync(database, key) == before) await Task.Delay(Poll, cancellationToken);
        return Report.Clock.GetElapsedTime(started).TotalMilliseconds;
    }

    private async Task<string> KeyAsync(IDatabase database, int probe, CancellationToken cancellationToken)
    {
        await door.PostAsync(Body($"probe-{probe}-{Report.Clock.GetTimestamp()}", probe), cancellationToken);
        while (true)
        {
            using var answer = await door.Http.GetAsync($"/v1/profiles/user/probe-{probe}/export", cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                var hash = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement.GetProperty("hashes")[0].GetString();
                if ((string[])(await database.ScriptEvaluateAsync("return redis.call('KEYS', ARGV[1])", [], [$"p:*:{hash}"]))! is [var key]) return key;
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    private static byte[] Body(string messageId, int probe) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        batch = new[] { new { type = "track", messageId, userId = $"probe-{probe}", @event = "Title Watched", context = new { consent = new { purposes = Enumerable.Range(1, 10).ToDictionary(p => $"{p}", _ => true) } } } },
    });

    /// <summary>Before the line feed of the value.</summary>
    private static async Task<string> VersionAsync(IDatabase database, string key) => (string)(await database.StringGetRangeAsync(key, 0, 16))!;

    private static class Options
    {
        public static int Database(string configuration) => ConfigurationOptions.Parse(configuration).DefaultDatabase ?? 0;
    }
}
