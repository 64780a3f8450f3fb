using System.Collections.Concurrent;

namespace AdPlatform.Hosting.Messaging;

/// <summary>
/// The messages in flight on the embedded bus. An outbox row is done only when every consumer's inbox has committed, so that nothing depends
/// on the in-memory bus surviving: what is not done is sent again, after a pause or at the next start.
/// </summary>
internal sealed class Deliveries
{
    private readonly ConcurrentDictionary<Guid, Delivery> inFlight = new();

    /// <summary>Ends with the outcome of one message: true when all its consumers have committed, false when one could not, even to its error table.</summary>
    public void Begin(Guid messageId, IReadOnlyCollection<string> queues, Action<bool> finished)
    {
        if (queues.Count == 0) finished(true);
        else inFlight[messageId] = new Delivery([.. queues], finished);
    }

    public void Committed(Guid messageId, string queue)
    {
        if (!inFlight.TryGetValue(messageId, out var delivery)) return;
        lock (delivery.Waiting)
        {
            if (!delivery.Waiting.Remove(queue) || delivery.Waiting.Count > 0) return;
        }

        if (inFlight.TryRemove(messageId, out _)) delivery.Finished(true);
    }

    /// <summary>False when the message was not in flight.</summary>
    public bool Failed(Guid messageId)
    {
        if (!inFlight.TryRemove(messageId, out var delivery)) return false;
        delivery.Finished(false);
        return true;
    }

    private sealed record Delivery(HashSet<string> Waiting, Action<bool> Finished);
}
