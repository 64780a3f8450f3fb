using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace AdPlatform.Hosting.Caching;

/// <summary>
/// The guarded way to Redis: each call ends within its deadline, an open breaker and a missing connection refuse at once, and the number of calls
/// without an answer is bounded. <see cref="RedisKeeper"/> opens, probes and replaces the connection behind it.
/// </summary>
public sealed partial class RedisConnection : IDisposable
{
    private readonly CachingOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<RedisConnection> log;
    private readonly CircuitBreakerManualControl control = new();
    private readonly ResiliencePipeline breaker;
    private readonly ConcurrentDictionary<string, Action<byte[]>> listeners = new(StringComparer.Ordinal);
    private readonly RedisMetrics metrics;
    private RedisLink? link;
    private Incarnation? incarnation;
    private long epoch;
    private long refuseUntil;
    private int timeoutsInRow;

    public RedisConnection(IOptions<CachingOptions> options, TimeProvider clock, ILogger<RedisConnection> log)
    {
        (this.options, this.clock, this.log) = (options.Value, clock, log);
        metrics = new RedisMetrics(() => link?.InFlight ?? 0, () => IsUsable ? 0 : 1);
        breaker = new ResiliencePipelineBuilder { TimeProvider = new MonotonicTime(clock) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = options.Value.FailureRatio,
                MinimumThroughput = options.Value.MinimumCalls,
                SamplingDuration = options.Value.SamplingDuration,
                BreakDuration = options.Value.BreakDuration,
                ManualControl = control,
                ShouldHandle = new PredicateBuilder().Handle<TimeoutException>().Handle<RedisAwayException>(),
                OnOpened = opened =>
                {
                    Volatile.Write(ref refuseUntil, clock.GetTimestamp() + (long)(opened.BreakDuration.TotalSeconds * clock.TimestampFrequency));
                    LogOpened(log, opened.Outcome.Exception?.Message);
                    return default;
                },
                OnClosed = _ =>
                {
                    Volatile.Write(ref refuseUntil, 0);
                    LogClosed(log);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Connected, and the breaker is not open at this moment.</summary>
    public bool IsUsable => Volatile.Read(ref link) is { IsConnected: true } && !IsRefusing;

    /// <summary>Who holds the data; null until known, and again from the moment a connection breaks.</summary>
    public Incarnation? Incarnation => Volatile.Read(ref incarnation);

    /// <summary>Grows whenever the server behind the connection may have become another one, or come back without its data.</summary>
    public long Epoch => Interlocked.Read(ref epoch);

    internal TimeProvider Clock => clock;

    internal RedisLink? Link => Volatile.Read(ref link);

    internal int TimeoutsInRow => Volatile.Read(ref timeoutsInRow);

    private bool IsRefusing => clock.GetTimestamp() < Volatile.Read(ref refuseUntil);

    /// <summary>Runs one call, or several that are sent together.</summary>
    /// <param name="call">Starts it and returns its task; no blocking call in it.</param>
    /// <param name="deadline">Null takes <see cref="CachingOptions.CallDeadline"/>.</param>
    /// <returns>
    /// Fails with <see cref="TimeoutException"/> after the deadline (the server may still carry the call out later), and with
    /// <see cref="RedisAwayException"/> when it could not be asked. A refusal is a task that has failed already: who looks at it before awaiting pays nothing.
    /// </returns>
    public ValueTask<T> RunAsync<T>(Func<IDatabase, Task<T>> call, TimeSpan? deadline = null)
    {
        var current = Volatile.Read(ref link);
        if (current is not { IsConnected: true }) return Refuse<T>("away", "Redis is not connected.");
        if (IsRefusing) return Refuse<T>("refused", "Redis did not answer lately: the breaker is open.");
        if (!current.TryEnter(options.MaxInFlight)) return Refuse<T>("busy", $"{options.MaxInFlight} calls to Redis wait for an answer.");
        return new(GuardAsync(current, call, deadline ?? options.CallDeadline));
    }

    /// <summary>
    /// Hears what is published on the channel, on this connection and on every one that replaces it. What is published while there is none is missed:
    /// <see cref="Epoch"/> has grown then.
    /// </summary>
    /// <param name="heard">Must not block, and must not throw.</param>
    public void Listen(string channel, Action<byte[]> heard)
    {
        listeners[channel] = heard;
        if (Volatile.Read(ref link) is { } current) _ = SubscribeAsync(current, channel, heard);
    }

    /// <summary>Tells every master a script, so that calling it by its hash works until a master restarts or another server takes over.</summary>
    public async Task LoadScriptAsync(string script)
    {
        var current = Connected();
        await RunAsync(async _ =>
        {
            await current.LoadScriptAsync(script);
            return true;
        });
    }

    /// <summary>Was every master told the script since it started?</summary>
    public async Task<bool> HasScriptAsync(string script)
    {
        var current = Connected();
        return await RunAsync(_ => current.HasScriptAsync(script));
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref link, null)?.Dispose();
        metrics.Dispose();
    }

    internal void Install(RedisLink opened, Incarnation holder)
    {
        opened.Lost += () =>
        {
            if (ReferenceEquals(Volatile.Read(ref link), opened)) Forget();
        };
        var before = Interlocked.Exchange(ref link, opened);
        Forget();
        foreach (var (channel, heard) in listeners) _ = SubscribeAsync(opened, channel, heard);
        Identified(holder);
        Alive();
        if (before is not null) metrics.Reconnected();
        before?.Dispose();
        LogConnected(log, opened.ToString());
    }

    internal void Identified(Incarnation holder)
    {
        var before = Volatile.Read(ref incarnation);
        if (before == holder) return;
        if (before is not null && before.Id != holder.Id) Interlocked.Increment(ref epoch);
        Volatile.Write(ref incarnation, holder);
    }

    /// <summary>The server answered: whatever it did not answer before is no reason to go on refusing.</summary>
    internal void Alive()
    {
        Volatile.Write(ref timeoutsInRow, 0);
        _ = control.CloseAsync();
        Volatile.Write(ref refuseUntil, 0);
    }

    /// <summary>What became of a call.</summary>
    internal void Told(string outcome)
    {
        metrics.Called(outcome);
        if (outcome == "timeout") Interlocked.Increment(ref timeoutsInRow);
        else if (outcome == "ok") Volatile.Write(ref timeoutsInRow, 0);
    }

    private async Task SubscribeAsync(RedisLink on, string channel, Action<byte[]> heard)
    {
        try
        {
            await on.SubscribeAsync(channel, heard).WaitAsync(options.ConnectDeadline, clock);
        }
        catch (Exception away) when (away is RedisException or TimeoutException or ObjectDisposedException)
        {
            LogDeaf(log, channel, away.Message);
            return;
        }

        // Whatever was said before this moment was not heard.
        Interlocked.Increment(ref epoch);
    }

    private void Forget()
    {
        Interlocked.Increment(ref epoch);
        Volatile.Write(ref incarnation, null);
    }

    private RedisLink Connected() => Volatile.Read(ref link) ?? throw new RedisAwayException("Redis is not connected.");

    private ValueTask<T> Refuse<T>(string outcome, string reason)
    {
        metrics.Called(outcome);
        return ValueTask.FromException<T>(new RedisAwayException(reason));
    }

    private async Task<T> GuardAsync<T>(RedisLink on, Func<IDatabase, Task<T>> call, TimeSpan deadline)
    {
        var context = ResilienceContextPool.Shared.Get();
        var state = new RedisCall<T>(this, on, call, deadline);
        var outcome = await breaker.ExecuteOutcomeAsync(static async (_, s) => await s.SendAsync(), context, state);
        ResilienceContextPool.Shared.Return(context);
        if (outcome.Exception is null) return outcome.Result!;
        if (!state.Sent) on.Exit();
        if (outcome.Exception is not BrokenCircuitException broken) throw outcome.Exception;
        metrics.Called("refused");
        throw new RedisAwayException("Redis did not answer lately: the breaker is open.", broken);
    }

    [LoggerMessage(LogLevel.Information, "Connected to Redis at {Address}")]
    private static partial void LogConnected(ILogger log, string address);

    [LoggerMessage(LogLevel.Warning, "Redis is not asked for a moment: {Reason}")]
    private static partial void LogOpened(ILogger log, string? reason);

    [LoggerMessage(LogLevel.Warning, "Nothing is heard on {Channel} until the next connection: {Reason}")]
    private static partial void LogDeaf(ILogger log, string channel, string reason);

    [LoggerMessage(LogLevel.Information, "Redis answers again")]
    private static partial void LogClosed(ILogger log);
}
