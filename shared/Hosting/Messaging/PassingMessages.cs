using System.Diagnostics.Metrics;
using AdPlatform.Contracts;
using MassTransit;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// Messages past the outbox, for what somebody wants to see now and nobody misses later. Telling never fails and never holds up the work that is
/// told of: what the bus does not take within a second is dropped.
/// </summary>
public sealed class PassingMessages(IBusControl bus, TimeProvider clock)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);

    private static readonly Meter Meter = new("AdPlatform.Messaging");
    private static readonly Counter<long> Told = Meter.CreateCounter<long>("adplatform.passing_messages", description: "Messages past the outbox by outcome: sent, dropped");

    public async Task TellAsync<T>(T message, CancellationToken cancellationToken)
        where T : class, IAccountMessage
    {
        var sent = bus.CheckHealth().Status == BusHealthStatus.Healthy && await IsTakenAsync(message, cancellationToken);
        Told.Add(1, new KeyValuePair<string, object?>("outcome", sent ? "sent" : "dropped"));
    }

    private async Task<bool> IsTakenAsync<T>(T message, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // The transport does not always notice the token: a confirm that a dead connection owes would be waited for without end.
            await bus.Publish(message, limit.Token).WaitAsync(AtMost, clock, cancellationToken);
            return true;
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested && cause is not OutOfMemoryException)
        {
            // A dying connection shows itself in many ways, and none of them is the fault of the work.
            await limit.CancelAsync();
            return false;
        }
    }
}
