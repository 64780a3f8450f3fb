using System.Diagnostics;
using System.Text.Json;
using AdPlatform.Campaigns.AdvancingCampaign;
using AdPlatform.Campaigns.ReadingCampaign;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.Campaigns.SubmittingCampaign;

/// <summary>A brief comes in; stored with its first command, or refused as a whole.</summary>
internal static class SubmitCampaign
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/campaigns", Handle)
        .RequireScope(Scopes.Campaigns).RequireAccount(AccountKind.Advertiser).RequireIdempotencyKey<CampaignsDb>()
        .Accepts<CampaignBrief>("application/json").WithTags("Campaigns").WithSummary("Submit a brief");

    private static Results<Accepted<CampaignView>, ProblemHttpResult> Handle(
        Strict<CampaignBrief> body, Caller caller, CampaignsDb db, TimeProvider clock, IOptions<LifeCycleOptions> options)
    {
        var now = clock.GetUtcNow();
        var brief = body.Value;
        var errors = BriefRules.Validate(brief, now);
        if (errors.Any) return errors.ToProblem();

        var campaign = new Campaign
        {
            CampaignId = Ids.New(now),
            AccountId = caller.AccountId,
            PublisherId = caller.PublisherId,
            Name = brief.Name,
            BriefJson = JsonSerializer.Serialize(brief, PlatformJson.Bus),
            State = CampaignState.PreparingAudience,
            Version = Campaign.BriefVersion,
            SubmittedAt = now,
            ChangedAt = now,
            TraceParent = Activity.Current?.Id,
        };
        db.Campaigns.Add(campaign);
        db.Publish(campaign, new CampaignSubmitted
        {
            AccountId = campaign.AccountId,
            PublisherId = campaign.PublisherId,
            CampaignId = campaign.CampaignId,
            CampaignVersion = campaign.Version,
            Brief = brief,
            SubmittedAt = now,
        }, now);
        LifeCycle.Report(db, campaign, "submitted", "The brief is accepted", now);
        LifeCycle.Order(db, campaign, Commands.PrepareAudience, now, options.Value);
        return TypedResults.Accepted($"/v1/campaigns/{Ids.Format("cmp", campaign.CampaignId)}", CampaignView.Of(campaign, [], null));
    }
}
