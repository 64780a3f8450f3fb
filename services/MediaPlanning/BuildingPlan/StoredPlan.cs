namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>The one answer to a campaign version's BuildMediaPlan, kept whole: asked again, it is told again.</summary>
internal sealed class StoredPlan
{
    public required Guid PlanId { get; init; }

    /// <summary>The advertiser.</summary>
    public required string AccountId { get; init; }

    public required string PublisherId { get; init; }
    public required Guid CampaignId { get; init; }
    public required int CampaignVersion { get; init; }
    public required int PlanVersion { get; init; }

    /// <summary>False: <see cref="Message"/> is a MediaPlanInfeasible.</summary>
    public required bool Feasible { get; init; }

    /// <summary>JSON of the MediaPlanBuilt or MediaPlanInfeasible that was published.</summary>
    public required string Message { get; init; }

    /// <summary>JSON of <see cref="PlanDocument"/>; null when infeasible.</summary>
    public string? Document { get; init; }

    public required DateTimeOffset BuiltAt { get; init; }
}

internal sealed class StoredInputs
{
    public required Guid PlanId { get; init; }
    public required string AccountId { get; init; }

    /// <summary>JSON of <see cref="PlanInputs"/>: with them the same plan comes out again.</summary>
    public required string Inputs { get; init; }
}
