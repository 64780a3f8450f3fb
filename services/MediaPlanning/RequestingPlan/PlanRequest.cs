using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.MediaPlanning.BuildingPlan;

namespace AdPlatform.MediaPlanning.RequestingPlan;

/// <summary><c>POST /v1/plans</c>: fields, or a sentence in <see cref="Text"/>, or both (then a field wins over the sentence).</summary>
internal sealed record PlanRequest
{
    /// <summary>Plain words, English or French, at most 1,000 characters.</summary>
    public string? Text { get; init; }

    public string? Name { get; init; }

    /// <summary>Default reach.</summary>
    public Objective? Objective { get; init; }

    public Money? Budget { get; init; }
    public Flight? Flight { get; init; }

    /// <summary>IANA zone of the flight's days. Default UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string>? Geographies { get; init; }

    /// <summary>Default: all formats that are served.</summary>
    public IReadOnlyList<string>? Formats { get; init; }

    public IReadOnlyList<string>? Genres { get; init; }
    public IReadOnlyList<string>? ExcludedGenres { get; init; }
    public IReadOnlyList<string>? Devices { get; init; }
    public FrequencyCap? FrequencyCap { get; init; }

    /// <summary>The plan is judged by persons reached at least this often, 1..10. Default 1.</summary>
    public int? Frequency { get; init; }

    /// <summary>Persons to reach at least <see cref="Frequency"/> times; the budget is then the most that may be spent.</summary>
    public double? ReachGoal { get; init; }

    public RequestedAudience? Audience { get; init; }

    /// <summary>free (default), even or frontLoaded.</summary>
    public Flighting? Flighting { get; init; }

    public IReadOnlyList<SpendCap>? Caps { get; init; }
    public IReadOnlyList<LineLock>? Locks { get; init; }
    public IReadOnlyList<ResourceCap>? Resources { get; init; }
}

/// <param name="Name">One of the audiences that are known by name, or a name of the planner's own; then with share and interests.</param>
/// <param name="Share">Of the persons who watch, above 0, at most 1.</param>
/// <param name="Interests">Genre and how much more it is watched than by the average person, 0..10.</param>
internal sealed record RequestedAudience(string Name, double? Share = null, IReadOnlyDictionary<string, double>? Interests = null);
