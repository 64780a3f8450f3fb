using AdPlatform.Campaigns.AdvancingCampaign;
using AdPlatform.Campaigns.ReadingCampaign;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.Campaigns.PausingCampaign;

/// <summary>Pause stops serving until the campaign is activated again; cancel ends it for good. Both may be repeated.</summary>
internal static class PauseCampaign
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/campaigns/{campaignId}").RequireScope(Scopes.Campaigns).WithTags("Campaigns");
        group.MapPost("/pause", PauseAsync).WithSummary("Stop serving for now");
        group.MapPost("/cancel", CancelAsync).WithSummary("End the campaign for good");
    }

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> PauseAsync(
        string campaignId, Reason? body, Caller caller, CampaignsDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaignId, caller, cancellationToken) is not { } campaign) return Problems.NotFound("campaign");
        if (campaign.State == CampaignState.Active)
        {
            var now = clock.GetUtcNow();
            campaign.Version++;
            campaign.Move(CampaignState.Paused, now);
            LifeCycle.Report(db, campaign, "paused", body?.Text ?? "by hand", now);
            db.Publish(campaign, new CampaignPaused { AccountId = campaign.AccountId, CampaignId = campaign.CampaignId, CampaignVersion = campaign.Version, PausedAt = now, Reason = body?.Text }, now);
            await db.CommitAsync(cancellationToken);
        }
        else if (campaign.State != CampaignState.Paused)
        {
            return Problems.Conflict("wrong-state", $"Only an active campaign can be paused; this one is {CampaignView.StateName(campaign.State)}.");
        }

        return TypedResults.Ok(await CampaignView.ReadAsync(db, campaign, cancellationToken));
    }

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> CancelAsync(
        string campaignId, Reason? body, Caller caller, CampaignsDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaignId, caller, cancellationToken) is not { } campaign) return Problems.NotFound("campaign");
        if (campaign.State is not (CampaignState.Ended or CampaignState.Failed))
        {
            EndCampaign.End(db, campaign, body?.Text ?? "cancelled", clock.GetUtcNow());
            await db.CommitAsync(cancellationToken);
        }

        return TypedResults.Ok(await CampaignView.ReadAsync(db, campaign, cancellationToken));
    }

    private sealed record Reason([property: System.Text.Json.Serialization.JsonPropertyName("reason")] string? Text);
}
