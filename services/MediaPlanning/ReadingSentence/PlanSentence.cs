using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.BuildingPlan;

namespace AdPlatform.MediaPlanning.ReadingSentence;

/// <summary>What a planner's sentence says; null and empty where it says nothing. Shown back as fields before anything runs.</summary>
internal sealed record PlanSentence
{
    public Objective? Objective { get; init; }
    public Money? Budget { get; init; }
    public Flight? Flight { get; init; }
    public IReadOnlyList<string> Geographies { get; init; } = [];
    public IReadOnlyList<string> Formats { get; init; } = [];
    public IReadOnlyList<string> Genres { get; init; } = [];
    public IReadOnlyList<string> ExcludedGenres { get; init; } = [];
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Name of one of <see cref="KnownAudiences"/>.</summary>
    public string? Audience { get; init; }

    /// <summary>At least this often.</summary>
    public int? Frequency { get; init; }

    /// <summary>At most this often, a person and day or flight.</summary>
    public FrequencyCap? FrequencyCap { get; init; }

    public double? ReachGoal { get; init; }
    public Flighting? Flighting { get; init; }

    /// <summary>Words that took no part in any field: a planner sees what was not understood.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];
}
