namespace AdPlatform.CreativeGeneration.EditingCreative;

/// <summary>One field of a creative that a named person changed; never changed, never deleted.</summary>
internal sealed class Change
{
    public const string Status = "status";

    public required string AccountId { get; init; }
    public required Guid CreativeId { get; init; }

    /// <summary>Of the creative after the change.</summary>
    public required int CreativeVersion { get; init; }

    /// <summary><c>texts.{role}</c>, or <see cref="Status"/>.</summary>
    public required string Field { get; init; }

    public required string Before { get; init; }
    public required string After { get; init; }
    public required string ChangedBy { get; init; }
    public string? Comment { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
