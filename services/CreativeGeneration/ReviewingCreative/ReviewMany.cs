using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.RefreshingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>One decision about many creatives, by id or by filter. Each gets an answer of its own; one that cannot be decided keeps none of the others back.</summary>
internal static class ReviewMany
{
    private const int MostIds = 1000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/creatives/reviews", HandleAsync).RequireScope(Scopes.Creatives).RequireIdempotencyKey<CreativesDb>();

    private static async Task<Results<Ok<ReviewManyResult>, ProblemHttpResult>> HandleAsync(
        Strict<ReviewManyRequest> body, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var request = body.Value;
        var errors = new ReviewRequest(request.Decision, request.Reviewer, request.Comment).Errors();
        var campaign = Guid.Empty;
        errors.Check(request.Ids is null != request.Filter is null, "ids", "send ids, or a filter with a campaignId");
        if (request.Ids is { } list) errors.Check(list.Count is >= 1 and <= MostIds, "ids", $"must have 1 to {MostIds:N0} ids");
        if (request.Filter is { } asked)
        {
            errors.Check(Ids.TryParse("cmp", asked.CampaignId, out campaign), "filter.campaignId", "must be a campaign id, cmp_...");
            asked.Creatives.Check(errors, "filter.");
        }
        if (errors.Any) return errors.ToProblem();

        var mine = db.Creatives.Where(c => c.AccountId == caller.AccountId);
        if (request.Filter is { } filter)
        {
            if (await db.NewestAsync(caller, campaign, cancellation) is not { FailedField: null } newest) return Problems.NotFound("campaign with creatives");
            mine = filter.Creatives.Of(mine.Where(c => c.CampaignId == campaign && c.CampaignVersion == newest.CampaignVersion));
        }
        else
        {
            var wanted = request.Ids!.Select(id => Ids.TryParse("crv", id, out var known) ? known : Guid.Empty).Distinct().ToList();
            mine = mine.Where(c => wanted.Contains(c.CreativeId));
        }
        var found = (await mine.OrderBy(c => c.Ordinal).ToListAsync(cancellation)).ToDictionary(c => Ids.Format("crv", c.CreativeId));
        var ids = request.Ids?.Distinct() ?? found.Keys;
        Dictionary<Guid, Generation> newests = [];
        foreach (var id in found.Values.Select(c => c.CampaignId).Distinct()) newests[id] = (await db.NewestAsync(caller, id, cancellation))!;

        var (decision, reviewer, now) = (request.Decision!.Value, request.Reviewer!.Trim(), clock.GetUtcNow());
        foreach (var creative in found.Values) creative.Judge(newests[creative.CampaignId], byPerson: true, now);
        List<ReviewAnswer> answers = [];
        foreach (var id in ids)
        {
            if (!found.TryGetValue(id, out var creative)) answers.Add(new(id, "not-found", null, null, "There is no such creative in this account."));
            else if (creative.Status == Reviewing.StatusAfter(decision)) answers.Add(new(id, "unchanged", creative.Status, creative.Version, null));
            else if (Reviewing.Refuses(creative, decision, newests[creative.CampaignId]) is { } refusal) answers.Add(new(id, refusal.Slug, creative.Status, creative.Version, refusal.Detail));
            else
            {
                db.Decide(creative, decision, reviewer, request.Comment, now);
                answers.Add(new(id, "decided", creative.Status, creative.Version, null));
            }
        }
        var decided = answers.Where(a => a.Outcome == "decided").Select(a => found[a.Id]).ToList();
        if (decision == ReviewDecision.Approved) await db.RetireAsync(decided, now, cancellation);
        if (decision == ReviewDecision.Approved)
            foreach (var of in decided.GroupBy(c => c.CampaignId)) await ApprovedClaims.RememberAsync(db, newests[of.Key], [.. of], cancellation);
        return TypedResults.Ok(new ReviewManyResult(decided.Count, answers));
    }
}

/// <summary>Of the campaign's newest version.</summary>
internal sealed record ManyFilter(string? CampaignId, string? Format, string? Locale, string? Segment, string? Angle, string? Status, bool? NeedsEyes)
{
    internal CreativeFilter Creatives => new(Format, Locale, Segment, Angle, Status, NeedsEyes);
}

/// <param name="Ids">Or <paramref name="Filter"/>, not both.</param>
internal sealed record ReviewManyRequest(ReviewDecision? Decision, string? Reviewer, string? Comment, IReadOnlyList<string>? Ids, ManyFilter? Filter);

/// <param name="Items">One for each id, in the order in which they were asked.</param>
internal sealed record ReviewManyResult(int Decided, IReadOnlyList<ReviewAnswer> Items);

/// <param name="Outcome">decided, unchanged (it was so already), not-found, or why not: draft, superseded, rules.</param>
internal sealed record ReviewAnswer(string Id, string Outcome, string? Status, int? Version, string? Reason);
