namespace AdPlatform.Contracts.AudienceProfiling.V1;

/// <summary>Everyone drops the viewer.</summary>
public sealed record ProfileErased : IAccountMessage
{
    public required string AccountId { get; init; }

    /// <summary>Keyed hashes of all ids of the viewer (see shared/Profiles).</summary>
    public required IReadOnlyList<string> ViewerHashes { get; init; }

    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>Of the receipt that waits for an answer (<c>ViewerDropped</c>) from who holds viewers; null when nobody asked for one.</summary>
    public Guid? ErasureId { get; init; }
}
