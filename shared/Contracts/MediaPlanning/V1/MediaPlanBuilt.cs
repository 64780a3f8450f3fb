namespace AdPlatform.Contracts.MediaPlanning.V1;

/// <summary>A stored plan with its certificate.</summary>
public sealed record MediaPlanBuilt : IAccountMessage
{
    public required string AccountId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required Guid PlanId { get; init; }
    public required int PlanVersion { get; init; }

    /// <summary>Value of the objective, and the upper bound that duality proves; gap = (bound - value) / value.</summary>
    public required PlanCertificate Certificate { get; init; }

    /// <summary>Persons reached at least once, forecast.</summary>
    public required double Reach { get; init; }

    public required double AverageFrequency { get; init; }

    /// <summary>"latent-class", or "independence" when overlaps were not known.</summary>
    public required string ReachModel { get; init; }

    public required IReadOnlyList<PlanLine> Lines { get; init; }
}

public sealed record PlanCertificate(double Value, double Bound, double Gap);

/// <summary>One bought line: what to deliver where and when, and for how much.</summary>
public sealed record PlanLine
{
    public required Guid LineId { get; init; }

    /// <summary>Title or line group of the inventory.</summary>
    public required string Title { get; init; }

    /// <summary>Inventory title id, e.g. <c>tt-velvet-harbour</c>; placements name it.</summary>
    public required string TitleId { get; init; }

    public required string Format { get; init; }
    public required IReadOnlyList<string> Genres { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Geography { get; init; }

    /// <summary>night, morning, afternoon, evening; null is all day.</summary>
    public string? Daypart { get; init; }

    /// <summary>tv, mobile, tablet, desktop, console; null is all devices.</summary>
    public string? Device { get; init; }

    /// <summary>Price of 1,000 impressions.</summary>
    public required Money Cpm { get; init; }

    public required Money Budget { get; init; }
    public required long Impressions { get; init; }

    /// <summary>Forecast supply of the line over the flight, impressions.</summary>
    public required long Supply { get; init; }

    public required IReadOnlyList<PlanWeek> Weeks { get; init; }
}

/// <param name="Monday">First day of the plan week (it may lie before the flight's start).</param>
/// <param name="Budget">Part of the line's budget.</param>
/// <param name="Supply">Forecast supply of the week, impressions.</param>
public sealed record PlanWeek(DateOnly Monday, Money Budget, long Impressions, long Supply);
