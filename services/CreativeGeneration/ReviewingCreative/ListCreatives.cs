using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>A campaign's creatives, newest version unless told, in the order in which they were written.</summary>
internal static class ListCreatives
{
    private const int MaxPage = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/creatives", HandleAsync).RequireReading();

    private static async Task<Results<Ok<CreativePage>, ProblemHttpResult>> HandleAsync(
        [AsParameters] Query query, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var campaign = Guid.Empty;
        errors.Check(Ids.TryParse("cmp", query.CampaignId, out campaign), "campaignId", "must be a campaign id, cmp_...");
        var filter = new CreativeFilter(query.Format, query.Locale, query.Segment, query.Angle, query.Status, query.NeedsEyes);
        filter.Check(errors);
        if (query.Limit is not null) errors.Check(query.Limit is >= 1 and <= MaxPage, "limit", $"must be 1 to {MaxPage}");
        var after = -1;
        if (query.After is not null) errors.Check(int.TryParse(query.After, out after) && after >= 0, "after", "must be the next of an earlier page");
        if (errors.Any) return errors.ToProblem();

        var version = query.CampaignVersion ?? (await db.NewestAsync(caller, campaign, cancellation))?.CampaignVersion;
        if (version is null) return Problems.NotFound("campaign with creatives");
        var all = db.Creatives.AsNoTracking().VisibleTo(caller).Where(c => c.CampaignId == campaign && c.CampaignVersion == version);
        var matching = filter.Of(all);
        var size = query.Limit ?? 50;
        var rows = await matching.Where(c => c.Ordinal > after).OrderBy(c => c.Ordinal).Take(size + 1).ToListAsync(cancellation);
        var page = rows.Take(size).ToList();
        return TypedResults.Ok(new CreativePage(
            [.. page.Select(CreativeView.Of)],
            rows.Count > size ? page[^1].Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
            await matching.CountAsync(cancellation),
            await all.GroupBy(c => c.Status).ToDictionaryAsync(g => g.Key, g => g.Count(), cancellation),
            await all.CountAsync(c => c.Status == Creative.InReview && c.Eyes != Creative.NoEyes, cancellation)));
    }

    internal sealed record Query(string? CampaignId, int? CampaignVersion, string? Format, string? Locale, string? Segment, string? Angle, string? Status, bool? NeedsEyes, string? After, int? Limit);
}
