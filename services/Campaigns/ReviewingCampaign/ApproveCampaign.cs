using AdPlatform.Campaigns.AdvancingCampaign;
using AdPlatform.Campaigns.ReadingCampaign;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.ReviewingCampaign;

/// <summary>A named person approves creatives and plan as a whole; activation lets the campaign serve, also again after a pause.</summary>
internal static class ApproveCampaign
{
    private static readonly TimeSpan ReviewsOnTheirWay = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/campaigns/{campaignId}").RequireScope(Scopes.Campaigns).WithTags("Campaigns");
        group.MapPost("/approve", ApproveAsync).WithSummary("Approve creatives and plan");
        group.MapPost("/activate", ActivateAsync).WithSummary("Let the campaign serve in its flight");
    }

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> ApproveAsync(
        string campaignId, Approval body, Caller caller, CampaignsDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaignId, caller, cancellationToken) is not { } campaign) return Problems.NotFound("campaign");
        var errors = new FieldErrors();
        errors.Check(body.Reviewer is { Length: >= 1 and <= 200 }, "reviewer", "must name the person who approves, 1 to 200 characters");
        if (errors.Any) return errors.ToProblem();
        if (campaign.State is CampaignState.Ready)
        {
            if (!await AnyApprovedAsync(db, campaign, clock, cancellationToken))
                return Problems.Conflict("nothing-approved", "No creative of the campaign is approved yet: review the creatives first.");
            var now = clock.GetUtcNow();
            campaign.ApprovedBy = body.Reviewer;
            campaign.Move(CampaignState.Approved, now);
            LifeCycle.Report(db, campaign, "approved", $"by {body.Reviewer}", now);
            await db.CommitAsync(cancellationToken);
        }
        else if (campaign.State is not (CampaignState.Approved or CampaignState.Active or CampaignState.Paused))
        {
            return Problems.Conflict("wrong-state", $"Only a campaign that is ready can be approved; this one is {CampaignView.StateName(campaign.State)}.");
        }

        return TypedResults.Ok(await CampaignView.ReadAsync(db, campaign, cancellationToken));
    }

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> ActivateAsync(
        string campaignId, Caller caller, CampaignsDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaignId, caller, cancellationToken) is not { } campaign) return Problems.NotFound("campaign");
        if (campaign.State is CampaignState.Approved or CampaignState.Paused)
        {
            var now = clock.GetUtcNow();
            campaign.Version++;
            campaign.Move(CampaignState.Active, now);
            LifeCycle.Report(db, campaign, "active", "serving within the flight", now);
            var approved = await db.Creatives.Where(row => row.CampaignId == campaign.CampaignId && row.Approved).Select(row => row.CreativeId).ToListAsync(cancellationToken);
            db.Publish(campaign, Activated(campaign, approved, now), now);
            await db.CommitAsync(cancellationToken);
        }
        else if (campaign.State != CampaignState.Active)
        {
            return Problems.Conflict("wrong-state", $"Only an approved or paused campaign can be activated; this one is {CampaignView.StateName(campaign.State)}.");
        }

        return TypedResults.Ok(await CampaignView.ReadAsync(db, campaign, cancellationToken));
    }

    internal static CampaignActivated Activated(Campaign campaign, IReadOnlyList<Guid> approved, DateTimeOffset now)
    {
        var brief = campaign.Brief();
        var plan = campaign.Plan()!;
        return new CampaignActivated
        {
            AccountId = campaign.AccountId,
            PublisherId = campaign.PublisherId,
            CampaignId = campaign.CampaignId,
            CampaignVersion = campaign.Version,
            PlanId = plan.PlanId,
            PlanVersion = plan.PlanVersion,
            Objective = brief.Objective,
            Budget = brief.Budget,
            Flight = brief.Flight,
            Zone = brief.Zone,
            FrequencyCap = brief.Targeting.FrequencyCap,
            CreativeCap = brief.Targeting.CreativeCap,
            AdvertiserCap = brief.Targeting.AdvertiserCap,
            Holdout = brief.Holdout,
            Political = PoliticalAdvertising.Concerns(brief),
            AdvertiserDomain = brief.Advertiser.Domains[0],
            AdvertiserCategory = brief.Advertiser.Category,
            CreativeIds = approved,
            Lines = plan.Lines,
            ActivatedAt = now,
        };
    }

    /// <summary>A review that was just accepted reaches us as an event within moments: look again before refusing.</summary>
    private static async Task<bool> AnyApprovedAsync(CampaignsDb db, Campaign campaign, TimeProvider clock, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (!await db.Creatives.AnyAsync(row => row.CampaignId == campaign.CampaignId && row.Approved, cancellationToken))
        {
            if (clock.GetElapsedTime(since) > ReviewsOnTheirWay) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
        }

        return true;
    }

    private sealed record Approval(string? Reviewer);
}
