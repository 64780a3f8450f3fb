using System.Text.Json;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>What the gate dropped, and why.</summary>
internal static class ReadRejections
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/creatives/rejections", HandleAsync).RequireScope(Scopes.Creatives);

    private static async Task<Results<Ok<RejectionList>, ProblemHttpResult>> HandleAsync(string? campaignId, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        if (!errors.Check(Ids.TryParse("cmp", campaignId, out var campaign), "campaignId", "must be a campaign id, cmp_...")) return errors.ToProblem();
        if (await db.NewestAsync(caller, campaign, cancellation) is not { } generation) return Problems.NotFound("campaign with creatives");
        var items = await db.Rejections.AsNoTracking()
            .Where(r => r.AccountId == caller.AccountId && r.CampaignId == campaign && r.CampaignVersion == generation.CampaignVersion).OrderBy(r => r.Ordinal)
            .Select(r => new RejectionView(r.Format, r.Locale, r.Slot, r.Role, r.Text, r.Writer, r.Code, r.Detail)).ToListAsync(cancellation);
        return TypedResults.Ok(new RejectionList(generation.CampaignVersion, JsonSerializer.Deserialize<Dictionary<string, int>>(generation.RejectionCounts, PlatformJson.Bus)!, items));
    }
}
