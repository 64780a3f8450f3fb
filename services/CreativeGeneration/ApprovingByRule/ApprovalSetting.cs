namespace AdPlatform.CreativeGeneration.ApprovingByRule;

internal enum ApprovalMode { Human, Rule }

/// <summary>How an account's creatives are approved, from then on; a row for each change, none is ever changed.</summary>
internal sealed class ApprovalSetting
{
    public required string AccountId { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    public required ApprovalMode Mode { get; init; }
    /// <summary>Who turns a suggestion of delivery into a new generation.</summary>
    public ApprovalMode Refresh { get; init; }

    public required string ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
