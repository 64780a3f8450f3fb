using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.ReadingCampaign;

internal static class ReadCampaigns
{
    private const int MaxPage = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/campaigns").RequireScope(Scopes.Campaigns).WithTags("Campaigns");
        group.MapGet("", ListAsync).WithSummary("The campaigns of the account, newest first");
        group.MapGet("/{campaignId}", ReadAsync).WithSummary("One campaign");
        group.MapGet("/{campaignId}/brief", ReadBriefAsync).WithSummary("The brief as it was accepted");
    }

    /// <summary>Null when there is no such campaign in the caller's account: foreign looks absent.</summary>
    public static async Task<Campaign?> FindCampaignAsync(this CampaignsDb db, string campaignId, Caller caller, CancellationToken cancellationToken) =>
        Ids.TryParse("cmp", campaignId, out var id)
            ? await db.Campaigns.SingleOrDefaultAsync(row => row.CampaignId == id && row.AccountId == caller.AccountId, cancellationToken)
            : null;

    private static async Task<Results<Ok<CampaignPage>, ProblemHttpResult>> ListAsync(
        Caller caller, CampaignsDb db, int? pageSize, string? pageToken, CancellationToken cancellationToken)
    {
        var query = db.Campaigns.AsNoTracking().Where(row => row.AccountId == caller.AccountId);
        if (pageToken is not null)
        {
            if (!Ids.TryParse("cmp", pageToken, out var after)) return Problems.Problem(400, "invalid-request", "The request is not valid", "pageToken: is not one that was given out.");
            query = query.Where(row => row.CampaignId.CompareTo(after) < 0);
        }

        var size = Math.Clamp(pageSize ?? 50, 1, MaxPage);
        var rows = await query.OrderByDescending(row => row.CampaignId).Take(size + 1).ToListAsync(cancellationToken);
        var views = new List<CampaignView>();
        foreach (var row in rows.Take(size)) views.Add(await CampaignView.ReadAsync(db, row, cancellationToken));
        return TypedResults.Ok(new CampaignPage(views, rows.Count > size ? views[^1].Id : null));
    }

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> ReadAsync(string campaignId, Caller caller, CampaignsDb db, CancellationToken cancellationToken) =>
        await db.FindCampaignAsync(campaignId, caller, cancellationToken) is { } row
            ? TypedResults.Ok(await CampaignView.ReadAsync(db, row, cancellationToken))
            : Problems.NotFound("campaign");

    private static async Task<Results<Ok<CampaignBrief>, ProblemHttpResult>> ReadBriefAsync(string campaignId, Caller caller, CampaignsDb db, CancellationToken cancellationToken) =>
        await db.FindCampaignAsync(campaignId, caller, cancellationToken) is { } row ? TypedResults.Ok(row.Brief()) : Problems.NotFound("campaign");
}

internal sealed record CampaignPage(IReadOnlyList<CampaignView> Campaigns, string? NextPageToken);
