using AdPlatform.Contracts;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>How a plan spreads over the weeks.</summary>
internal enum Flighting
{
    /// <summary>Wherever it is worth most.</summary>
    Free,

    /// <summary>Each week at most its share of the days.</summary>
    Even,

    /// <summary>The first week twice as dense as the last, in a straight line.</summary>
    FrontLoaded,
}

/// <summary>What a planner asks for beyond a brief. Null and empty mean no restriction.</summary>
internal sealed record PlanConstraints
{
    public static PlanConstraints None { get; } = new();

    public Flighting Flighting { get; init; }
    public IReadOnlyList<SpendCap> Caps { get; init; } = [];
    public IReadOnlyList<LineLock> Locks { get; init; } = [];
    public IReadOnlyList<ResourceCap> Resources { get; init; } = [];

    /// <summary>Only titles with one of these genres.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>At least this often, 1..10: reach k+ is what the plan is judged by.</summary>
    public int Frequency { get; init; } = 1;

    /// <summary>Persons to reach at least <see cref="Frequency"/> times, for the least money.</summary>
    public double? ReachGoal { get; init; }
}

/// <param name="Dimension">genre, geography, format, device or title.</param>
/// <param name="Most">Money over all lines of that kind.</param>
internal sealed record SpendCap(string Dimension, string Value, Money Most)
{
    public static readonly IReadOnlyList<string> Dimensions = ["genre", "geography", "format", "device", "title"];

    public bool Covers(Offer offer) => Dimension switch
    {
        "genre" => Inventory.Title.List(offer.Title.Genres).Contains(Inventory.Genres.Canonical(Value)),
        "geography" => offer.Geography == Value,
        "format" => offer.Line.Format == Value,
        "device" => offer.Line.Device == Value,
        _ => offer.Line.TitleId == Value,
    };
}

/// <summary>A line that gets exactly this much, whatever it is worth.</summary>
internal sealed record LineLock(string TitleId, string Format, string Geography, Money Budget, string? Daypart = null, string? Device = null)
{
    public bool Is(Offer offer) => offer.Line.TitleId == TitleId && offer.Line.Format == Format && offer.Geography == Geography && offer.Line.Daypart == Daypart && offer.Line.Device == Device;
}

/// <summary>A quantity other than money that the plan may use up, say grams of CO2.</summary>
/// <param name="PerThousand">By format: what 1,000 impressions take; a format that is missing takes nothing.</param>
internal sealed record ResourceCap(string Name, double Most, IReadOnlyDictionary<string, double> PerThousand);
