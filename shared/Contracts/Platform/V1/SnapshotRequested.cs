namespace AdPlatform.Contracts.Platform.V1;

/// <summary>A service that starts with an empty database asks for what it was not there to hear: the owner of the message sends its state to that service alone.</summary>
public sealed record SnapshotRequested : IAccountCommand
{
    /// <summary>The snapshot is of all accounts.</summary>
    public const string AllAccounts = "platform";

    /// <summary>Always <see cref="AllAccounts"/>.</summary>
    public required string AccountId { get; init; }

    /// <summary>Full name of the contract whose present state is wanted.</summary>
    public required string MessageType { get; init; }

    /// <summary>Who asks, as in the names of its queues.</summary>
    public required string Service { get; init; }
}
