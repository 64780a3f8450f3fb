namespace AdPlatform.Contracts.AudienceProfiling.V1;

/// <summary>
/// Viewers who were known before allow other purposes now; who allows nothing any more is in <see cref="ProfileErased"/> instead. Whoever keeps something that
/// stood on a purpose which is refused now drops it. At most 500 viewers.
/// </summary>
public sealed record ConsentChanged : IAccountMessage
{
    public required string AccountId { get; init; }

    public required IReadOnlyList<ViewerConsent> Viewers { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

/// <param name="ViewerHashes">Of all ids of the viewer.</param>
/// <param name="Applies">Consent is asked for: a purpose that is not in <paramref name="Purposes"/> is then refused, otherwise allowed.</param>
/// <param name="Purposes">By IAB TCF purpose number (1..11): allowed or refused.</param>
public sealed record ViewerConsent(IReadOnlyList<string> ViewerHashes, bool Applies, IReadOnlyDictionary<int, bool> Purposes);
