using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AdPlatform.Hosting.Caching;

/// <summary>
/// Opens the connection after the start, without holding it up; then asks at each beat who answers. A connection that is broken, or silent several
/// times in a row, is replaced as soon as a new one answers, unless the old one answers before.
/// </summary>
internal sealed partial class RedisKeeper(
    RedisConnection connection, RedisSettings settings, IOptions<CachingOptions> options, TimeProvider clock, ILogger<RedisKeeper> log) : BackgroundService
{
    private bool told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host waits for what runs before the first await.
        await Task.Yield();
        using var beat = new PeriodicTimer(options.Value.HeartbeatInterval, clock);
        do
        {
            if (connection.Link is { IsConnected: true } && connection.TimeoutsInRow < options.Value.ReconnectAfter) await AskAsync();
            else await ReplaceAsync();
        }
        while (await beat.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Through the guard: it is also the call that an open breaker lets try.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails is tried again at the next beat; the breaker and the metrics tell of it.")]
    private async Task AskAsync()
    {
        try
        {
            var link = connection.Link!;
            connection.Identified(await connection.RunAsync(_ => link.IdentifyAsync()));
            told = false;
        }
        catch (Exception cause)
        {
            Tell(cause);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A server that is away in whatever way is tried again at the next beat.")]
    private async Task ReplaceAsync()
    {
        var opened = default(RedisLink);
        try
        {
            var deadline = options.Value.ConnectDeadline;
            opened = await RedisLink.OpenAsync(settings.Configuration, deadline, clock);
            var holder = opened.IsConnected ? await opened.IdentifyAsync().WaitAsync(deadline, clock) : throw new RedisAwayException("No server of the configuration can be reached.");
            connection.Install(opened, holder);
            told = false;
            return;
        }
        catch (Exception cause)
        {
            Tell(cause);
            opened?.Dispose();
        }

        try
        {
            if (connection.Link is not { IsConnected: true } old) return;
            connection.Identified(await old.IdentifyAsync().WaitAsync(options.Value.CallDeadline, clock));
            connection.Alive();
        }
        catch (Exception cause)
        {
            Tell(cause);
        }
    }

    /// <summary>Once an outage.</summary>
    private void Tell(Exception cause)
    {
        if (!told) LogAway(log, cause.Message);
        told = true;
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer; it is asked again and again, without another word: {Reason}")]
    private static partial void LogAway(ILogger log, string reason);
}
