using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdPlatform.Contracts.AudienceProfiling.V1;

/// <summary>A batch of normalised viewer events, all of one partition of the viewers; stays inside AudienceProfiling (it names viewers). At most 1 MiB.</summary>
public sealed record ProfileEventsAccepted : IAccountCommand, IPartitionedMessage
{
    public required string AccountId { get; init; }

    /// <inheritdoc/>
    public int Partition { get; init; }

    public required IReadOnlyList<ViewerEvent> Events { get; init; }

    /// <summary>Of a batch without events that goes through each partition behind erasures: when it is consumed, nothing older is left in its queue.</summary>
    public Guid? SweepId { get; init; }
}

/// <summary>One call of the Segment tracking API, normalised.</summary>
public sealed record ViewerEvent
{
    /// <summary>The client's message id; a duplicate changes nothing.</summary>
    public required string MessageId { get; init; }

    /// <summary>track, identify, page, screen, group or alias.</summary>
    public required string Type { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AnonymousId { get; init; }

    /// <summary>Of an alias call: the id that is merged into <see cref="UserId"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PreviousId { get; init; }

    /// <summary>Of a group call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GroupId { get; init; }

    /// <summary>Event name of a track call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Properties of track, page and screen; traits of identify and group. Of messages from before there were <see cref="Facts"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Properties { get; init; }

    /// <inheritdoc cref="Properties"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Context { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ViewerFacts? Facts { get; init; }

    /// <summary>When it happened, corrected for the client's clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
