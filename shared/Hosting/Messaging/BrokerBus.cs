using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// Runs the bus on a broker that may come late, die and return. MassTransit reconnects by itself, but an endpoint whose connection dies while it
/// declares its queue is not tried again: when the broker answers and the bus stays unwell, it is stopped and started anew.
/// </summary>
internal sealed partial class BrokerBus(IBusControl bus, Uri broker, TimeProvider clock, ILogger<BrokerBus> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a reconnect takes once the broker answers.</summary>
    private static readonly TimeSpan Unwell = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StartAtMost = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopAtMost = TimeSpan.FromSeconds(25);

    /// <summary>Closing a connection that the broker closes in the same moment may never end (RabbitMQ.Client 7, issues 1749 and 1751).</summary>
    private static readonly TimeSpan CloseAtMost = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await StopBusAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await AnswersAsync(stoppingToken))
                {
                    await Task.Delay(Look, clock, stoppingToken);
                    continue;
                }

                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                limit.CancelAfter(StartAtMost);
                // Not left alone when the time is over: a start that goes on cleaning up fails the next one.
                await bus.StartAsync(limit.Token);
                await UntilUnwellAsync(stoppingToken);
                LogAnew(log, bus.CheckHealth().Description);
                await StopBusAsync(stoppingToken);
                EndDead();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause)
            {
                LogNotStarted(log, cause.Message);
                await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task UntilUnwellAsync(CancellationToken cancellationToken)
    {
        long? since = null;
        while (since is not { } began || clock.GetElapsedTime(began) < Unwell)
        {
            await Task.Delay(Look, clock, cancellationToken);
            // An away broker is no reason: the clock starts when it answers and the bus does not follow.
            since = bus.CheckHealth().Status == BusHealthStatus.Healthy || !await AnswersAsync(cancellationToken) ? null : since ?? clock.GetTimestamp();
        }
    }

    private async Task StopBusAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopAtMost);
        try
        {
            await bus.StopAsync(limit.Token);
        }
        catch (Exception cause)
        {
            LogNotStopped(log, cause.Message);
        }
    }

    /// <summary>
    /// An endpoint whose transport ended by itself goes on counting as started (MassTransit 8.4: faulted is started, and nothing says that it stopped): a start
    /// would pass it by for ever. Also after a stop that took too long: what was told to stop connects no more.
    /// </summary>
    private void EndDead()
    {
        foreach (var endpoint in bus.CheckHealth().Endpoints.Values.Select(health => health.ReceiveEndpoint).OfType<ReceiveEndpoint>())
            if (endpoint.CurrentState == ReceiveEndpoint.State.Faulted) endpoint.CurrentState = ReceiveEndpoint.State.Completed;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = broker, RequestedConnectionTimeout = TimeSpan.FromSeconds(5), AutomaticRecoveryEnabled = false, ClientProvidedName = "adplatform-watch" };
        try
        {
            var connection = await factory.CreateConnectionAsync(cancellationToken);
            await Task.WhenAny(connection.DisposeAsync().AsTask(), Task.Delay(CloseAtMost, clock, cancellationToken));
            return true;
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(log, cause.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The broker answers and the bus does not recover ({Health}): it is started anew")]
    private static partial void LogAnew(ILogger log, string health);

    [LoggerMessage(LogLevel.Warning, "The bus could not be started: {Reason}")]
    private static partial void LogNotStarted(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning, "The bus did not stop in order: {Reason}")]
    private static partial void LogNotStopped(ILogger log, string reason);

    [LoggerMessage(LogLevel.Debug, "The broker does not answer: {Reason}")]
    private static partial void LogNoAnswer(ILogger log, string reason);
}
