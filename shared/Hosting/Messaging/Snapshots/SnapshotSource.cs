using AdPlatform.Contracts;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.Hosting.Messaging.Snapshots;

/// <summary>The present state of what a message tells, as messages; from the database of its owner.</summary>
internal sealed record SnapshotSource(Type Db, string MessageType, Func<ServiceDb, CancellationToken, IAsyncEnumerable<IAccountMessage>> Read);

/// <summary>A message of another service that a consumer here builds its state from.</summary>
internal sealed record WantedSnapshot(Type Db, string MessageType);

/// <summary>What was asked for, and whether it has come.</summary>
internal sealed class SnapshotRow
{
    public required string MessageType { get; init; }
    public required DateTimeOffset RequestedAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
}
