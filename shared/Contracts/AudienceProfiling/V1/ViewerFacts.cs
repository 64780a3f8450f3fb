using System.Text.Json.Serialization;

namespace AdPlatform.Contracts.AudienceProfiling.V1;

/// <summary>All that a profile takes from an event's properties and context, read at the door: the rest of them goes no further.</summary>
public sealed record ViewerFacts
{
    /// <summary>Under which the event is counted; null for calls that are no behaviour.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>What it says about interest, 0..1; null for 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Weight { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TitleId { get; init; }

    /// <summary>Properties that are kept with the day, canonical JSON.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kept { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Genres { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Device { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Country { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    /// <summary>Of the viewer's local time: 0 night, 1 morning, 2 afternoon, 3 evening.</summary>
    public int Daypart { get; init; }

    /// <summary>Purposes that the event allows: bit 1 for purpose 1, and so on.</summary>
    public int Allowed { get; init; }

    /// <summary>Purposes that it refuses, likewise.</summary>
    public int Refused { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConsentSource { get; init; }

    /// <summary>Something is said about consent that cannot be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MalformedConsent { get; init; }

    /// <summary>Whether the titles that the viewer sees may be kept; null when it says nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ViewingHistory { get; init; }

    /// <summary>Of identify and group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatedTrait>? Traits { get; init; }
}

/// <summary>Exactly one of text, number and flag is set, or none for an explicit null.</summary>
public sealed record StatedTrait(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Number = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Flag = null);
