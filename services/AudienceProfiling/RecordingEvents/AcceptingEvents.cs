using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.RecordingEvents;

/// <param name="Bytes">Of the request, unpacked: about what the events take.</param>
internal sealed record AcceptedEvents(string PublisherId, IReadOnlyList<ViewerEvent> Events, int Bytes);

/// <summary>
/// Makes accepted events durable: in the quorum queues of a broker, or else in the outbox. Requests that come while others are on their way go together next,
/// and their events share messages. What had to go into the outbox goes before all that comes later, so that each viewer's order is kept.
/// </summary>
internal sealed class AcceptingEvents
{
    /// <summary>Bytes that are committed together.</summary>
    private const int MostTogether = 4 * 1024 * 1024;

    /// <summary>Bytes of requests in one message; with what each event gains on the way it stays below 1 MiB.</summary>
    private const int MostInMessage = 512 * 1024;

    private readonly IServiceScopeFactory scopes;
    private readonly Partitions partitions;
    private readonly TimeProvider clock;
    private readonly ConfirmedMessages confirmed;
    private readonly Convoy<AcceptedEvents> convoy;

    /// <summary>Of an earlier process too. One group at a time looks at it.</summary>
    private bool mayWaitInOutbox = true;

    public AcceptingEvents(IServiceScopeFactory scopes, Partitions partitions, ConfirmedMessages confirmed, TimeProvider clock)
    {
        (this.scopes, this.partitions, this.confirmed, this.clock) = (scopes, partitions, confirmed, clock);
        convoy = new(MostTogether, events => events.Bytes, CommitAsync);
    }

    /// <summary>Ends when the events are durable. Whoever goes away meanwhile does not take them back.</summary>
    public Task AcceptAsync(AcceptedEvents events) => convoy.JoinAsync(events);

    private async Task CommitAsync(IReadOnlyList<AcceptedEvents> together)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<ProfilingDb>(), clock.GetUtcNow());
        var messages = MessagesOf(together).ToArray();
        mayWaitInOutbox = mayWaitInOutbox && await db.QueryAsync(
            "SELECT 1 FROM outbox WHERE message_type = @p0 LIMIT 1", _ => true, CancellationToken.None, typeof(ProfileEventsAccepted).FullName) is not [];
        if (!mayWaitInOutbox && await confirmed.AreTakenAsync(messages, CancellationToken.None)) return;
        mayWaitInOutbox = true;
        foreach (var message in messages) db.Publish(message, now);
        await db.CommitAsync(CancellationToken.None);
    }

    private IEnumerable<ProfileEventsAccepted> MessagesOf(IReadOnlyList<AcceptedEvents> together)
    {
        foreach (var publisher in together.GroupBy(events => events.PublisherId))
        {
            var (some, bytes) = (new List<ViewerEvent>(), 0);
            foreach (var events in publisher)
            {
                if (some.Count > 0 && bytes + events.Bytes > MostInMessage)
                {
                    foreach (var message in ByPartition(publisher.Key, some)) yield return message;
                    (some, bytes) = ([], 0);
                }

                some.AddRange(events.Events);
                bytes += events.Bytes;
            }

            foreach (var message in ByPartition(publisher.Key, some)) yield return message;
        }
    }

    private IEnumerable<ProfileEventsAccepted> ByPartition(string publisherId, List<ViewerEvent> events) =>
        events.GroupBy(e => partitions.Of($"{publisherId}:{e.UserId ?? e.AnonymousId}"))
            .Select(partition => new ProfileEventsAccepted { AccountId = publisherId, Partition = partition.Key, Events = [.. partition] });
}
