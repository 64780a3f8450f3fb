namespace AdPlatform.Contracts.Platform.V1;

/// <summary>Answers <see cref="SnapshotRequested"/>: all messages of the snapshot are on their way.</summary>
public sealed record SnapshotSent : IAccountMessage
{
    /// <summary>Always <see cref="SnapshotRequested.AllAccounts"/>.</summary>
    public required string AccountId { get; init; }

    public required string MessageType { get; init; }
    public required string Service { get; init; }

    /// <summary>Messages that were sent; 0 when there is nothing yet.</summary>
    public required int Messages { get; init; }
}
