using System.Text;
using System.Text.Json;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// Moves what the broker gave up on into the service's error table: there it is visible with its reason, is erased with the viewer that it names, and goes after
/// its time. What is no message of ours stays in the queue, to be looked at by hand.
/// </summary>
internal sealed partial class KeepingDeadLetters(
    IServiceScopeFactory scopes, IEnumerable<ServiceOnBus> services, Uri broker, TimeProvider clock, ILogger<KeepingDeadLetters> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>Of one look. Closing a channel that the broker closes in the same moment may never end (RabbitMQ.Client 7, issues 1749 and 1751).</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var factory = new ConnectionFactory { Uri = broker, RequestedConnectionTimeout = TimeSpan.FromSeconds(5), AutomaticRecoveryEnabled = false, ClientProvidedName = "adplatform-dead-letters" };
        while (!stoppingToken.IsCancellationRequested)
        {
            IConnection? connection = null;
            try
            {
                connection = await factory.CreateConnectionAsync(stoppingToken);
                while (connection.IsOpen)
                {
                    foreach (var service in services) await KeepAsync(connection, service, stoppingToken).WaitAsync(AtMost, clock, stoppingToken);
                    await Task.Delay(Look, clock, stoppingToken);
                }
            }
            catch (Exception cause) when (!stoppingToken.IsCancellationRequested)
            {
                // Broker or store is away, or the queue is not declared yet: nothing is lost, the next look finds it.
                LogAway(log, cause.Message);
                await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                if (connection is not null) await Task.WhenAny(connection.DisposeAsync().AsTask(), Task.Delay(AtMost, clock, CancellationToken.None));
            }
        }
    }

    private async Task KeepAsync(IConnection connection, ServiceOnBus service, CancellationToken cancellationToken)
    {
        // What is not acknowledged is back in the queue when the channel closes.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        while (await channel.BasicGetAsync(QueueNames.DeadLetters(service.Service), autoAck: false, cancellationToken) is { } letter)
        {
            if (Read(letter) is not { } row) continue;
            await using var scope = scopes.CreateAsyncScope();
            var db = (ServiceDb)scope.ServiceProvider.GetRequiredService(service.Db);
            if (!await db.Errors.AnyAsync(known => known.MessageId == row.MessageId && known.Consumer == row.Consumer, cancellationToken)) db.Errors.Add(row);
            await db.CommitAsync(cancellationToken);
            await channel.BasicAckAsync(letter.DeliveryTag, multiple: false, cancellationToken);
            LogKept(log, row.MessageType, row.MessageId, row.Consumer, row.Reason);
        }
    }

    /// <returns>Null for what is no message of the platform.</returns>
    private ErrorRow? Read(BasicGetResult letter)
    {
        try
        {
            using var envelope = JsonDocument.Parse(letter.Body);
            var (root, type) = (envelope.RootElement, envelope.RootElement.GetProperty("messageType")[0].GetString()!["urn:message:".Length..].Replace(':', '.'));
            var message = root.GetProperty("message");
            return new ErrorRow
            {
                MessageId = root.GetProperty("messageId").GetGuid(),
                Consumer = Header(letter, "x-first-death-queue") ?? "",
                MessageType = MessageTypes.Find(type).FullName!,
                AccountId = message.GetProperty("accountId").GetString()!,
                Body = message.GetRawText(),
                Reason = $"DeadLetter: {Header(letter, "x-first-death-reason") ?? "no reason"}",
                Detail = "The broker gave up on it.",
                FailedAt = clock.GetUtcNow(),
            };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            LogUnread(log, unreadable.Message);
            return null;
        }
    }

    private static string? Header(BasicGetResult letter, string name) =>
        letter.BasicProperties.Headers?.TryGetValue(name, out var value) == true && value is byte[] text ? Encoding.UTF8.GetString(text) : null;

    [LoggerMessage(LogLevel.Error, "{Message} {MessageId} is a dead letter of {Queue} ({Reason}); it is kept in message_errors")]
    private static partial void LogKept(ILogger log, string message, Guid messageId, string queue, string reason);

    [LoggerMessage(LogLevel.Warning, "A dead letter is no message of the platform and stays in its queue: {Reason}")]
    private static partial void LogUnread(ILogger log, string reason);

    [LoggerMessage(LogLevel.Debug, "Dead letters could not be looked at: {Reason}")]
    private static partial void LogAway(ILogger log, string reason);
}
