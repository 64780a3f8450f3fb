using System.Diagnostics;
using AdPlatform.Contracts;
using MassTransit;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// Messages past the outbox that are as durable: a broker's quorum queues have confirmed them. For senders with nothing else to commit, who write to the outbox
/// what is not confirmed; so a message may come twice, under two ids, and its content must say what was seen before.
/// </summary>
public sealed class ConfirmedMessages
{
    /// <summary>A broker that does not confirm within that is away.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    private readonly IBusControl bus;
    private readonly BusMode mode;
    private readonly OutboxSender sender;
    private readonly TimeProvider clock;

    internal ConfirmedMessages(IBusControl bus, BusMode mode, OutboxSender sender, TimeProvider clock) =>
        (this.bus, this.mode, this.sender, this.clock) = (bus, mode, sender, clock);

    /// <returns>False when not all are confirmed; some may be. Never on the embedded bus, which keeps nothing.</returns>
    public async Task<bool> AreTakenAsync(IReadOnlyCollection<IAccountMessage> messages, CancellationToken cancellationToken)
    {
        if (!mode.IsBroker || bus.CheckHealth().Status != BusHealthStatus.Healthy) return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // The transport does not always notice the token: a confirm that a dead connection owes would be waited for without end.
            await Task.WhenAll(messages.Select(message => SendAsync(message, limit.Token))).WaitAsync(AtMost, clock, cancellationToken);
            return true;
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested && cause is not OutOfMemoryException)
        {
            // A dying connection shows itself in many ways, and none of them is the fault of the messages.
            await limit.CancelAsync();
            return false;
        }
    }

    private Task SendAsync(IAccountMessage message, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return sender.SendAsync(
            new OutboxRow
            {
                MessageId = Ids.New(now), MessageType = message.GetType().FullName!, AccountId = message.AccountId, Body = "", Partition = (message as IPartitionedMessage)?.Partition,
                TraceParent = Activity.Current?.Id, CreatedAt = now,
            },
            message, cancellationToken);
    }
}
