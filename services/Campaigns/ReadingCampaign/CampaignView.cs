using System.Text.Json;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.ReadingCampaign;

/// <summary>A campaign as its advertiser sees it.</summary>
internal sealed record CampaignView
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required CampaignState State { get; init; }
    public required int Version { get; init; }
    public required Flight Flight { get; init; }
    public required Money Budget { get; init; }

    /// <summary>Charged so far, for first valid impressions.</summary>
    public required Money Spend { get; init; }

    public int? Creatives { get; init; }
    public required int ApprovedCreatives { get; init; }
    public PlanSummary? Plan { get; init; }
    public string? ApprovedBy { get; init; }
    public FailureView? Failure { get; init; }

    /// <summary>Commands that wait for an answer.</summary>
    public required IReadOnlyList<string> Waiting { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required IReadOnlyDictionary<string, string> Links { get; init; }

    public static CampaignView Of(Campaign row, IReadOnlyList<CampaignStep> steps, Figures? figures)
    {
        var id = Ids.Format("cmp", row.CampaignId);
        var brief = row.Brief();
        var plan = row.Plan();
        var links = new Dictionary<string, string>
        {
            ["self"] = $"/v1/campaigns/{id}",
            ["progress"] = $"/v1/campaigns/{id}/progress",
            ["creatives"] = $"/v1/creatives?campaignId={id}",
            ["report"] = $"/v1/campaigns/{id}/report",
        };
        if (plan is not null) links["plan"] = $"/v1/plans/{Ids.Format("pln", plan.PlanId)}";
        return new CampaignView
        {
            Id = id,
            Name = row.Name,
            State = row.State,
            Version = row.Version,
            Flight = brief.Flight,
            Budget = brief.Budget,
            Spend = new Money(figures?.SpendMicros ?? 0, brief.Budget.Currency),
            Creatives = row.CreativeCount,
            ApprovedCreatives = figures?.Approved ?? 0,
            Plan = plan is null ? null : PlanSummary.Of(plan),
            ApprovedBy = row.ApprovedBy,
            Failure = row.FailureReason is null ? null : new FailureView(row.FailureStep!, row.FailureField, row.FailureReason),
            Waiting = [.. steps.Select(step => step.Step)],
            SubmittedAt = row.SubmittedAt,
            ChangedAt = row.ChangedAt,
            Links = links,
        };
    }

    public static async Task<CampaignView> ReadAsync(CampaignsDb db, Campaign row, CancellationToken cancellationToken) => Of(
        row,
        await db.Steps.AsNoTracking().Where(step => step.CampaignId == row.CampaignId).ToListAsync(cancellationToken),
        new Figures(
            await db.DeliveryDays.Where(day => day.CampaignId == row.CampaignId).SumAsync(day => day.SpendMicros, cancellationToken),
            await db.Creatives.CountAsync(creative => creative.CampaignId == row.CampaignId && creative.Approved, cancellationToken)));

    /// <summary>The state as the API writes it.</summary>
    public static string StateName(CampaignState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}

internal sealed record Figures(long SpendMicros, int Approved);

internal sealed record FailureView(string Step, string? Field, string Reason);

internal sealed record PlanSummary(string Id, int Lines, double Reach, double AverageFrequency, string ReachModel, PlanCertificate Certificate)
{
    public static PlanSummary Of(MediaPlanBuilt plan) =>
        new(Ids.Format("pln", plan.PlanId), plan.Lines.Count, plan.Reach, plan.AverageFrequency, plan.ReachModel, plan.Certificate);
}
