using System.Text.Json;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;

namespace AdPlatform.Campaigns;

internal enum CampaignState { PreparingAudience, Generating, Ready, Approved, Active, Paused, Ended, Failed }

/// <summary>One campaign: its brief, where it stands in its life cycle, and what the other services made for it.</summary>
internal sealed class Campaign
{
    public required Guid CampaignId { get; init; }
    public required string AccountId { get; init; }
    public required string PublisherId { get; init; }
    public required string Name { get; init; }

    /// <summary>JSON of <see cref="CampaignBrief"/>.</summary>
    public required string BriefJson { get; init; }

    public required CampaignState State { get; set; }

    /// <summary>Monotonic; goes with every event about the campaign.</summary>
    public required int Version { get; set; }

    /// <summary>Counts saves, against lost updates.</summary>
    public int Revision { get; set; }

    public required DateTimeOffset SubmittedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>W3C trace context of the request that submitted it: whatever happens to the campaign belongs to that trace. Null where nothing was traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>JSON of <see cref="AudiencePrepared"/>, from which creatives and plan can be ordered again.</summary>
    public string? AudienceJson { get; set; }

    /// <summary>Number of creatives that wait for review or are reviewed; null until they are generated.</summary>
    public int? CreativeCount { get; set; }

    public Guid? PlanId { get; set; }

    /// <summary>JSON of <see cref="MediaPlanBuilt"/>.</summary>
    public string? PlanJson { get; set; }

    public string? ApprovedBy { get; set; }
    public string? FailureStep { get; set; }
    public string? FailureField { get; set; }
    public string? FailureReason { get; set; }

    /// <summary>The version under which audience, creatives and plan were ordered: answers to another one are late and ignored.</summary>
    public const int BriefVersion = 1;

    public CampaignBrief Brief() => JsonSerializer.Deserialize<CampaignBrief>(BriefJson, PlatformJson.Bus)!;

    public AudiencePrepared? Audience() => AudienceJson is null ? null : JsonSerializer.Deserialize<AudiencePrepared>(AudienceJson, PlatformJson.Bus);

    public MediaPlanBuilt? Plan() => PlanJson is null ? null : JsonSerializer.Deserialize<MediaPlanBuilt>(PlanJson, PlatformJson.Bus);

    public void Move(CampaignState to, DateTimeOffset now)
    {
        State = to;
        Touch(now);
    }

    public void Touch(DateTimeOffset now)
    {
        Revision++;
        ChangedAt = now;
    }
}

/// <summary>A command that was sent for a campaign and not answered yet; sent again after its deadline.</summary>
internal sealed class CampaignStep
{
    public required Guid CampaignId { get; init; }
    public required string Step { get; init; }
    public required DateTimeOffset DeadlineAt { get; set; }
    public required int Sent { get; set; }
}

/// <summary>One line of progress, in the order of the table.</summary>
internal sealed class ProgressEntry
{
    public long Sequence { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Stage { get; init; }
    public required string Message { get; init; }
    public int? Done { get; init; }
    public int? Total { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A creative as far as approval and reports need it.</summary>
internal sealed class CampaignCreative
{
    public required Guid CreativeId { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Format { get; init; }
    public required string Locale { get; init; }
    public required string Angle { get; init; }

    /// <summary>Version of the last review seen; 0 before the first.</summary>
    public int ReviewVersion { get; set; }

    public bool Approved { get; set; }
}

/// <summary>What was delivered on one day (campaign's zone) with one creative.</summary>
internal sealed class DeliveryDay
{
    public required Guid CampaignId { get; init; }
    public required DateOnly Day { get; init; }
    public required Guid CreativeId { get; init; }
    public long Impressions { get; set; }
    public long Clicks { get; set; }
    public long Completions { get; set; }
    public long SpendMicros { get; set; }
}
