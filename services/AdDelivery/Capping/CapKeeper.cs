using AdPlatform.Hosting.Caching;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>
/// Keeps the counts in Redis complete: rebuilds them from the committed slots when the server is another one or has lost its data, and only then tells
/// it the script that takes slots. Several instances may rebuild at once. Then sends the changes that nobody waits for.
/// </summary>
internal sealed partial class CapKeeper(
    RebuildingCaps rebuilding, RedisConnection redis, CapChanges changes, CapsReady ready, IOptions<CachingOptions> caching, TimeProvider clock, ILogger<CapKeeper> log)
    : BackgroundService
{
    private const int AtOnce = 256;

    /// <summary>For confirmations of an instance that died with them: well before their slots run out.</summary>
    private static readonly TimeSpan RepairEvery = TimeSpan.FromHours(1);

    private static readonly TimeSpan LastSending = TimeSpan.FromSeconds(2);
    private readonly List<CapChange> _sending = [];
    private string? _holder;
    private bool _repaired;
    private long _repairedAt;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastSending);
        try
        {
            if (ready.Is) await SendAsync(limit.Token);
        }
        catch (Exception away) when (away is IOException or TimeoutException or OperationCanceledException)
        {
            // Made up for by whoever repairs next.
        }
    }

    /// <summary>Ends when what was handed in before is in Redis. For tests.</summary>
    internal async Task SentAsync(CancellationToken cancellationToken)
    {
        while (!changes.IsEmpty) await Task.Delay(TimeSpan.FromMilliseconds(1), clock, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var beat = new PeriodicTimer(caching.Value.HeartbeatInterval, clock);
        var next = beat.WaitForNextTickAsync(stoppingToken).AsTask();
        var changed = changes.WaitAsync(stoppingToken).AsTask();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await IsCompleteAsync(stoppingToken)) await SendAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                if (cause is not (IOException or TimeoutException)) LogFailed(log, cause);
                await next;
            }

            // The next beat, or changes as soon as there are some and Redis can take them.
            if (ready.Is && _sending.Count == 0) await Task.WhenAny(next, changed);
            else await next;
            if (next.IsCompleted) next = beat.WaitForNextTickAsync(stoppingToken).AsTask();
            if (changed.IsCompleted) changed = changes.WaitAsync(stoppingToken).AsTask();
        }
    }

    private async Task<bool> IsCompleteAsync(CancellationToken cancellationToken)
    {
        if (redis.Incarnation is not { Loading: false } holder)
        {
            ready.Lost();
            _holder = null;
            return false;
        }

        if (changes.TakeLost() || clock.GetElapsedTime(_repairedAt) > RepairEvery) _repaired = false;
        if (!_repaired) _repairedAt = clock.GetTimestamp();
        var known = holder.Id == _holder && ready.Is;
        var intact = (await redis.RunAsync(database => database.KeyExistsAsync(CapKeys.Rebuilt))) && (known || await redis.HasScriptAsync(CapScripts.Reserve));
        if (intact)
        {
            // Complete since it was rebuilt, by whichever instance, but for what a crash or an overflow kept from it.
            ready.Set();
            _holder = holder.Id;
            if (!_repaired) await rebuilding.RunAsync(cancellationToken);
        }
        else
        {
            ready.Lost();
            var slots = await rebuilding.RunAsync(cancellationToken);
            TimeSpan? forEver = null;
            await redis.RunAsync(database => database.StringSetAsync(CapKeys.Rebuilt, holder.Id, forEver, When.Always));
            await redis.LoadScriptAsync(CapScripts.Reserve);
            if (redis.Incarnation?.Id != holder.Id) return false;
            _holder = holder.Id;
            ready.Set();
            LogRebuilt(log, slots);
        }

        _repaired = true;
        return true;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            changes.Take(_sending, AtOnce);
            if (_sending.Count == 0) return;
            await redis.RunAsync(
                database => Task.WhenAll(_sending.Select(change => change.Script.RunAsync(database, CapKeys.Of(change.ViewerHash), change.Arguments))), caching.Value.BatchDeadline);
            changes.Done(_sending.Count);
            _sending.Clear();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(LogLevel.Information, "Cap counts rebuilt in Redis from {Slots} slots: capped campaigns serve again")]
    private static partial void LogRebuilt(ILogger log, int slots);

    [LoggerMessage(LogLevel.Warning, "Cap counts could not be kept in Redis; trying again, capped campaigns wait")]
    private static partial void LogFailed(ILogger log, Exception cause);
}
