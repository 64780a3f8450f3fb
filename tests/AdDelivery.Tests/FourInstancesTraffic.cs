using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.Contracts.Briefs;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>An ad server and its players, with a ledger of what was acknowledged.</summary>
internal sealed class FourInstancesTraffic(int[] ports, string key, Sample[] samples, int viewers)
{
    /// <summary>Of a request: a decision each, of the same viewer.</summary>
    private const int Placements = 5;

#pragma warning disable RS0030 // Processes of their own run by the system's clock.
    public static readonly TimeProvider Clock = TimeProvider.System;
#pragma warning restore RS0030

    private readonly ConcurrentQueue<(string Url, string Decision, int Campaign, string Viewer, string Creative)> _waiting = new();
    private readonly ConcurrentQueue<(string Url, string Decision, int Campaign, string Viewer, string Creative)> _late = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromSeconds(20) };
    private IReadOnlyList<Task> _workers = [];
    private int _done, _served, _failed, _events;

    /// <summary>By decision.</summary>
    public ConcurrentDictionary<string, (int Campaign, string Viewer, string Creative)> Acknowledged { get; } = new();

    /// <summary>Answers without a creative, by what stopped it.</summary>
    public ConcurrentDictionary<(int Campaign, string Rule), int> Refused { get; } = new();

    public int Done => _done;
    public int Served => _served;
    public int Failed => _failed;
    public int EventsSent => _events;

    public Task RunAsync(int decisions, int workers) => Task.WhenAll(_workers = [.. Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
    {
        var random = new Random(worker);
        for (var i = worker * Placements; i < decisions; i += workers * Placements)
        {
            await DecideAsync(random);
            Interlocked.Add(ref _done, Placements);
            while (_waiting.Count > 200 && _waiting.TryDequeue(out var next)) await TellAsync(random, next);
            while (_late.Count > 2_000 && _late.TryDequeue(out var late)) await TellAsync(random, late);
        }
    }))]);

    public async Task UntilAsync(int done)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (_done < done && await timer.WaitForNextTickAsync())
        {
            // What a worker died of is told at once, not waited for.
            foreach (var worker in _workers)
                if (worker.IsFaulted) await worker;
        }
    }

    /// <summary>What is still out, in another order than it came.</summary>
    public async Task SendLateAsync()
    {
        var random = new Random(1);
        var rest = _waiting.Concat(_late).ToArray();
        random.Shuffle(rest);
        await Parallel.ForEachAsync(rest, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (next, _) => await TellAsync(new Random(next.Decision.Length), next));
    }

    private async Task DecideAsync(Random random)
    {
        var campaign = random.Next(samples.Length);
        var viewer = $"v{random.Next(Math.Max(10, viewers))}";
        // An ad server asks another instance when one is gone.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{ports[random.Next(ports.Length)]}/v1/decisions");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                request.Content = JsonContent.Create(Asked(samples[campaign].TitleId, viewer));
                using var response = await _http.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    Take(random, await response.Content.ReadFromJsonAsync<JsonElement>(), campaign, viewer);
                    return;
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
            {
            }
            Interlocked.Increment(ref _failed);
        }
    }

    private void Take(Random random, JsonElement answer, int campaign, string viewer)
    {
        foreach (var placement in answer.GetProperty("placements").EnumerateArray())
        {
            if (placement.TryGetProperty("none", out var none) && none.ValueKind == JsonValueKind.Object)
                Refused.AddOrUpdate((campaign, none.GetProperty("rule").GetString()!), 1, (_, count) => count + 1);
            foreach (var served in placement.GetProperty("decisions").EnumerateArray())
            {
                Interlocked.Increment(ref _served);
                if (random.NextDouble() < 0.05) continue;
                var url = new Uri(served.GetProperty("events").GetProperty("impression").GetString()!).PathAndQuery;
                var told = (url, served.GetProperty("decisionId").GetString()!, campaign, viewer, served.GetProperty("creative").GetProperty("id").GetString()!);
                if (random.NextDouble() < 0.1) _late.Enqueue(told);
                // One in four comes twice or thrice.
                for (var copies = Math.Max(1, random.Next(-4, 4)); copies > 0; copies--) _waiting.Enqueue(told);
            }
        }
    }

    private static object Asked(string titleId, string viewer) => new
    {
        placements = Enumerable.Range(0, Placements).Select(i => new { id = $"p{i}", format = FormatIds.Display300x250 }),
        viewer = new { ids = new[] { new { kind = "user", id = viewer } } },
        context = new { titleId, country = "FR", language = "fr" },
        consent = new { gdpr = true, purposes = new[] { 1, 2, 3, 4, 7, 9, 10 } },
    };

    private async Task TellAsync(Random random, (string Url, string Decision, int Campaign, string Viewer, string Creative) told)
    {
        // Any instance counts any decision; a player tries again elsewhere.
        for (var attempt = 0; attempt < 40; attempt++)
        {
            try
            {
                Interlocked.Increment(ref _events);
                using var response = await _http.GetAsync($"http://127.0.0.1:{ports[random.Next(ports.Length)]}{told.Url}");
                if (response.StatusCode == HttpStatusCode.NoContent)
                {
                    Acknowledged[told.Decision] = (told.Campaign, told.Viewer, told.Creative);
                    return;
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
            {
                Interlocked.Increment(ref _failed);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), Clock);
        }
    }
}
