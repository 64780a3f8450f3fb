using System.Text.Json;
using AdPlatform.CreativeGeneration.EditingCreative;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>One creative, and why it says what it says.</summary>
internal static class ReadCreative
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/creatives/{id}", DetailAsync).RequireReading();
        routes.MapGet("/v1/creatives/{id}/lineage", LineageAsync).RequireScope(Scopes.Creatives);
    }

    private static async Task<Results<Ok<CreativeDetail>, ProblemHttpResult>> DetailAsync(string id, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        if (await FindAsync(id, caller, db, cancellation) is not { } creative) return Problems.NotFound("creative");
        var view = CreativeView.Of(creative);
        var native = creative.Format == Contracts.Briefs.FormatIds.Native ? NativeAd.Of(view.Texts, view.AssetUrl, Reviewing.ShapesOf(creative), view.LandingUrl) : null;
        return TypedResults.Ok(new CreativeDetail(view, await ReviewsAsync(creative, db, cancellation), native));
    }

    private static async Task<Results<Ok<LineageView>, ProblemHttpResult>> LineageAsync(string id, Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        if (await FindAsync(id, caller, db, cancellation) is not { } creative) return Problems.NotFound("creative");
        var generation = await db.Generations.AsNoTracking().SingleAsync(
            g => g.AccountId == creative.AccountId && g.CampaignId == creative.CampaignId && g.CampaignVersion == creative.CampaignVersion, cancellation);
        var origin = creative.Origin();
        var phrases = origin.Phrases.Select(p => new PhraseView(p.Key, string.Concat(p.Value.Parts.Select(x => x.Text)), p.Value.Rule, p.Value.Parts,
            [.. p.Value.Parts.Select(x => x.Fact).OfType<string>().Distinct()], p.Value.PromptSha256, p.Value.Translation)).ToList();
        var cited = phrases.SelectMany(p => p.Facts).Append(FactBook.LandingId).ToHashSet();
        return TypedResults.Ok(new LineageView(
            Ids.Format("crv", creative.CreativeId), Ids.Format("cmp", creative.CampaignId), creative.CampaignVersion, origin.Writer, origin.WriterVersion, origin.Seed, phrases,
            [.. JsonSerializer.Deserialize<List<TypedFact>>(generation.Facts, PlatformJson.Bus)!.Where(f => cited.Contains(f.Id))],
            new(origin.GatePassed, JsonSerializer.Deserialize<Dictionary<string, int>>(generation.RejectionCounts, PlatformJson.Bus)!),
            new(creative.Score, origin.Scorer, origin.ScorerVersion, origin.Features), creative.AssetSha256, origin.RenderingNotes, origin.Pictures ?? [], origin.Fonts ?? [], origin.Film, Reviewing.ComponentsOf(creative), await ReviewsAsync(creative, db, cancellation),
            await db.Changes.AsNoTracking().Where(c => c.CreativeId == creative.CreativeId).OrderBy(c => c.CreativeVersion).ThenBy(c => c.Field).Select(c => ChangeView.Of(c)).ToListAsync(cancellation),
            creative.Findings(), origin.Disclosed));
    }

    private static async Task<Creative?> FindAsync(string id, Caller caller, CreativesDb db, CancellationToken cancellation) => Ids.TryParse("crv", id, out var creative)
        ? await db.Creatives.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(c => c.CreativeId == creative, cancellation)
        : null;

    private static Task<List<ReviewView>> ReviewsAsync(Creative creative, CreativesDb db, CancellationToken cancellation) => db.Reviews.AsNoTracking()
        .Where(r => r.AccountId == creative.AccountId && r.CreativeId == creative.CreativeId).OrderBy(r => r.CreativeVersion).Select(r => ReviewView.Of(r)).ToListAsync(cancellation);
}
